import type { MonotonicClock } from '../model/clock';
import type { Log, LogFields } from '../model/log';

const PERIOD_MS = 60 * 1000;

/** Who was not let in, for the log: the first of each kind, then once a minute how many, so that nobody can fill it. */
export class Refusals {
  private readonly seen = new Map<string, { since: number; count: number }>();

  constructor(private readonly parts: { readonly monotonicMs: MonotonicClock; readonly log: Log }) {}

  /** Notes one; `flaw` is one of the few words of the door, `more` what the first of a minute is logged with. */
  note(flaw: string, more: LogFields = {}): void {
    const now = this.parts.monotonicMs();
    const before = this.seen.get(flaw);
    if (before !== undefined && now - before.since < PERIOD_MS) {
      before.count += 1;
      return;
    }
    this.seen.set(flaw, { since: now, count: 0 });
    this.parts.log.warn('http.gate.refused', { ...more, flaw, count: (before?.count ?? 0) + 1 });
  }
}
