import { memoize } from '../../lib/bounded-map';

/** Whether two different words are one slip apart: a letter more, less, other, or two neighbours swapped. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  if (short.length < long.length) return short.slice(same) === long.slice(same + 1);
  if (short.slice(same + 1) === long.slice(same + 1)) return true;
  const isSwapped = short[same] === long[same + 1] && short[same + 1] === long[same];
  return isSwapped && short.slice(same + 2) === long.slice(same + 2);
}

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

/** Words by their length together with their first and with their last letter: one slip spares one of the two. */
function byEnds(words: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, string[]>();
  for (const word of words) {
    if (!isRepairable(word)) continue;
    for (const key of [`${word.charAt(0)}${word.length}`, `${word.length}${word.at(-1) ?? ''}`]) {
      const sameKey = byKey.get(key);
      if (sameKey) sameKey.push(word);
      else byKey.set(key, [word]);
    }
  }
  return byKey;
}

/** The keys of `byEnds` under which a model of a word stands. */
function keysOf(word: string): string[] {
  const lengths = [word.length, word.length - 1, word.length + 1];
  return lengths.flatMap((length) => [`${word.charAt(0)}${length}`, `${length}${word.at(-1) ?? ''}`]);
}

/** What may be a model for a repair. */
interface Models {
  /** Only swapped letters are repaired into one of these: "DPRO", not "CPOR". */
  readonly acronyms: ReadonlySet<string>;
  readonly isOf: (word: string, language: string) => boolean;
}

const ALL: Models = { acronyms: new Set(), isOf: () => true };

const lettersOf = (word: string): string => Array.from(word).sort().join('');

/** Whether two words have the same letters: the one may be the other with letters swapped. */
export function isAnagram(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other);
}

/**
 * Repairs words that are one slip away from a known one, the commonest first; a slip in the first letter is rarer.
 * At most sixty words of a message are looked at. Where the language is known, only words of that language are
 * models.
 */
export function createSpellRepair(
  known: WordCounts,
  { acronyms, isOf }: Models = ALL,
): (words: readonly string[], language?: string) => string[] {
  const models = byEnds(known.keys());
  const isModel = (candidate: string, word: string, language: string | undefined): boolean =>
    (language === undefined || isOf(candidate, language)) &&
    (!acronyms.has(candidate.replace(PLURAL, '')) || isAnagram(candidate, word));

  const repairIn = (language: string | undefined): ((word: string) => string) =>
    memoize((word) => {
      let best = word;
      let bestCount = 0;
      for (const key of keysOf(word)) {
        for (const candidate of models.get(key) ?? []) {
          if (!isOneSlip(word, candidate)) continue;
          const sameFirst = candidate.startsWith(word.charAt(0)) ? SAME_FIRST_LETTER : 1;
          const swapped = isAnagram(candidate, word) ? ONLY_SWAPPED : 1;
          const count = (known.get(candidate) ?? 0) * sameFirst * swapped;
          if (count > bestCount && isModel(candidate, word, language)) [best, bestCount] = [candidate, count];
        }
      }
      return best;
    }, REMEMBERED_WORDS);

  const readerIn = (language: string | undefined) => ({
    staysIn: memoize((word) => {
      const isKnown = known.has(word) && (language === undefined || isOf(word, language));
      return isKnown || !isRepairable(word);
    }, REMEMBERED_WORDS),
    repair: repairIn(language),
  });
  const readers = new Map<string | undefined, ReturnType<typeof readerIn>>();
  return (words, language) => {
    const reader = readers.get(language) ?? readerIn(language);
    readers.set(language, reader);
    let looked = 0;
    return words.map((word) => {
      if (looked >= MAX_REPAIRS || reader.staysIn(word)) return word;
      looked += 1;
      return reader.repair(word);
    });
  };
}

const SHORTEST_KEY_WORD = 5;
const LETTERS = /^\p{L}+$/u;

/**
 * Makes the repair of slips in a few key words. Known words are never touched, nor words under five letters;
 * at most 60 words of a message are looked at.
 */
export function createTypoRepair(
  keyWords: readonly string[],
  known: ReadonlySet<string>,
): (words: readonly string[]) => string[] {
  const isRepairable = (word: string): boolean =>
    word.length >= SHORTEST_KEY_WORD && !known.has(word) && LETTERS.test(word);
  const repair = memoize(
    (word) => keyWords.find((key) => key.length >= SHORTEST_KEY_WORD && isOneSlip(word, key)) ?? word,
    REMEMBERED_WORDS,
  );
  return (words) => {
    let looked = 0;
    return words.map((word) => {
      if (looked >= MAX_REPAIRS || !isRepairable(word)) return word;
      looked += 1;
      return repair(word);
    });
  };
}
