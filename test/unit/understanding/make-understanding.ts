import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createClassifier } from '../../../src/understanding/classifier/classify';
import { loadTrainingContent } from '../../../scripts/train/content';
import type { TrainingContent } from '../../../scripts/train/content';
import type { Weights } from '../../../src/understanding/classifier/weights';
import { decodeWeights } from '../../../src/understanding/classifier/weights';
import { loadPhrases, weightsFileOf } from '../../../src/understanding/load-understanding';
import type { LanguagePhrases } from '../../../src/understanding/rules/label-reader';
import type { Understand } from '../../../src/understanding/understand';
import { createUnderstanding } from '../../../src/understanding/understand';

const ROOT = join(__dirname, '../../..');

/** A file of the English content, parsed as JSON. */
export function englishContent(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, 'content/en', name), 'utf8')) as unknown;
}

/** What the understanding is trained on. */
export function training(): TrainingContent {
  return loadTrainingContent(join(ROOT, 'content'));
}

/** The file of what was trained from the content as it is now (scripts/train.ts sees to that before the tests). */
export function weightsFile(): Buffer {
  return readFileSync(weightsFileOf(ROOT));
}

let weights: Weights | undefined;

/** The weights, read once for a test file. */
function theWeights(): Weights {
  weights ??= decodeWeights(weightsFile());
  return weights;
}

/** The understanding as the bot has it, or with other phrases. */
export function makeUnderstanding(
  phrases: readonly LanguagePhrases[] = loadPhrases(join(ROOT, 'content')),
): Understand {
  return createUnderstanding(phrases, createClassifier(theWeights()));
}
