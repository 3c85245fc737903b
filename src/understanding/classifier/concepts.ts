import { memoize } from '../../lib/bounded-map';
import { fold } from '../text/fold';
import { phraseWords } from '../text/words';
import type { Word } from '../text/words';
import type { Meanings } from './meanings';
import { stem } from './stem';

interface Entry {
  readonly stems: readonly string[];
  readonly concept: string;
}

const REMEMBERED_WORDS = 10_000;
/** Shorter beginnings would be those of too many words. */
const MIN_BEGINNING = 3;

/** Finds the concepts that words touch on; every phrase that fits counts, longer or shorter. */
export function createConceptFinder(
  concepts: Meanings['concepts'],
): (words: readonly Word[]) => ReadonlySet<string> {
  const stemOf = memoize(stem, REMEMBERED_WORDS);
  const byFirst = new Map<string, Entry[]>();
  const byBeginning = new Map<string, string[]>();
  for (const [concept, phrases] of Object.entries(concepts)) {
    for (const phrase of phrases) {
      if (phrase.endsWith('*')) {
        const beginning = fold(phrase.slice(0, -1)).trim();
        byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), concept]);
        continue;
      }
      const stems = phraseWords(phrase).map(({ text }) => stem(text));
      const [first = ''] = stems;
      const bucket = byFirst.get(first);
      if (bucket) bucket.push({ stems, concept });
      else byFirst.set(first, [{ stems, concept }]);
    }
  }
  const begunBy = memoize((word) => {
    const found: string[] = [];
    for (let length = MIN_BEGINNING; length <= word.length; length += 1)
      found.push(...(byBeginning.get(word.slice(0, length)) ?? []));
    return found;
  }, REMEMBERED_WORDS);
  return (words) => {
    const stems = words.map(({ text }) => stemOf(text));
    const found = new Set<string>(words.flatMap(({ text }) => begunBy(text)));
    for (let place = 0; place < stems.length; place += 1) {
      for (const entry of byFirst.get(stems[place] ?? '') ?? []) {
        if (entry.stems.every((part, offset) => stems[place + offset] === part)) found.add(entry.concept);
      }
    }
    return found;
  };
}
