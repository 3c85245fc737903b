import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClassifier } from './classifier/classify';
import { decodeWeights } from './classifier/weights-file';
import { readPhrases } from './rules/phrases';
import { createUnderstanding } from './understand';
import type { Understand } from './understand';

/** The weights file of a language, among those that the build makes. */
export function weightsFileOf(packageFolder: string, locale: string): string {
  return join(packageFolder, 'dist', 'understanding', `${locale}.bin`);
}

/**
 * The understanding of one language, from `content/<locale>/phrases.json` and the weights that the build has trained;
 * throws when a file is missing or not right.
 */
export function loadUnderstanding(contentFolder: string, weightsFile: string, locale = 'en'): Understand {
  const phrases = readFileSync(join(contentFolder, locale, 'phrases.json'), 'utf8');
  const weights = decodeWeights(readFileSync(weightsFile));
  return createUnderstanding(readPhrases(JSON.parse(phrases)), createClassifier(weights));
}
