import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createClassifier } from '../../../src/understanding/classifier/classify';
import { loadTrainingContent } from '../../../scripts/train/content';
import type { TrainingContent } from '../../../scripts/train/content';
import { trainWeights } from '../../../scripts/train/train-weights';
import type { Weights } from '../../../src/understanding/classifier/weights';
import { decodeWeights, encodeWeights } from '../../../src/understanding/classifier/weights-file';
import { weightsFileOf } from '../../../src/understanding/load-understanding';
import { readPhrases } from '../../../src/understanding/rules/phrases';
import type { Phrases } from '../../../src/understanding/rules/phrases';
import type { Understand } from '../../../src/understanding/understand';
import { createUnderstanding } from '../../../src/understanding/understand';

const ROOT = join(__dirname, '../../..');

/** A file of the English content, parsed as JSON. */
export function englishContent(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, 'content/en', name), 'utf8')) as unknown;
}

/** What the English understanding is trained on. */
export function englishTraining(): TrainingContent {
  return loadTrainingContent(join(ROOT, 'content'), 'en');
}

/** The file that the build has trained, when it was made from the content as it is now; otherwise trained here. */
export function englishWeightsFile(): Buffer {
  const training = englishTraining();
  const file = weightsFileOf(ROOT, 'en');
  if (existsSync(file)) {
    const built = readFileSync(file);
    if (decodesTo(built, training.hash)) return built;
  }
  return encodeWeights(trainWeights(training));
}

function decodesTo(file: Buffer, hash: string): boolean {
  try {
    return decodeWeights(file).contentHash === hash;
  } catch {
    return false;
  }
}

let weights: Weights | undefined;

/** The English weights, read once for a test file. */
function englishWeights(): Weights {
  weights ??= decodeWeights(englishWeightsFile());
  return weights;
}

/** The understanding as the bot has it in English, or with other phrases. */
export function makeUnderstanding(
  phrases: Phrases = readPhrases(englishContent('phrases.json')),
): Understand {
  return createUnderstanding(phrases, createClassifier(englishWeights()));
}
