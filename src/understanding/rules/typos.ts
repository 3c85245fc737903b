import { memoize } from '../../lib/bounded-map';

const MIN_LENGTH = 5;
const MAX_REPAIRS = 60;
const REMEMBERED_WORDS = 10_000;
const LETTERS = /^\p{L}+$/u;

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

/**
 * Makes the repair of slips in a few key words. Known words are never touched, nor words under five letters;
 * at most 60 words of a message are looked at.
 */
export function createTypoRepair(
  keyWords: readonly string[],
  known: ReadonlySet<string>,
): (words: readonly string[]) => string[] {
  const isRepairable = (word: string): boolean =>
    word.length >= MIN_LENGTH && !known.has(word) && LETTERS.test(word);
  const repair = memoize(
    (word) => keyWords.find((key) => key.length >= MIN_LENGTH && isOneSlip(word, key)) ?? word,
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
