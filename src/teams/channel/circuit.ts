import type { MonotonicClock } from '../../model/clock';

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
