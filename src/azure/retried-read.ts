import { setTimeout as delay } from 'node:timers/promises';

import type { ProblemCode } from '../model/problem';
import type { ArmOutcome } from './arm-caller';

const MOST_RETRIES = 2;
const FIRST_PAUSE_MS = 250;
/** Those who wait for the same end of a pause come back one by one. */
const MOST_JITTER_MS = 200;
/** A longer Retry-After is told to the person instead of waited for. */
const LONGEST_WAIT_SECONDS = 2;
const WORTH_ANOTHER_TRY: ReadonlySet<ProblemCode> = new Set(['arm-failed', 'arm-unreachable', 'arm-busy']);

/** Waits; resolves early when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Wait by the machine's timers. */
export const waitByTimer: Wait = async (ms, signal) => {
  // Rejects when aborted: then there is nothing left to wait for.
  await delay(ms, undefined, { signal }).catch(() => undefined);
};

/**
 * Repeats a read at most twice after a failure that may pass, with growing, jittered pauses, until the caller's
 * signal. Never for writes.
 */
export async function retriedRead<T>(
  read: () => Promise<ArmOutcome<T>>,
  options: { readonly signal: AbortSignal; readonly wait: Wait; readonly random: () => number },
): Promise<ArmOutcome<T>> {
  const { signal, wait, random } = options;
  let outcome = await read();
  for (let retry = 0; retry < MOST_RETRIES; retry += 1) {
    const pauseMs = pauseBefore(outcome, retry, random);
    if (pauseMs === undefined || signal.aborted) return outcome;
    await wait(pauseMs, signal);
    // Checked by a call, because it changes while we wait.
    if (isOver(signal)) return outcome;
    outcome = await read();
  }
  return outcome;
}

function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pauseBefore(outcome: ArmOutcome<unknown>, retry: number, random: () => number): number | undefined {
  if (outcome.kind !== 'problem' || !WORTH_ANOTHER_TRY.has(outcome.problem.code)) return undefined;
  const { code, retryAfterSeconds } = outcome.problem;
  if (retryAfterSeconds === undefined) {
    if (code === 'arm-busy') return undefined;
    return FIRST_PAUSE_MS * 2 ** retry * (0.5 + random() / 2);
  }
  return pauseAsAsked(retryAfterSeconds, random);
}

/** How long to wait for what a service asks, in ms; undefined when that is too long to keep a person waiting. */
export function pauseAsAsked(seconds: number, random: () => number): number | undefined {
  if (seconds > LONGEST_WAIT_SECONDS) return undefined;
  // A little more than asked for, and not all at the same moment.
  return seconds * 1000 + MOST_JITTER_MS * (0.1 + 0.9 * random());
}
