import type { MonotonicClock } from '../../model/clock';

/** What Teams takes of one bot in one conversation: so many messages in so much time. */
const WINDOWS = [
  { messages: 7, ms: 1_000 },
  { messages: 8, ms: 2_000 },
  { messages: 60, ms: 30_000 },
  { messages: 1_800, ms: 3_600_000 },
] as const;
/** Longer is not waited for: what goes out then is for Teams to refuse, and for a retry. */
const LONGEST_WAIT_MS = 4_000;
/** Conversations that are remembered; the one that was quiet for longest is forgotten for a new one. */
const MOST_CONVERSATIONS = 5_000;
const LONGEST_WINDOW_MS = 3_600_000;

/** Spreads what the bot sends, so that Teams need not refuse it. Times are monotonic. */
export class SendPace {
  private readonly sentAt = new Map<string, number[]>();

  constructor(private readonly monotonicMs: MonotonicClock) {}

  /** Takes the next place in the conversation, and reports how long to wait for it in ms. */
  next(conversation: string): number {
    const now = this.monotonicMs();
    const sent = (this.sentAt.get(conversation) ?? []).filter((at) => at > now - LONGEST_WINDOW_MS);
    const at = Math.min(now + LONGEST_WAIT_MS, earliest(sent, now));
    this.remember(conversation, [...sent, at]);
    return at - now;
  }

  private remember(conversation: string, sent: number[]): void {
    // The order of the map is the order of last use.
    this.sentAt.delete(conversation);
    this.sentAt.set(conversation, sent);
    if (this.sentAt.size <= MOST_CONVERSATIONS) return;
    const [quietest] = this.sentAt.keys();
    if (quietest !== undefined) this.sentAt.delete(quietest);
  }
}

/** The first moment from now on at which one more is within every window; those sent are in their order. */
function earliest(sent: readonly number[], now: number): number {
  return Math.max(
    now,
    ...WINDOWS.map(({ messages, ms }) => {
      const first = sent.at(-messages);
      return first === undefined ? now : first + ms;
    }),
  );
}
