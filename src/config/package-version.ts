import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

const packageSchema = z.object({ version: z.string().min(1) });

/** The version of the bot: it stands in package.json, and nowhere else. */
export function packageVersion(root: string): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;
}
