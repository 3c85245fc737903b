import type { TenantId } from '../model/identifiers';
import type { Heard } from './heard';
import type { ConversationState, DialogState, SigningIn } from './state';

/** A sign-in card counts as just shown for this long. */
const JUST_SHOWN_MS = 60_000;

/** The sign-in whose card was just shown and can still be used; undefined when a new one was asked for by name. */
export function openSignInOf(
  { dialog, openCard }: ConversationState,
  heard: Heard,
  now: Date,
): SigningIn | undefined {
  if (dialog.kind !== 'signing-in' || openCard === undefined) return undefined;
  if (dialog.isSilent || dialog.hasFailed || (heard.kind === 'do' && heard.wantsCard === true))
    return undefined;
  return now.getTime() - Date.parse(dialog.askedAt) < JUST_SHOWN_MS ? dialog : undefined;
}

/** The directory whose sign-in page the person came back from a moment ago. */
export function signedInLately({ lastSignIn }: ConversationState, now: Date): TenantId | undefined {
  if (lastSignIn === undefined) return undefined;
  return now.getTime() - Date.parse(lastSignIn.at) < JUST_SHOWN_MS ? lastSignIn.tenantId : undefined;
}

/** Whether a silent sign-in stands there for longer than anybody waits for it: whoever did has ended. */
export function isForgotten(dialog: DialogState, now: Date, patienceMs: number): dialog is SigningIn {
  if (dialog.kind !== 'signing-in' || !dialog.isSilent) return false;
  return now.getTime() - Date.parse(dialog.askedAt) > patienceMs;
}

/** Whether the conversation waits for this sign-in: on that directory's page, or silently where that may help. */
export function isAwaited(dialog: DialogState, signedInto: TenantId | undefined): dialog is SigningIn {
  if (dialog.kind !== 'signing-in') return false;
  return signedInto === undefined ? dialog.takesToken : dialog.tenantId === signedInto;
}
