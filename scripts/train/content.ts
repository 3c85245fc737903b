import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isLabel } from '../../src/model/label';
import type { Label } from '../../src/model/label';
import type { Meanings } from '../../src/understanding/classifier/concepts';
import { joinMeanings, readMeanings } from '../../src/understanding/classifier/concepts';

/** A message that people write, in which language, and what it means. */
export interface Example {
  readonly text: string;
  readonly label: Label;
  readonly language: string;
}

/** What the understanding is trained on, all languages together. */
export interface TrainingContent {
  readonly languages: readonly string[];
  readonly examples: readonly Example[];
  readonly meanings: Meanings;
  /** Changes whenever the content, or the way to learn from it, does. */
  readonly hash: string;
}

/** Raise it when the same content would give other weights. */
const RECIPE = 10;

function examplesOf(name: string, lines: string, language: string): Example[] {
  const label = name.replace(/\.txt$/, '');
  if (!isLabel(label)) throw new Error(`examples: there is no label named ${label}`);
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((text) => text !== '')
    .map((text) => ({ text, label, language }));
}

/** The languages that the bot understands: each folder of the content with examples in it, English first. */
function languagesIn(contentFolder: string): string[] {
  return readdirSync(contentFolder)
    .filter((name) => existsSync(join(contentFolder, name, 'examples')))
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));
}

/**
 * Reads `content/<language>/examples/<label>.txt` (one message a line) and `meanings.json` of every language; throws
 * when one is wrong.
 */
export function loadTrainingContent(contentFolder: string): TrainingContent {
  const languages = languagesIn(contentFolder);
  const hash = createHash('sha256').update(String(RECIPE));
  const read = languages.map((language) => {
    const folder = join(contentFolder, language, 'examples');
    const meaningsText = readFileSync(join(contentFolder, language, 'meanings.json'), 'utf8');
    hash.update(`\n${language}\n${meaningsText}`);
    const examples = readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .sort()
      .flatMap((name) => {
        const lines = readFileSync(join(folder, name), 'utf8');
        hash.update(`\n${name}\n${lines}`);
        return examplesOf(name, lines, language);
      });
    return { examples, meanings: readMeanings(JSON.parse(meaningsText)) };
  });
  return {
    languages,
    examples: read.flatMap(({ examples }) => examples),
    meanings: joinMeanings(read.map(({ meanings }) => meanings)),
    hash: hash.digest('hex'),
  };
}
