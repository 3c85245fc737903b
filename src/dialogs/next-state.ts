import type { OperationId } from '../model/identifiers';
import type { Heard } from './heard';
import type { Request } from './request';
import type { ConversationState } from './state';
import type { Step } from './talk';

/** The state after a step. */
export function nextState(state: ConversationState, step: Step, heard: Heard): ConversationState {
  const keeps = keepsDialog(state, step, heard) || waitsOn(state, step);
  const { openCard, lastSignIn, offeredPlace: _, ...rest } = state;
  return {
    ...rest,
    ...defined({
      openCard: keeps ? openCard : undefined,
      lastSignIn: heard.kind === 'sign-out' ? undefined : lastSignIn,
      tryAgain: step.tryAgain ?? (heard.kind === 'do' ? heard.request : undefined),
      workingTenantId: step.workingTenantId,
      lastDone: step.lastDone,
      lastAction: heard.kind === 'do' ? actionOf(heard.request) : undefined,
      offeredPlace: heard.kind === 'offer' ? heard.place : undefined,
      lastPartnerId: step.lastPartnerId,
    }),
    dialog: keeps && step.dialog.kind === 'idle' ? state.dialog : step.dialog,
  };
}

/** An answer in passing, or one about the card of another operation, leaves the open dialog as it is. */
function keepsDialog({ dialog }: ConversationState, step: Step, heard: Heard): boolean {
  if (step.dialog.kind !== 'idle') return false;
  if (isInPassing(heard)) return true;
  const about = operationOf(heard);
  return dialog.kind === 'confirming' && about !== undefined && about !== dialog.operationId;
}

/** The sign-in that was asked for before is waited for, now for another request: its card stays. */
function waitsOn({ dialog }: ConversationState, step: Step): boolean {
  return (
    dialog.kind === 'signing-in' &&
    step.dialog.kind === 'signing-in' &&
    dialog.attemptId === step.dialog.attemptId
  );
}

function actionOf({ kind }: Request): ConversationState['lastAction'] {
  return kind === 'link' || kind === 'unlink' || kind === 'show' ? kind : undefined;
}

/** Questions and looks. */
function isInPassing(heard: Heard): boolean {
  if (heard.kind === 'do') return heard.request.kind === 'show' || heard.request.kind === 'which-directory';
  return ['say', 'explain', 'offer', 'history'].includes(heard.kind);
}

function operationOf(heard: Heard): OperationId | undefined {
  if (heard.kind === 'cancel') return heard.operationId;
  return heard.kind === 'do' && heard.request.kind === 'execute' ? heard.request.operationId : undefined;
}

/** Without the fields that are undefined. */
function defined(fields: Partial<ConversationState>): Partial<ConversationState> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]: [string, unknown]) => value !== undefined),
  );
}
