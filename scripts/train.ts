import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { loadTrainingContent } from './train/content';
import { trainWeights } from './train/train-weights';
import { contentHashOf, encodeWeights } from '../src/understanding/classifier/weights';
import { weightsFileOf } from '../src/understanding/load-understanding';

/**
 * Trains the understanding from the content into `dist/understanding/`, unless the weights there come from the very
 * same content. Part of `npm run build`, run from the folder of the project; jest calls it once before the tests.
 */
export default function train({ rootDir }: { readonly rootDir: string }): void {
  const content = loadTrainingContent(join(rootDir, 'content'));
  const file = weightsFileOf(rootDir);
  if (existsSync(file) && contentHashOf(readFileSync(file)) === content.hash) return;
  const started = Date.now();
  const weights = encodeWeights(trainWeights(content));
  mkdirSync(dirname(file), { recursive: true });
  // Whole or not at all: a bot may be reading the old one.
  const partFile = `${file}.${process.pid}`;
  writeFileSync(partFile, weights);
  renameSync(partFile, file);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(
    `understanding: ${content.examples.length} examples learnt in ${seconds} s, ${weights.length} bytes\n`,
  );
}

if (require.main === module) train({ rootDir: process.cwd() });
