import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it, one by one. Throws with the system's code where none can be made; Node's own
 * recursive way never comes back from a place like /proc, where a folder is refused as if the one above were missing.
 */
export function makeFolder(folder: string): void {
  for (const missing of missingOf(folder)) {
    try {
      mkdirSync(missing);
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** What there is of a path: the path itself, or the nearest folder above it. */
export function nearestExisting(path: string): string {
  const absolute = resolve(path);
  return existsSync(absolute) ? absolute : nearestExisting(dirname(absolute));
}

function missingOf(folder: string): string[] {
  const absolute = resolve(folder);
  return existsSync(absolute) ? [] : [...missingOf(dirname(absolute)), absolute];
}
