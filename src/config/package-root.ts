import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package that `start` is in: the same from the sources and from `dist`. */
export function packageRoot(start: string): string {
  const parent = dirname(start);
  if (existsSync(join(start, 'package.json')) || parent === start) return start;
  return packageRoot(parent);
}
