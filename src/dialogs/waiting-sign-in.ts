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

/** Whether the conversation waits for this sign-in: on that directory's page, or silently where that may help. */
export function isAwaited(dialog: DialogState, signedInto: TenantId | undefined): dialog is SigningIn {
  if (dialog.kind !== 'signing-in') return false;
  return signedInto === undefined ? dialog.takesToken : dialog.tenantId === signedInto;
}
