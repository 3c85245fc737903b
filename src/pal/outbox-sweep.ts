import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { Every } from '../lib/async';
import { withTimeout } from '../lib/async';
import type { Interrupted } from './outbox';

/** Together with the lease and a silent sign-in this stays well under the minute in which people are told. */
const EVERY_MS = 5_000;
/** How long one conversation is waited for before its place is given to the next. */
const REPORT_MS = 10_000;
/** So many conversations that can't be reached, and all others are still told within the minute. */
const ABREAST = 32;

/** What the sweep is built from. */
export interface OutboxSweepParts {
  /** What is to be taken over now, claimed for this process. */
  readonly takeOver: () => AsyncIterable<Interrupted>;
  /** Finds out what came of it and says so; rejects when that could not be said: then it is tried again later. */
  readonly report: (interrupted: Interrupted) => Promise<void>;
  readonly log: Log;
  readonly every: Every;
}

/** Takes over, at the start and every few seconds, what processes that died left behind, and has the people told. */
export function startOutboxSweep(parts: OutboxSweepParts): { stop(): Promise<void> } {
  const { takeOver, report, log, every } = parts;

  async function reportOne(interrupted: Interrupted): Promise<void> {
    try {
      const isReported = await withTimeout(
        REPORT_MS,
        report(interrupted).then(() => true),
      );
      if (isReported !== true) throw new ReportTimeoutError();
      log.warn('pal.interrupted.taken-up', {});
    } catch (error) {
      log.error('pal.interrupted.not-reported', { error: errorName(error) });
    }
  }

  return every(
    () => EVERY_MS,
    async () => {
      const underWay = new Set<Promise<void>>();
      try {
        for await (const interrupted of takeOver()) {
          const reporting = reportOne(interrupted).finally(() => underWay.delete(reporting));
          underWay.add(reporting);
          // The next is claimed only when there is room for it.
          if (underWay.size >= ABREAST) await Promise.race(underWay);
        }
      } catch (error) {
        log.warn('pal.interrupted.storage-away', { error: errorName(error) });
      }
      await Promise.all(underWay);
    },
  );
}

/** The conversation did not take it in time. */
class ReportTimeoutError extends Error {
  override readonly name = 'TellTimeoutError';
}
