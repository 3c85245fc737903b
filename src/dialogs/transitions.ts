import type { Language } from '../model/language';
import type { Request } from './request';
import type { Command } from './command';
import type { DialogResult } from './context';
import type { ConversationState } from './state';

/**
 * The state after a turn. What is answered in passing keeps the open dialog and its card; anything else ends it, or takes
 * its place.
 */
export function next(state: ConversationState, result: DialogResult, command: Command): ConversationState {
  const isKept = result.dialog === 'keep';
  const { openCard, hasAnsweredBelow, lastSignIn, offeredPlace: _, language: __, audience, ...rest } = state;
  const isBelow = isKept && openCard !== undefined && (hasAnsweredBelow === true || result.views.length > 0);
  return {
    ...rest,
    ...defined({
      ...languageAfter(state, command),
      audience: audienceAfter(audience, command),
      openCard: isKept ? openCard : undefined,
      hasAnsweredBelow: isBelow ? true : undefined,
      lastSignIn: command.kind === 'sign-out' ? undefined : lastSignIn,
      tryAgain: result.tryAgain ?? (command.kind === 'do' ? command.request : undefined),
      workingTenantId: result.workingTenantId,
      seenDirectories: result.seenDirectories,
      lastDone: result.lastDone,
      lastAction: command.kind === 'do' ? actionOf(command.request) : undefined,
      offeredPlace: command.kind === 'offer' ? command.place : undefined,
      lastPartnerId: result.lastPartnerId ?? givenIn(command, result),
    }),
    dialog: result.dialog === 'keep' ? state.dialog : result.dialog,
  };
}

function actionOf({ kind }: Request): ConversationState['lastAction'] {
  return kind === 'link' || kind === 'unlink' || kind === 'show' || kind === 'check-access'
    ? kind
    : undefined;
}

/** Who says that they are the customer stays one until they say otherwise; who only asked like one, until they do something. */
function audienceAfter(
  before: ConversationState['audience'],
  command: Command,
): ConversationState['audience'] {
  if (command.kind === 'audience') return command.audience === 'customer' ? 'customer' : undefined;
  if (command.kind === 'explain' && command.isCustomers === true) return before ?? 'questions';
  return before === 'questions' && command.kind === 'do' ? undefined : before;
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

/**
 * The PartnerID that the person has given: it is offered again, whatever comes between. Not while it is asked whether it
 * is right: what is offered again is not asked about once more.
 */
function givenIn(command: Command, { dialog }: DialogResult): ConversationState['lastPartnerId'] {
  if (dialog !== 'keep' && dialog.kind === 'checking-partner-id') return undefined;
  return command.kind === 'do' && command.request.kind === 'link' ? command.request.partnerId : undefined;
}

/** Without the fields that are undefined. */
function defined(fields: Partial<ConversationState>): Partial<ConversationState> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]: [string, unknown]) => value !== undefined),
  );
}
