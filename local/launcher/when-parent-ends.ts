const LOOK_EVERY_MS = 250;

/**
 * Tells, once, when the process that started this one has ended. A signal to `npm start` ends npm and its shell, and
 * says nothing to what runs in that shell; only the change of the parent's id shows it. On Windows it never shows.
 */
export function whenParentEnds(tell: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    tell();
  }, LOOK_EVERY_MS);
  timer.unref();
}
