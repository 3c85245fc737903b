import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../../src/model/language';

const LEAST_EXAMPLES = 25;
const OWN_WORDS = ['test/support/own-words.ts', 'test/support/own-words-of-the-trade.ts'];

/** What an answer of the knowledge still lacks, each with the file and what to put there; empty when it is whole. */
export function missingParts(root: string, label: string): string[] {
  const read = (file: string): string => {
    const path = join(root, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const examples = `content/en/examples/${label}.txt`;
  const count = new Set(
    read(examples)
      .split('\n')
      .filter((line) => line.trim() !== ''),
  ).size;
  /** Each of the files may hold it; the first is named when none does. */
  const named = (files: readonly string[], what: string): string[] =>
    files.some((file) => read(file).includes(label)) ? [] : [`${files[0] ?? ''}: ${what}`];
  return [
    ...(count < LEAST_EXAMPLES
      ? [`${examples}: ${count} of ${LEAST_EXAMPLES} messages as people write them, one a line`]
      : []),
    ...LANGUAGES.map((language) => `knowledge/${language}/${label}.json`)
      .filter((file) => read(file) === '')
      .map((file) => `${file}: the answer, reviewed, with its source`),
    ...named(['content/en/label-meanings.json'], `"${label}": what a person wants who asks it, in one line`),
    ...named(OWN_WORDS, `"${label}": three phrasings that stand in no data file`),
    ...named(['docs/knowledge-map.md'], `\`${label}\` behind the line of the documentation it comes from`),
  ];
}
