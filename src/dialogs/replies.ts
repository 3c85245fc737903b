import { createHash } from 'node:crypto';

import type { ClosedData, View, ViewName } from '../cards/view';
import { BoundedMap } from '../lib/bounded-map';
import type { OperationId } from '../model/identifiers';
import { asBatchId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { Operation } from '../pal/operation';
import type { DialogResult } from './context';
import type { Request } from './request';
import type { ConversationState, DialogState } from './state';
import type { Delivered, Reply, Turn } from './turn';

/** What a result says beside the open card. */
export function besideReplies(result: DialogResult): Reply[] {
  return result.views.map((view, index) => ({ kind: 'say', view, ...reportsOf(result, index) }));
}

/** The last thing said is what counts. */
function reportsOf(
  { reports, follows, otherwise, views }: DialogResult,
  index: number,
): Pick<Reply, 'reports' | 'follows' | 'otherwise'> {
  if (index < views.length - 1) return {};
  return {
    ...(reports === undefined ? {} : { reports }),
    ...(follows === undefined ? {} : { follows }),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

/** What a result says; the card of the dialog that it opens comes last. */
export function asReplies(result: DialogResult): Reply[] {
  const { dialog } = result;
  const last = dialog === 'keep' || dialog.kind === 'idle' ? undefined : result.views.at(-1);
  const opens = {
    isOpen: true,
    ...(dialog !== 'keep' && dialog.kind === 'signing-in' && dialog.phase === 'silent'
      ? { silentAttempt: dialog.attemptId }
      : {}),
  };
  return result.views.map((view, index) => ({
    kind: 'say',
    view,
    ...(view === last ? opens : {}),
    ...reportsOf(result, index),
  }));
}

/** The view in place of the card of the message, if there is one. */
export function replaceOrSend(activityId: string | undefined, view: View): Reply {
  return activityId === undefined ? { kind: 'say', view } : { kind: 'rewrite', activityId, view };
}

/**
 * The replies, the first thing said in place of the card of the message `activityId`. A sign-in that Teams tries
 * silently is not seen: the card says that it is under way, and can show later what comes of it.
 */
export function replaceCard(activityId: string, replies: readonly Reply[]): Reply[] {
  const at = replies.findIndex((reply) => reply.kind === 'say');
  return replies.flatMap((reply, index): Reply[] => {
    if (index !== at || reply.kind !== 'say') return [reply];
    const open = reply.isOpen === undefined ? {} : { isOpen: reply.isOpen };
    const { reports, follows } = reply;
    const after = {
      ...(reports === undefined ? {} : { reports }),
      ...(follows === undefined ? {} : { follows }),
    };
    return reply.silentAttempt === undefined
      ? [{ kind: 'rewrite', activityId, view: reply.view, ...open, ...after }]
      : [{ kind: 'rewrite', activityId, view: { name: 'working', data: {} }, ...open }, reply];
  });
}

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
  result: DialogResult,
  replies: readonly Reply[],
): Reply[] {
  if (dialog.kind === 'idle' || openCard === undefined) return [...replies];
  if (result.dialog === 'keep') return [...replies];
  const isSilent = result.dialog.kind === 'signing-in' && result.dialog.phase === 'silent';
  if (result.dialog.kind === 'idle' || isSilent) return replaceCard(openCard, replies);
  if (result.dialog.kind !== 'confirming') return [...replies];
  return [...replies, { kind: 'rewrite', activityId: openCard, view: closedView(dialog, 'replaced') }];
}

const CLOSED: Readonly<Record<DialogState['kind'], ClosedData['what']>> = {
  idle: 'other',
  'asking-partner-id': 'partner-id',
  'checking-partner-id': 'partner-id',
  'choosing-directory': 'directory',
  'offering-home': 'directory',
  confirming: 'other',
  'confirming-batch': 'many',
  'choosing-many': 'many',
  forgetting: 'forget',
  'signing-in': 'sign-in',
};

/** What is left of the card of a dialog that is over. `operation`: the change that it would have confirmed. */
export function closedView(
  { kind }: DialogState,
  why: ClosedData['why'],
  operation?: Pick<Operation, 'kind' | 'directoryName' | 'after'>,
): View {
  const what = operation?.kind ?? CLOSED[kind];
  const { directoryName = '', after } = operation ?? {};
  return { name: 'closed', data: { why, what, directoryName, partnerId: after ?? '' } };
}

/** What matters to a conversation of what became of its replies. */
export interface Summed {
  /** The operations whose outcome the person was told. */
  readonly acknowledged: readonly OperationId[];
  /** The operation whose outcome they have yet to be told. */
  readonly undelivered: OperationId | undefined;
  /** The card of the open dialog, and the message that shows it. */
  readonly open: (Delivered & { readonly shownAt: string }) | undefined;
  /** The card of a batch, and whether something was said below it. */
  readonly batch: ConversationState['batchCard'];
}

/** Sums up what became of the replies. A sign-in that Teams tries silently is not seen, and reports nobody anything. */
export function summed(all: readonly Delivered[]): Summed {
  const seen = all.filter(({ reply }) => reply.kind !== 'say' || reply.silentAttempt === undefined);
  const shown = seen.filter(({ isDelivered }) => isDelivered);
  return {
    acknowledged: shown.flatMap(({ reply }) => reply.reports ?? []),
    undelivered: all.find(({ isDelivered, reply }) => !isDelivered && reply.reports !== undefined)?.reply
      .reports,
    open: shown.filter(isOpenCard).at(-1),
    batch: batchCardOf(shown),
  };
}

function batchCardOf(shown: readonly Delivered[]): ConversationState['batchCard'] {
  const at = shown.findLastIndex(({ reply }) => reply.view.name === 'batch');
  const { view } = shown[at]?.reply ?? {};
  const card = shown[at]?.shownAt;
  const batchId = view?.name === 'batch' ? asBatchId(view.data.batchId) : undefined;
  if (batchId === undefined || card === undefined) return undefined;
  return { batchId, card, isBelow: shown.slice(at + 1).some(({ reply: { kind } }) => kind === 'say') };
}

/**
 * The replies of a batch that goes on after a sign-in: on its own card while that is the last one; else below, and the card
 * above loses the button of the sign-in that is done.
 */
export function onBatchCard(
  { batchCard }: Pick<ConversationState, 'batchCard'>,
  request: Request,
  replies: readonly Reply[],
): Reply[] {
  const first = replies.find(({ kind }) => kind === 'say');
  if (batchCard === undefined || request.kind !== 'run-batch' || request.batchId !== batchCard.batchId)
    return [...replies];
  if (first?.view.name !== 'batch') return [...replies];
  if (!batchCard.isBelow) return replaceCard(batchCard.card, replies);
  const { next: _, ...data } = first.view.data;
  return [...replies, { kind: 'rewrite', activityId: batchCard.card, view: { name: 'batch', data } }];
}

function isOpenCard(one: Delivered): one is Delivered & { readonly shownAt: string } {
  return one.reply.isOpen === true && one.shownAt !== undefined;
}

/** The conversations whose last card is remembered. It lives in memory: at worst a card is shown a second time. */
const MOST_CONVERSATIONS = 5_000;
/** Cards that show how something is: asked for again, it is still so. */
const STATES: readonly ViewName[] = [
  'link-status',
  'not-linked',
  'already-linked',
  'overview',
  'history',
  'which-directory',
  'already-signed-in',
  'nothing-to-cancel',
  'go-personal',
];

/** Sees to it that no conversation shows the same card twice in a row: the second time something shorter stands there. */
export class SameAgain {
  private readonly last = new BoundedMap<string, { readonly print: string; readonly ofPerson: string }>(
    MOST_CONVERSATIONS,
  );

  /** The replies that went through here, or take the place of a card. */
  private readonly known = new WeakSet<Reply>();

  /**
   * The replies, without a card that stands there already. `isInPlace`: they take the place of the pressed card. In a
   * group others write in between, so that nothing is known to stand right above; only the way to the personal chat is not
   * shown twice for the same request.
   */
  shorter(turn: Turn, replies: readonly Reply[], isInPlace: boolean): Reply[] {
    const isWayOut = replies.every(({ view }) => view.name === 'go-personal' && view.data.request !== '');
    if ((!turn.isPersonal && !isWayOut) || isInPlace) return this.noted(replies);
    const before = this.last.get(turn.conversationKey)?.print;
    const [only, ...more] = replies;
    const isPlain = only?.kind === 'say' && only.isOpen === undefined && only.follows === undefined;
    const isSame = isPlain && more.length === 0 && printOf(turn, only) === before;
    const said = isSame ? [{ ...only, view: shortOf(only.view) }] : [...replies];
    const last = said.filter(({ kind }) => kind === 'say').at(-1);
    if (last !== undefined) this.remember(turn, printOf(turn, last));
    return this.noted(said);
  }

  /** Takes in what became of replies: what nobody got to see, and what the bot said unasked, such as after a sign-in. */
  delivered(turn: Turn, delivered: readonly Delivered[]): void {
    for (const { reply, isDelivered } of delivered) {
      if (!isDelivered) this.last.delete(turn.conversationKey);
      else if (reply.kind === 'say' && !this.known.has(reply)) this.remember(turn, printOf(turn, reply));
    }
  }

  private noted(replies: readonly Reply[]): Reply[] {
    for (const reply of replies) this.known.add(reply);
    return [...replies];
  }

  private remember({ conversationKey, person }: Turn, print: string): void {
    this.last.set(conversationKey, { print, ofPerson: personKey(person) });
  }

  /** Forgets which cards the person saw last. */
  forget(person: Person): void {
    for (const [key, { ofPerson }] of this.last) {
      if (ofPerson === personKey(person)) this.last.delete(key);
    }
  }
}

/** Tells cards apart without keeping what stands on them. */
function printOf({ locale }: Turn, reply: Reply): string {
  return `${viewPrint(reply.view)} ${reply.locale ?? locale}`;
}

/** An answer is the same view for everybody, and its print is taken once. */
const prints = new WeakMap<View, string>();

function viewPrint(view: View): string {
  const known = prints.get(view);
  if (known !== undefined) return known;
  const print = createHash('sha256')
    .update(JSON.stringify(seenOf(view)))
    .digest('base64');
  prints.set(view, print);
  return print;
}

/** "Nothing to change" names no batch: two of them look the same. */
function seenOf(view: View): View {
  return view.name === 'confirm-batch' && view.data.rows.length === 0
    ? { ...view, data: { ...view.data, batchId: '' } }
    : view;
}

function shortOf(view: View): View {
  if (view.name === 'press-needed') return { ...view, data: { ...view.data, isAgain: true } };
  const { name, data } = view;
  const isState = STATES.includes(name) || ('isEarlier' in data && data.isEarlier === true);
  const about = name === 'unknown' ? 'unknown' : isState ? 'state' : 'other';
  const isCustomer = view.reader === 'customer' || ('reader' in data && data.reader === 'customer');
  return { name: 'same-again', data: { about, isCustomer, isHelp: name === 'help' } };
}
