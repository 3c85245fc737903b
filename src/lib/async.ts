import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many ms; resolves early when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Wait by the machine's timers. */
export const waitByTimer: Wait = async (ms, signal) => {
  // Rejects when aborted: then there is nothing left to wait for.
  await delay(ms, undefined, { signal }).catch(() => undefined);
};

/** What the work comes to, if it does so within the time; else undefined, while the work goes on. */
export async function withTimeout<T>(budgetMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, budgetMs, undefined);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The promise's value, or undefined as soon as the signal aborts: for work that can't be cancelled. The work then goes
 * on unobserved, and nobody hears whether it succeeds or fails. Rejects as the work does, unless the signal was first.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
    // Handled even when nobody waits any more: a rejection without a handler ends the process.
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}

/** Does the work, which never rejects, again and again; `stop` resolves when a round under way has ended. */
export type Every = (
  pauseMs: () => number,
  work: () => Promise<void>,
  firstMs?: number,
) => { stop(): Promise<void> };

/** Every by the machine's timers, which keep no process alive: the pause begins when a round has ended. */
export const everyByTimer: Every = (pauseMs, work, firstMs = 0) => {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running = Promise.resolve();
  const after = (ms: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = work().finally(() => {
        after(pauseMs());
      });
    }, ms);
    timer.unref();
  };
  after(firstMs);
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return running;
    },
  };
};

/** How many are worked on at the same time. */
const ABREAST = 16;

/** Does the work for every item, several at the same time. Tells for how many. */
export async function forEach<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<number> {
  let count = 0;
  // Work begins only when somebody waits for it: a failure while the next page is read would be nobody’s.
  let some: T[] = [];
  for await (const item of items) {
    count += 1;
    some.push(item);
    if (some.length < ABREAST) continue;
    await Promise.all(some.map(work));
    some = [];
  }
  await Promise.all(some.map(work));
  return count;
}
