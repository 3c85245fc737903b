import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPhrases } from '../../../src/understanding/phrases';
import type { Understand } from '../../../src/understanding/understand';
import { createUnderstanding } from '../../../src/understanding/understand';

/** A file of the English content, parsed as JSON. */
export function englishContent(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, '../../../content/en', name), 'utf8')) as unknown;
}

/** The understanding as the bot has it in English. */
export function makeUnderstanding(): Understand {
  return createUnderstanding(readPhrases(englishContent('phrases.json')));
}
