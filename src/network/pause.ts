import { setTimeout as delay } from 'node:timers/promises';

/** Those who wait for the same end of a pause come back one by one. */
const MOST_JITTER_MS = 200;
/** A longer Retry-After is told to the person instead of waited for. */
const LONGEST_WAIT_SECONDS = 2;

/** Waits; resolves early when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Wait by the machine's timers. */
export const waitByTimer: Wait = async (ms, signal) => {
  // Rejects when aborted: then there is nothing left to wait for.
  await delay(ms, undefined, { signal }).catch(() => undefined);
};

/** How long to wait for what a service asks, in ms; undefined when that is too long to keep a person waiting. */
export function pauseAsAsked(seconds: number, random: () => number): number | undefined {
  if (seconds > LONGEST_WAIT_SECONDS) return undefined;
  // A little more than asked for, and not all at the same moment.
  return seconds * 1000 + MOST_JITTER_MS * (0.1 + 0.9 * random());
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
