import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isLabel } from '../../src/model/label';
import type { Label } from '../../src/model/label';
import type { Meanings } from '../../src/understanding/classifier/meanings';
import { readMeanings } from '../../src/understanding/classifier/meanings';

/** A message that people write, and what it means. */
export interface Example {
  readonly text: string;
  readonly label: Label;
}

/** What the understanding of a language is trained on. */
export interface TrainingContent {
  readonly examples: readonly Example[];
  readonly meanings: Meanings;
  /** Changes whenever the content, or the way to learn from it, does. */
  readonly hash: string;
}

/** Raise it when the same content would give other weights. */
const RECIPE = 1;

function examplesOf(name: string, lines: string): Example[] {
  const label = name.replace(/\.txt$/, '');
  if (!isLabel(label)) throw new Error(`examples: there is no label named ${label}`);
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((text) => text !== '')
    .map((text) => ({ text, label }));
}

/** Reads `content/<locale>/examples/<label>.txt` (one message a line) and `meanings.json`; throws when one is wrong. */
export function loadTrainingContent(contentFolder: string, locale: string): TrainingContent {
  const folder = join(contentFolder, locale, 'examples');
  const meaningsText = readFileSync(join(contentFolder, locale, 'meanings.json'), 'utf8');
  const hash = createHash('sha256').update(`${RECIPE}\n${meaningsText}`);
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => {
      const lines = readFileSync(join(folder, name), 'utf8');
      hash.update(`\n${name}\n${lines}`);
      return examplesOf(name, lines);
    });
  return { examples, meanings: readMeanings(JSON.parse(meaningsText)), hash: hash.digest('hex') };
}
