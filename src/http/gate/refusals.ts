import type { Clock } from '../../model/clock';
import type { Log } from '../../model/log';

const PERIOD_MS = 60 * 1000;

/** Who was not let in, for the log: the first of each kind, then once a minute how many, so that nobody can fill it. */
export class Refusals {
  private readonly seen = new Map<string, { since: number; count: number }>();

  constructor(private readonly parts: { readonly clock: Clock; readonly log: Log }) {}

  /** Notes one; `flaw` is one of the few words of the gate. */
  note(flaw: string): void {
    const now = this.parts.clock.now().getTime();
    const before = this.seen.get(flaw);
    if (before !== undefined && now - before.since < PERIOD_MS) {
      before.count += 1;
      return;
    }
    this.seen.set(flaw, { since: now, count: 0 });
    this.parts.log.warn('http.gate.refused', { flaw, count: (before?.count ?? 0) + 1 });
  }
}
