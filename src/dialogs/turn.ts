import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { View } from '../cards/view';
import { monotonicClock } from '../model/clock';
import type { CorrelationId, OperationId } from '../model/identifiers';
import type { Person } from '../model/person';

/** One thing a person does in one conversation. */
export interface Turn {
  readonly person: Person;
  /** One text per person and conversation: dialogs of two people in one group never mix. */
  readonly conversationKey: string;
  readonly correlationId: CorrelationId;
  /** Whether nobody else reads along. */
  readonly isPersonal: boolean;
  /** What the person's chat is set to: BCP 47, such as `de-CH`. */
  readonly locale: string;
}

/** What a person has written, without the markup of the chat. */
export interface Message {
  readonly text: string;
  /** Whether somebody else, a person, is mentioned in it. */
  readonly mentionsOthers: boolean;
}

/** Something that goes on after the answer, and is shown on its card. */
export interface Follow {
  /** What the card shows in the end. */
  readonly done: Promise<View>;
  /** What it shows now. */
  readonly latest: () => View;
  /** Called when the end was shown. */
  readonly onShown?: () => Promise<void>;
  /** What is said below it in the end. */
  readonly below?: () => Promise<Reply[]>;
}

/** One thing the bot does in answer. `isOpen`: the card belongs to the dialog that is open now. */
export type Reply =
  /** Say it: in place of the pressed card if it is the first answer to a press, else as a new message. */
  (
    | {
        readonly kind: 'say';
        readonly view: View;
        readonly isOpen?: boolean;
        /** The view is a sign-in that Teams shall try without showing it; the id comes back with the token. */
        readonly silentAttempt?: OperationId;
      }
    /** Rewrite a card that was shown before. */
    | {
        readonly kind: 'rewrite';
        readonly activityId: string;
        readonly view: View;
        readonly isOpen?: boolean;
      }
  ) & {
    /** The view reports what came of this operation. */
    readonly reports?: OperationId;
    /** What its card shows while something goes on, and in the end. */
    readonly follows?: Follow;
    /** Said in place of the view when the channel does not take that. */
    readonly otherwise?: () => Promise<View>;
    /** The language of the answer, where it is not the one of the person's chat. */
    readonly locale?: string | undefined;
  };

/** What became of a reply. */
export interface Delivered {
  readonly reply: Reply;
  readonly isDelivered: boolean;
  /** The message that shows it, where the chat reports. */
  readonly shownAt?: string;
}

/** The first picture is in the chat within a second of the message; what is left is for drawing and sending it. */
const FIRST_PICTURE_MS = 900;
/** Teams takes about one update of a message in a second; this leaves room for what else is said. */
const UPDATE_MS = 2_000;

/** In how many ms the first picture is due, whatever is read by then. `begunAt`: of the turn, by the monotonic clock. */
export function firstPictureIn({ begunAt }: { readonly begunAt: number }, now = monotonicClock()): number {
  return Math.max(0, begunAt + FIRST_PICTURE_MS - now);
}

/** What the work gives, or undefined when it takes longer. Its error is thrown only when it comes in time. */
export async function soonOr<T>(work: Promise<T>, ms: number): Promise<{ readonly value: T } | undefined> {
  const given = work.then((value) => ({ value }));
  const stop = new AbortController();
  const late = setTimeout(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  try {
    return await Promise.race([given, late]);
  } finally {
    stop.abort();
    // Whoever follows the work takes its error.
    given.catch(() => undefined);
  }
}

/** Rewrites the card that shows `first` while something goes on, at most every two seconds, and once more at its end. */
export async function* rewrites(
  activityId: string,
  { view: first, locale, follows }: Pick<Reply, 'view' | 'locale'> & { readonly follows: Follow },
): AsyncGenerator<Reply[]> {
  let shown = first;
  const rewrite = (view: View): Reply[] => [{ kind: 'rewrite', activityId, view, locale }];
  for (;;) {
    const over = await soonOr(follows.done, UPDATE_MS);
    const view = over?.value ?? follows.latest();
    if (!isDeepStrictEqual(view, shown)) yield rewrite(view);
    shown = view;
    if (over === undefined) continue;
    const below = (await follows.below?.()) ?? [];
    if (below.length > 0) yield below.map((reply) => ({ ...reply, locale }));
    return follows.onShown?.();
  }
}
