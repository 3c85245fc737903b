import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { z } from 'zod';

/** The folder of the package that `start` is in: the same from the sources and from `dist`. */
export function packageRoot(start: string): string {
  const parent = dirname(start);
  if (existsSync(join(start, 'package.json')) || parent === start) return start;
  return packageRoot(parent);
}

const packageSchema = z.object({ version: z.string().min(1) });

/** The version of the bot: it stands in package.json, and nowhere else. */
export function packageVersion(root: string): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;
}
