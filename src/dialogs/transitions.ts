import type { Language } from '../model/language';
import type { Request } from './request';
import type { Command } from './command';
import type { DialogResult } from './context';
import type { ConversationState, DialogState } from './state';

/** What a turn does to the open dialog. */
export type DialogEvent =
  /** It was answered in passing, or on the card of another operation. */
  | 'kept'
  /** Its end, or that of a turn that leaves nothing open. */
  | 'ended'
  /** Another dialog, or the same one anew, is open now; its card comes. */
  | 'opened'
  /** Another request waits for the sign-in whose card is open already. */
  | 'joined';

/** What is open after an event: the dialog that was, none, or the one of the turn. */
type After = 'same' | 'idle' | 'new';

/**
 * The table of transitions: state × event → state. Only a sign-in can be joined; everything else that opens replaces what
 * was open. The card of the dialog is rewritten when its row does not say `same`.
 */
export const TRANSITIONS: Readonly<Record<DialogState['kind'], Readonly<Record<DialogEvent, After>>>> = {
  idle: { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  'asking-partner-id': { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  'checking-partner-id': { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  'choosing-directory': { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  'offering-home': { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  confirming: { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  'confirming-batch': { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  'choosing-many': { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  forgetting: { kept: 'same', ended: 'idle', opened: 'new', joined: 'new' },
  'signing-in': { kept: 'same', ended: 'idle', opened: 'new', joined: 'same' },
};

/** The event that a result is for the dialog that is open. */
export function eventOf(open: DialogState, result: Pick<DialogResult, 'dialog'>): DialogEvent {
  const { dialog } = result;
  if (dialog === 'keep') return 'kept';
  if (dialog.kind === 'idle') return 'ended';
  const isJoined =
    open.kind === 'signing-in' && dialog.kind === 'signing-in' && open.attemptId === dialog.attemptId;
  return isJoined ? 'joined' : 'opened';
}

/** The state after a turn. */
export function next(state: ConversationState, result: DialogResult, command: Command): ConversationState {
  const event = eventOf(state.dialog, result);
  const after = TRANSITIONS[state.dialog.kind][event];
  const { openCard, hasAnsweredBelow, lastSignIn, offeredPlace: _, language: __, ...rest } = state;
  const opened = result.dialog === 'keep' ? state.dialog : result.dialog;
  const isBelow =
    after === 'same' && openCard !== undefined && (hasAnsweredBelow === true || result.views.length > 0);
  return {
    ...rest,
    ...defined({
      ...languageAfter(state, command),
      openCard: after === 'same' ? openCard : undefined,
      hasAnsweredBelow: isBelow ? true : undefined,
      lastSignIn: command.kind === 'sign-out' ? undefined : lastSignIn,
      tryAgain: result.tryAgain ?? (command.kind === 'do' ? command.request : undefined),
      workingTenantId: result.workingTenantId,
      lastDone: result.lastDone,
      lastAction: command.kind === 'do' ? actionOf(command.request) : undefined,
      offeredPlace: command.kind === 'offer' ? command.place : undefined,
      lastPartnerId: result.lastPartnerId ?? givenIn(command),
    }),
    dialog: after === 'idle' ? { kind: 'idle' } : opened,
  };
}

function actionOf({ kind }: Request): ConversationState['lastAction'] {
  return kind === 'link' || kind === 'unlink' || kind === 'show' || kind === 'check-access'
    ? kind
    : undefined;
}

/** A language that was asked for stays until another one is; one that is only written in, until another one is. */
function languageAfter(
  { language: before, isLanguageWanted }: ConversationState,
  { wantedLanguage, language }: Command,
): Pick<ConversationState, 'language' | 'isLanguageWanted'> {
  if (wantedLanguage !== undefined) return { language: wantedLanguage, isLanguageWanted: true };
  if (isLanguageWanted === true || language === undefined) return { language: before };
  return { language: otherThanEnglish(language) };
}

/** Commands are English in every language: only another language says which one a person speaks. */
export function otherThanEnglish(language: Language): Language | undefined {
  return language === 'en' ? undefined : language;
}

/** The PartnerID that the person has given: it is offered again, whatever comes between. */
function givenIn(command: Command): ConversationState['lastPartnerId'] {
  return command.kind === 'do' && command.request.kind === 'link' ? command.request.partnerId : undefined;
}

/** Without the fields that are undefined. */
function defined(fields: Partial<ConversationState>): Partial<ConversationState> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]: [string, unknown]) => value !== undefined),
  );
}
