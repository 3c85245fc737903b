import type { View } from '../cards/view';
import type { BatchId, OperationId, TenantId } from '../model/identifiers';
import type { Problem } from '../model/problem';
import type { DialogResult } from './context';
import type { Conversations, Loaded } from './conversation';
import { isCutOff, next, troubled } from './conversation';
import { resumeBatch } from './batch';
import { atHome } from './locate';
import { resumeDialog } from './operation';
import { problemView, signInUrlFor } from './problem';
import type { SignInWish } from './problem';
import {
  asReplies,
  besideReplies,
  isAboutSomethingElse,
  onBatchCard,
  replaceCard,
  replaceOrSend,
  resumedIn,
} from './replies';
import type { Request } from './request';
import { route } from './route';
import { askToSignIn, isAwaited } from './sign-in';
import type { ConversationState, SigningIn } from './state';
import type { Reply } from './turn';

/** See Dialogs.onSignedIn. */
export async function goOnSignedIn(
  conversations: Conversations,
  at: Loaded,
  signedInto?: TenantId,
): Promise<Reply[]> {
  const { turn, loaded } = at;
  const { dialog, openCard } = loaded.state;
  const { parts } = conversations;
  parts.pal.dropDirectories(turn.person);
  // What waited for it can't be known, and nobody is left without a word.
  if (isCutOff(loaded)) return troubled(turn, loaded.trouble);
  const signedIn = (goesOn: boolean): View => ({
    name: 'signed-in',
    data: { account: turn.person.displayName, goesOn },
  });
  const isSilent = signedInto === undefined;
  const now = parts.clock.now().toISOString();
  const after = (state: ConversationState): ConversationState =>
    isSilent ? state : { ...state, lastSignIn: { tenantId: signedInto, at: now } };
  if (!isAwaited(dialog, signedInto)) {
    if (isSilent) return [];
    await conversations.save(at, after);
    return [{ kind: 'say', view: signedIn(false) }];
  }
  const resting = (state: ConversationState): ConversationState => atRest(after(state));
  if (dialog.request.kind === 'sign-in') {
    await conversations.save(at, resting);
    return [replaceOrSend(openCard, signedIn(false))];
  }
  const { tenantId, reason } = dialog;
  const command = { kind: 'do', request: dialog.request } as const;
  const context = { ...conversations.context(at), justSignedIn: { tenantId, reason, isSilent } };
  const result = await route(context, resting(loaded.state), command);
  const isKept = await conversations.save(at, (state) => next(resting(state), result, command));
  if (!isKept && result.dialog !== 'keep' && result.dialog.kind !== 'idle') return troubled(turn, 'away');
  const replies = asReplies(result);
  if (openCard === undefined) return replies;
  // Of a silent sign-in there is no card yet: what was pressed says that it is under way, and shows the result.
  if (dialog.phase === 'silent') return replaceCard(openCard, replies);
  return afterSignIn(loaded.state, dialog.request, replies, openCard, signedIn(true));
}

/** What is said after a sign-in, and on its card: `signedIn`, but the sign-ins of a batch give their place to what comes next. */
function afterSignIn(
  state: ConversationState,
  request: Request,
  replies: readonly Reply[],
  openCard: string,
  signedIn: View,
): Reply[] {
  const isOfBatch = request.kind === 'run-batch' || request.kind === 'plan-batch';
  if (!isOfBatch || state.hasAnsweredBelow === true) return [replaceOrSend(openCard, signedIn), ...replies];
  const onCard = onBatchCard(state, request, replies);
  return onCard.some(({ kind }) => kind === 'say')
    ? replaceCard(openCard, onCard)
    : [...onCard, replaceOrSend(openCard, signedIn)];
}

/** See Dialogs.onSilenceBroken. */
export async function goOnWithButton(
  conversations: Conversations,
  at: Loaded,
  attemptId?: OperationId,
): Promise<Reply[]> {
  const { dialog, openCard } = at.loaded.state;
  if (dialog.kind !== 'signing-in' || dialog.phase !== 'silent') return [];
  if (attemptId !== undefined && attemptId !== dialog.attemptId) return [];
  const isStill = (state: ConversationState): boolean =>
    state.dialog.kind === 'signing-in' && state.dialog.attemptId === dialog.attemptId;
  const result = await askAgainWithButton(conversations, at, dialog);
  await conversations.save(at, (state) => (isStill(state) ? { ...state, dialog: result.dialog } : state));
  return openCard === undefined ? asReplies(result) : replaceCard(openCard, asReplies(result));
}

/** See Dialogs.onSignInFailed. */
export async function sayWhyNotSignedIn(
  conversations: Conversations,
  at: Loaded,
  tenantId: TenantId,
  problem: Problem,
  wish: SignInWish,
): Promise<Reply[]> {
  const { dialog, openCard } = at.loaded.state;
  const context = conversations.context(at);
  const isWaiting = dialog.kind === 'signing-in' && dialog.tenantId === tenantId;
  const request = isWaiting ? dialog.request : ({ kind: 'sign-in' } as const);
  const signInUrl = await signInUrlFor(context, problem, tenantId, wish);
  const view = problemView(context, problem, {
    ...atHome(context, request),
    ...(signInUrl === undefined ? {} : { signInUrl }),
    tenantId,
    directoryName: await conversations.directoryName(at.turn, tenantId),
  });
  const failed = isWaiting ? { dialog: { ...dialog, phase: 'failed' as const } } : {};
  await conversations.save(at, (state) => ({ ...state, tryAgain: request, ...failed }));
  return [isWaiting ? { ...replaceOrSend(openCard, view), isOpen: true } : { kind: 'say', view }];
}

/** See Dialogs.onInterrupted. */
export async function reportInterrupted(
  conversations: Conversations,
  at: Loaded,
  operationId: OperationId,
): Promise<Reply[]> {
  const { state } = at.loaded;
  const isBusy = isAboutSomethingElse(state.dialog, operationId);
  const result = await resumeDialog(conversations.context(at), operationId, isBusy);
  if (isBusy) return besideReplies(result);
  const command = { kind: 'do', request: { kind: 'execute', operationId } } as const;
  await conversations.save(at, (current) => next({ ...current, dialog: { kind: 'idle' } }, result, command));
  return resumedIn(state, result, asReplies(result));
}

/** See Dialogs.onBatchInterrupted. */
export async function goOnWithBatch(
  conversations: Conversations,
  at: Loaded,
  batchId: BatchId,
): Promise<Reply[]> {
  return besideReplies(await resumeBatch(conversations.context(at), batchId));
}

/** The sign-in that was tried silently, now with a button to press. */
export async function askAgainWithButton(
  conversations: Conversations,
  at: Loaded,
  dialog: SigningIn,
): Promise<DialogResult & { readonly dialog: ConversationState['dialog'] }> {
  const { tenantId, request, reason } = dialog;
  const context = { ...conversations.context(at), maySignInSilently: false };
  const directoryName = await conversations.directoryName(at.turn, tenantId);
  const attempt = { ...atHome(context, request), tenantId, directoryName };
  const result = await askToSignIn(context, { reason }, attempt);
  const open = result.dialog === 'keep' ? dialog : result.dialog;
  return { ...result, dialog: open, ...(request.kind === 'execute' ? { reports: request.operationId } : {}) };
}

/** Nothing is open any more. */
function atRest({ openCard: _, ...rest }: ConversationState): ConversationState {
  return { ...rest, dialog: { kind: 'idle' } };
}
