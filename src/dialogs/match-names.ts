import type { Directory } from '../model/directory';
import { plainText } from '../understanding/text/plain-text';
import { isInSentence, messageWords } from './place-words';
import type { MessageWord, PlaceWords } from './place-words';

const SHORTEST_BEGINNING = 3;

/** What a directory goes by, as words: its name, its domains, its id. */
export interface Reading {
  readonly directory: Directory;
  readonly words: readonly string[];
  readonly kind: 'name' | 'domain' | 'id';
}

/** All that the directories go by, by the first word. */
export function readingsOf(all: readonly Directory[]): ReadonlyMap<string, readonly Reading[]> {
  const byFirst = new Map<string, Reading[]>();
  for (const directory of all) {
    const { name, defaultDomain, tenantId } = directory;
    const [label = ''] = defaultDomain.split('.');
    const readings = [
      { directory, words: textsOf(name), kind: 'name' },
      { directory, words: textsOf(defaultDomain), kind: 'domain' },
      { directory, words: textsOf(label), kind: 'domain' },
      { directory, words: textsOf(tenantId), kind: 'id' },
    ] as const;
    for (const reading of readings) {
      const [first] = reading.words;
      if (first === undefined) continue;
      const others = byFirst.get(first);
      if (others) others.push(reading);
      else byFirst.set(first, [reading]);
    }
  }
  return byFirst;
}

/** The directories that the words from this place on name best, and how many words that takes. */
export function matchAt(
  spoken: readonly MessageWord[],
  place: number,
  readings: ReadonlyMap<string, readonly Reading[]>,
  words: PlaceWords,
): { readonly directories: readonly Directory[]; readonly length: number } | undefined {
  const matches = (readings.get(spoken[place]?.text ?? '') ?? []).flatMap((reading) => {
    const length = sharedLength(reading.words, spoken, place);
    const isWhole = length === reading.words.length;
    if (!isWhole && reading.kind !== 'name') return [];
    const stands = reading.kind === 'id' || isThisName(reading, isWhole, spoken, place, length, words);
    return stands ? [{ directory: reading.directory, length, weight: 2 * length + (isWhole ? 1 : 0) }] : [];
  });
  const heaviest = Math.max(...matches.map(({ weight }) => weight));
  const best = matches.filter(({ weight }) => weight === heaviest);
  const [first] = best;
  return first && { directories: [...new Set(best.map(({ directory }) => directory))], length: first.length };
}

/** Whether the words are this name, and not the beginning of another one or of the rest of the sentence. */
function isThisName(
  { words: name }: Reading,
  isWhole: boolean,
  spoken: readonly MessageWord[],
  place: number,
  length: number,
  words: PlaceWords,
): boolean {
  const said = name.slice(0, length);
  if (said.every((word) => isInSentence(words, word)) && (!isWhole || length === 1)) return false;
  if (!isWhole && said.join('').length < SHORTEST_BEGINNING) return false;
  const after = spoken[place + length];
  if (isWhole && length > 1) return true;
  return after === undefined || after.isSeparated || isInSentence(words, after.text);
}

function sharedLength(name: readonly string[], spoken: readonly MessageWord[], place: number): number {
  let length = 0;
  while (length < name.length && name[length] === spoken[place + length]?.text) length += 1;
  return length;
}

/** The words of a name. */
export function textsOf(text: string): string[] {
  return messageWords(plainText(text)).map(({ text: word }) => word);
}
