import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClassifier } from './classifier/classify';
import { decodeWeights } from './classifier/weights';
import { readPhrases } from './rules/phrases';
import type { LanguagePhrases } from './rules/label-reader';
import { createUnderstanding } from './understand';
import type { Understand } from './understand';

/** The weights file that the build makes, for all languages. */
export function weightsFileOf(packageFolder: string): string {
  return join(packageFolder, 'dist', 'understanding', 'weights.bin');
}

/** The phrases of every language that has some, English first: `content/<language>/phrases.json`. */
export function loadPhrases(contentFolder: string): LanguagePhrases[] {
  return readdirSync(contentFolder)
    .filter((language) => existsSync(join(contentFolder, language, 'phrases.json')))
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b))
    .map((language) => {
      const phrases = readFileSync(join(contentFolder, language, 'phrases.json'), 'utf8');
      return { language, phrases: readPhrases(JSON.parse(phrases)) };
    });
}

/**
 * The understanding of all languages, from their phrases and the weights that the build has trained; throws when a
 * file is missing or not right.
 */
export function loadUnderstanding(contentFolder: string, weightsFile: string): Understand {
  const weights = decodeWeights(readFileSync(weightsFile));
  return createUnderstanding(loadPhrases(contentFolder), createClassifier(weights));
}
