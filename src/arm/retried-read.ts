import type { ProblemCode } from '../model/problem';
import { pauseAsAsked } from '../network/pause';
import type { Wait } from '../network/pause';
import type { ArmOutcome } from './call';

const MOST_RETRIES = 2;
const FIRST_PAUSE_MS = 250;
const WORTH_ANOTHER_TRY: ReadonlySet<ProblemCode> = new Set(['arm-failed', 'arm-unreachable', 'arm-busy']);

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
