import { BoundedMap } from '../../lib/bounded-map';
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
  /** In the order of last use. */
  private readonly sentAt = new BoundedMap<string, number[]>(MOST_CONVERSATIONS);

  constructor(private readonly monotonicMs: MonotonicClock) {}

  /** Takes the next place in the conversation, and reports how long to wait for it in ms. */
  next(conversation: string): number {
    const now = this.monotonicMs();
    const sent = (this.sentAt.get(conversation) ?? []).filter((at) => at > now - LONGEST_WINDOW_MS);
    const at = Math.min(now + LONGEST_WAIT_MS, earliest(sent, now));
    this.sentAt.set(conversation, [...sent, at]);
    return at - now;
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

/** So many failures in a row, within this time, and the host is left alone for as long. */
const MOST_FAILURES = 5;
const WINDOW_MS = 30_000;
const OPEN_MS = 15_000;

interface State {
  failedAt: number[];
  openUntil: number;
}

/** A circuit breaker for each host of the channel: who is away is not asked by every turn. Times are monotonic. */
export class Circuit {
  private readonly states = new Map<string, State>();

  constructor(private readonly monotonicMs: MonotonicClock) {}

  /** How long the host is left alone, in milliseconds; 0: it may be asked. */
  restOf(host: string): number {
    return Math.max(0, (this.states.get(host)?.openUntil ?? 0) - this.monotonicMs());
  }

  /** Whether some host is left alone now. */
  isAnyOpen(): boolean {
    return [...this.states.keys()].some((host) => this.restOf(host) > 0);
  }

  /** Notes how a call went; true when it opens the circuit. The hosts are those of the settings: a few. */
  note(host: string, isWell: boolean): boolean {
    if (isWell) {
      this.states.delete(host);
      return false;
    }
    const now = this.monotonicMs();
    const state = this.states.get(host) ?? { failedAt: [], openUntil: 0 };
    this.states.set(host, state);
    // What was under way when it opened reports nothing new.
    if (state.openUntil > now) return false;
    state.failedAt = [...state.failedAt.filter((at) => now - at < WINDOW_MS), now];
    // Once opened, the first that fails afterwards opens it again.
    if (state.openUntil === 0 && state.failedAt.length < MOST_FAILURES) return false;
    state.openUntil = now + OPEN_MS;
    return true;
  }
}
