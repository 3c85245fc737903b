import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPhrases } from './phrases';
import { createUnderstanding } from './understand';
import type { Understand } from './understand';

/** The understanding of one language, from `content/<locale>/phrases.json`; throws when the file is not right. */
export function loadUnderstanding(contentFolder: string, locale = 'en'): Understand {
  const file = join(contentFolder, locale, 'phrases.json');
  return createUnderstanding(readPhrases(JSON.parse(readFileSync(file, 'utf8'))));
}
