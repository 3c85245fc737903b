import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { Interrupted } from './unfinished';

/** Together with the lease and a silent sign-in this stays well under the minute in which people are told. */
const EVERY_MS = 5_000;

/** Does the work again and again until it is stopped; resolves when the last round has ended. */
export type Every = (ms: number, work: () => Promise<void>) => { stop(): Promise<void> };

/** Takes up, at the start and every few seconds, what a process left behind that died, and has the person told. */
export function startInterruptedSweep(parts: {
  /** What is to be taken up now, claimed for this process. */
  readonly takeOver: () => AsyncIterable<Interrupted>;
  /** Finds out what came of it and says so; rejects when that could not be said: then it is tried again later. */
  readonly tell: (interrupted: Interrupted) => Promise<void>;
  readonly log: Log;
  readonly every: Every;
}): { stop(): Promise<void> } {
  const { takeOver, tell, log, every } = parts;

  async function tellOne(interrupted: Interrupted): Promise<void> {
    try {
      await tell(interrupted);
      log.warn('pal.interrupted.taken-up', {});
    } catch (error) {
      log.error('pal.interrupted.not-told', { error: errorName(error) });
    }
  }

  return every(EVERY_MS, async () => {
    try {
      for await (const interrupted of takeOver()) await tellOne(interrupted);
    } catch (error) {
      log.warn('pal.interrupted.storage-away', { error: errorName(error) });
    }
  });
}

/** Every by the machine's timers: the first round at once, and none before the one before it has ended. */
export const everyByTimer: Every = (ms, work) => {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const round = async (): Promise<void> => {
    await work();
    // Changed by `stop` while the work was under way.
    if (!wasStopped()) timer = setTimeout(next, ms);
  };
  const wasStopped = (): boolean => isStopped;
  let running = round();
  const next = (): void => {
    running = round();
  };
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
