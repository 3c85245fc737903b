import { remembering } from '../../model/remembering';
import { isOneSlip } from '../rules/typos';

/** Words that people write, with how often. */
export type WordCounts = ReadonlyMap<string, number>;

const MIN_LENGTH = 4;
const MAX_LENGTH = 24;
const MAX_REPAIRS = 60;
const REMEMBERED_WORDS = 10_000;
const SAME_FIRST_LETTER = 3;
/** "liek" is rather "like" than "link". */
const ONLY_SWAPPED = 5;
const PLAIN = /^[a-z]+$/;
const PLURAL = /s$/;

const isRepairable = (word: string): boolean =>
  word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && PLAIN.test(word);

function* withOneLetterLess(word: string): Generator<string> {
  yield word;
  for (let place = 0; place < word.length; place += 1) yield word.slice(0, place) + word.slice(place + 1);
}

/** What may be a model for a repair. */
interface Models {
  /** Only swapped letters are repaired into one of these: "DPRO", not "CPOR". */
  readonly acronyms: ReadonlySet<string>;
  readonly isOf: (word: string, language: string) => boolean;
}

const ALL: Models = { acronyms: new Set(), isOf: () => true };

const lettersOf = (word: string): string => Array.from(word).sort().join('');

/**
 * Repairs words that are one slip away from a known one, the commonest first; a slip in the first letter is rarer.
 * Two words one slip apart share what is left when each loses a letter, so one look-up a letter is enough. At most
 * sixty words of a message are looked at. Where the language is known, only words of that language are models.
 */
export function createSpellRepair(
  known: WordCounts,
  { acronyms, isOf }: Models = ALL,
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
  const isModel = (candidate: string, word: string, language: string | undefined): boolean =>
    (language === undefined || isOf(candidate, language)) &&
    (!acronyms.has(candidate.replace(PLURAL, '')) || lettersOf(candidate) === lettersOf(word));

  const repairIn = (language: string | undefined): ((word: string) => string) =>
    remembering((word) => {
      let best = word;
      let bestCount = 0;
      for (const rest of withOneLetterLess(word)) {
        for (const candidate of byRest.get(rest) ?? []) {
          const sameFirst = candidate.startsWith(word.charAt(0)) ? SAME_FIRST_LETTER : 1;
          const swapped = lettersOf(candidate) === lettersOf(word) ? ONLY_SWAPPED : 1;
          const count = (known.get(candidate) ?? 0) * sameFirst * swapped;
          if (count <= bestCount || !isModel(candidate, word, language)) continue;
          if (isOneSlip(word, candidate)) [best, bestCount] = [candidate, count];
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
      const isKnown = known.has(word) && (language === undefined || isOf(word, language));
      if (looked >= MAX_REPAIRS || isKnown || !isRepairable(word)) return word;
      looked += 1;
      return repair(word);
    });
  };
}
