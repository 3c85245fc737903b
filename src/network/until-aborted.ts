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
