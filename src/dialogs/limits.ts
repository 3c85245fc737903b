import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { LANGUAGES } from '../model/language';

/** What the bot is asked for and can't do; `all`: what it can't do at all. */
export type Limit = 'remind' | 'users' | 'colleague' | 'all';

const stemsSchema = z
  .object({ remind: z.string().min(1), users: z.string().min(1), colleague: z.string().min(1) })
  .strict();

/** For each limit the beginnings of the words that tell it, lower-case; the first that fits counts. */
export type LimitWords = ReadonlyMap<Limit, readonly string[]>;

/** Reads `content/<language>/limits.json` of all languages; throws, naming the fault, when one is not right. */
export function loadLimitWords(contentFolder: string): LimitWords {
  const read = LANGUAGES.map((language) =>
    stemsSchema.parse(JSON.parse(readFileSync(join(contentFolder, language, 'limits.json'), 'utf8'))),
  );
  const stems = (limit: keyof z.infer<typeof stemsSchema>): string[] =>
    read.flatMap((one) => one[limit].split(' '));
  return new Map([
    ['remind', stems('remind')],
    ['users', stems('users')],
    ['colleague', stems('colleague')],
  ]);
}

/** Which limit a message that was understood as one runs into. */
export function limitOf(text: string, words: LimitWords): Limit {
  const said = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u);
  const fits = (stems: readonly string[]): boolean =>
    said.some((word) => stems.some((stem) => word.startsWith(stem)));
  return [...words].find(([, stems]) => fits(stems))?.[0] ?? 'all';
}
