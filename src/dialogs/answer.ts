import type { View } from '../cards/view';
import type { TenantId } from '../model/identifiers';
import { wasBegun } from '../pal/operation';
import { ruleOf } from './command';
import type { Command } from './command';
import type { DialogContext, DialogResult } from './context';
import type { Conversations, Loaded } from './conversation';
import { isCutOff, next, troubled } from './conversation';
import { resumeDialog } from './operation';
import { asReplies, besideReplies, closedView, onBatchCard, replaceCard } from './replies';
import { askAgainWithButton } from './resume';
import type { Request } from './request';
import { route } from './route';
import { hasTimedOut, openSignInOf } from './sign-in';
import type { ConversationState, DialogState, SigningIn } from './state';
import type { Reply } from './turn';

/** What a command came with: the message whose card was pressed, or the sign-in that was just completed. */
interface CommandOrigin {
  readonly card?: string | undefined;
  readonly justSignedIn?: DialogContext['justSignedIn'];
}

/** Answers a command, and says behind it what could not be delivered before. */
export async function answerCommand(
  conversations: Conversations,
  at: Loaded,
  command: Command,
  origin: CommandOrigin = {},
): Promise<Reply[]> {
  const { undelivered } = at.loaded.state;
  if (undelivered === undefined) return respond(conversations, at, command, origin);
  const news = (await conversations.parts.pal.isUndelivered(undelivered))
    ? besideReplies(await resumeDialog(conversations.context(at), undelivered, true))
    : [];
  const replies = await respond(conversations, at, command, origin);
  await conversations.save(at, ({ undelivered: _, ...rest }) => rest);
  // A press on its card has the outcome for an answer.
  return replies.some(({ reports }) => reports === undelivered) ? replies : [...replies, ...news];
}

/** Goes on with what the button of a card was for after its sign-in, below whatever the conversation has come to. */
export async function goOnFromCard(
  conversations: Conversations,
  at: Loaded,
  { tenantId, reason, request }: { tenantId: TenantId; reason: SigningIn['reason']; request: Request },
): Promise<Reply[]> {
  conversations.parts.pal.dropDirectories(at.turn.person);
  const justSignedIn = { tenantId, reason, isSilent: false };
  const replies = await answerCommand(conversations, at, { kind: 'do', request }, { justSignedIn });
  const lastSignIn = { tenantId, at: conversations.parts.clock.now().toISOString() };
  await conversations.save(at, (state) => ({ ...state, lastSignIn }));
  return onBatchCard(at.loaded.state, request, replies);
}

/** Without what is remembered only those are answered that need none of it. */
function respond(
  conversations: Conversations,
  at: Loaded,
  command: Command,
  origin: CommandOrigin,
): Promise<Reply[]> {
  const { turn, loaded } = at;
  return isCutOff(loaded) && ruleOf(command).needsState
    ? Promise.resolve(troubled(turn, loaded.trouble))
    : answer(conversations, at, command, origin);
}

async function answer(
  conversations: Conversations,
  at: Loaded,
  command: Command,
  origin: CommandOrigin,
): Promise<Reply[]> {
  const { turn, loaded } = at;
  const { state } = loaded;
  const { dialog, openCard } = state;
  const { parts } = conversations;
  const now = parts.clock.now();
  const { card, justSignedIn } = origin;
  const context = {
    ...conversations.context(at),
    openSignIn: openSignInOf(state, command, now),
    ...(justSignedIn === undefined ? {} : { justSignedIn }),
  };
  const routed = await route(context, state, command);
  const after = next(state, routed, command);
  const isForCustomer = after.audience === 'customer';
  const result = isForCustomer ? { ...routed, views: routed.views.map(toCustomer) } : routed;
  if (result.forgets === true) {
    // Nothing of this turn is stored: neither where the conversation stands nor which card is open.
    parts.onForgotten(turn.person);
    conversations.overviews.forget(turn.person);
    conversations.sameAgain.forget(turn.person);
    conversations.shown.forget(turn.person);
    return asReplies(result);
  }
  if (after.dialog === dialog && hasTimedOut(dialog, now, parts.patienceMs)) {
    const late = await askAgainWithButton(conversations, at, dialog);
    await conversations.save(at, (current) => ({ ...next(current, result, command), dialog: late.dialog }));
    const button = asReplies(late);
    return [...besideReplies(result), ...(openCard === undefined ? button : replaceCard(openCard, button))];
  }
  const isKept = await conversations.save(at, (current) => next(current, result, command));
  // A dialog that just opened can't go on without its state, so that is said; a finished answer stays true.
  if (!isKept && opensDialog(result)) return troubled(turn, loaded.trouble ?? 'away');

  if (openCard !== undefined && openCard === after.openCard) return besideReplies(result);
  const replies = asReplies(result);
  if (openCard === card || after.dialog === dialog) return replies;
  return atOpenCard(conversations, at, command, { ...result, replies });
}

/** A new dialog takes the place of the open one, whose card says so. */
async function atOpenCard(
  conversations: Conversations,
  at: Loaded,
  command: Command,
  result: DialogResult & { readonly replies: Reply[] },
): Promise<Reply[]> {
  const { state } = at.loaded;
  const { replies } = result;
  if (saysWhySignInFailed(state.dialog)) return replies;
  if (state.openCard !== undefined && isCorrection(state, command))
    return replaceCard(state.openCard, replies);
  const closed = await closing(conversations, at, command, result);
  const isSaidThere = closed.some(({ view }) => view.name === 'closed' && view.data.why === 'cancelled');
  return [...(isSaidThere ? replies.map(shortened) : replies), ...closed];
}

/** The card above says what was cancelled; who has scrolled away from it sees here that it was. */
function shortened(reply: Reply): Reply {
  return reply.view.name === 'cancelled'
    ? { ...reply, view: { name: 'cancelled', data: { isShort: true } } }
    : reply;
}

/** Another mistake in the form that still stands right above: the form itself says so, instead of one form a mistake. */
function isCorrection({ dialog, hasAnsweredBelow }: ConversationState, { kind }: Command): boolean {
  return dialog.kind === 'asking-partner-id' && kind === 'mistake' && hasAnsweredBelow !== true;
}

/** What is said to the customer, who is shown none of the partner's buttons. */
function toCustomer(view: View): View {
  return { ...view, reader: 'customer' };
}

/** Whether the result opens a dialog. */
function opensDialog({ dialog }: DialogResult): boolean {
  return dialog !== 'keep' && dialog.kind !== 'idle';
}

/**
 * Says on the card of a dialog that is over that it is. "Nothing was changed by this card" is said of no operation
 * that was begun, by whichever instance.
 */
async function closing(
  { parts }: Conversations,
  { turn, loaded }: Loaded,
  command: Command,
  result: DialogResult,
): Promise<Reply[]> {
  const { dialog, openCard }: ConversationState = loaded.state;
  if (openCard === undefined) return [];
  const operation = dialog.kind === 'confirming' ? await parts.pal.find(turn, dialog.operationId) : undefined;
  if (operation !== undefined && wasBegun(operation)) return [];
  const isCancelled = command.kind === 'cancel' && result.views.some(({ name }) => name === 'cancelled');
  const view = closedView(dialog, isCancelled ? 'cancelled' : 'replaced', operation);
  return [{ kind: 'rewrite', activityId: openCard, view }];
}

/** Such a card stays when others come: it may hold the address that the person has yet to pass on. */
function saysWhySignInFailed(dialog: DialogState): boolean {
  return dialog.kind === 'signing-in' && dialog.phase === 'failed';
}
