import type { OperationId } from '../model/identifiers';
import { inPlace } from './in-place';
import type { ConversationState, DialogState } from './state';
import type { Step } from './talk';
import type { Reply } from './turn';

/** Whether the conversation has gone on to something else than this operation. */
export function isAboutSomethingElse(dialog: DialogState, operationId: OperationId): boolean {
  if (dialog.kind === 'confirming') return dialog.operationId !== operationId;
  if (dialog.kind !== 'signing-in') return dialog.kind !== 'idle';
  return dialog.request.kind !== 'execute' || dialog.request.operationId !== operationId;
}

/**
 * Where the outcome of an interrupted operation is said: in place of its card, which perhaps still says "working on it".
 * What wants a press comes as a new message, so that it is noticed; a card that would show the same twice goes.
 */
export function resumedIn(
  { dialog, openCard }: ConversationState,
  step: Step,
  replies: readonly Reply[],
): Reply[] {
  if (dialog.kind === 'idle' || openCard === undefined) return [...replies];
  const isSilent = step.dialog.kind === 'signing-in' && step.dialog.isSilent;
  if (step.dialog.kind === 'idle' || isSilent) return inPlace(openCard, replies);
  if (step.dialog.kind !== 'confirming') return [...replies];
  return [...replies, { kind: 'rewrite', activityId: openCard, view: { name: 'superseded', data: {} } }];
}
