import { performance } from 'node:perf_hooks';

import { createClassifier } from '../../src/understanding/classifier/classify';
import type { Example, TrainingContent } from '../train/content';
import { createRandom, shuffle } from '../train/random';
import { trainWeights } from '../train/train-weights';
import { createUnderstanding } from '../../src/understanding/understand';
import type { LanguagePhrases } from '../../src/understanding/rules/label-reader';
import type { Judged } from './figures';
import { readLine } from './read-line';

const FOLDS = 5;
const SEED = 3;
const STORY_WORDS = 22;
const TERSE_WORDS = 4;

/** The examples carry no style of their own; their length says most of it. */
function styleOf(text: string): string {
  const words = text.split(/\s+/).length;
  if (words >= STORY_WORDS) return 'long';
  return words <= TERSE_WORDS ? 'terse' : 'of a sentence';
}

/** Deals the examples of each label to the folds evenly. */
function deal(examples: readonly Example[]): readonly number[] {
  const random = createRandom(SEED);
  const folds: number[] = [];
  for (const label of new Set(examples.map((example) => example.label))) {
    const places = Int32Array.from(
      examples.flatMap((example, place) => (example.label === label ? [place] : [])),
    );
    shuffle(places, random);
    places.forEach((place, turn) => {
      folds[place] = turn % FOLDS;
    });
  }
  return folds;
}

/**
 * Puts every example to an understanding that was trained without it. Examples of one label are written to be unlike
 * each other, so this is harder than what people write; it serves to compare ways of learning.
 */
export function crossValidate(
  content: TrainingContent,
  phrases: readonly LanguagePhrases[],
): (Judged & { readonly language: string })[] {
  const folds = deal(content.examples);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const learnt = content.examples.filter((_example, place) => folds[place] !== fold);
    const understanding = createUnderstanding(
      phrases,
      createClassifier(trainWeights({ ...content, examples: learnt })),
    );
    return content.examples
      .filter((_example, place) => folds[place] === fold)
      .map(({ text, label, language }) => {
        const started = performance.now();
        const got = readLine(understanding, text);
        return {
          language,
          wanted: { text, label, style: styleOf(text) },
          got,
          tookMs: performance.now() - started,
        };
      });
  }).flat();
}
