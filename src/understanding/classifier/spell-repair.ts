import { remembering } from '../../model/remembering';
import { isOneSlip } from '../rules/typos';

/** Words that people write, with how often. */
export type WordCounts = ReadonlyMap<string, number>;

const MIN_LENGTH = 4;
const MAX_LENGTH = 24;
const MAX_REPAIRS = 60;
const REMEMBERED_WORDS = 10_000;
const SAME_FIRST_LETTER = 3;
const PLAIN = /^[a-z]+$/;

const isRepairable = (word: string): boolean =>
  word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && PLAIN.test(word);

function* withOneLetterLess(word: string): Generator<string> {
  yield word;
  for (let place = 0; place < word.length; place += 1) yield word.slice(0, place) + word.slice(place + 1);
}

/**
 * Repairs words that are one slip away from a known one, the commonest first; a slip in the first letter is rarer.
 * Two words one slip apart share what is left when each loses a letter, so one look-up a letter is enough. At most
 * sixty words of a message are looked at. Where the language is known, only words of that language are models.
 */
export function createSpellRepair(
  known: WordCounts,
  isOf: (word: string, language: string) => boolean = () => true,
): (words: readonly string[], language?: string) => string[] {
  const byRest = new Map<string, string[]>();
  for (const word of known.keys()) {
    if (!isRepairable(word)) continue;
    for (const rest of withOneLetterLess(word)) {
      const bucket = byRest.get(rest);
      if (bucket) bucket.push(word);
      else byRest.set(rest, [word]);
    }
  }

  const repairIn = (language: string | undefined) =>
    remembering((word) => {
      let best = word;
      let bestCount = 0;
      for (const rest of withOneLetterLess(word)) {
        for (const candidate of byRest.get(rest) ?? []) {
          if (language !== undefined && !isOf(candidate, language)) continue;
          const weight = candidate.startsWith(word.charAt(0)) ? SAME_FIRST_LETTER : 1;
          const count = (known.get(candidate) ?? 0) * weight;
          if (count > bestCount && isOneSlip(word, candidate)) [best, bestCount] = [candidate, count];
        }
      }
      return best;
    }, REMEMBERED_WORDS);

  const repairs = new Map<string | undefined, (word: string) => string>();
  return (words, language) => {
    const repair = repairs.get(language) ?? repairIn(language);
    repairs.set(language, repair);
    let looked = 0;
    return words.map((word) => {
      if (looked >= MAX_REPAIRS || known.has(word) || !isRepairable(word)) return word;
      looked += 1;
      return repair(word);
    });
  };
}
