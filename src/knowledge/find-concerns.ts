import type { Concern } from './entry';

const LONGEST_SEARCH = 200;

/** Shorter ones are in every question, and begin too many other words. */
const SHORTEST_TELLING_WORD = 4;

/**
 * The concerns that fit what someone types, best fit first; all of them for no words. Every word should begin a word
 * of the concern; when there is no such concern, as for a whole question, the words that tell something decide.
 */
export function findConcerns(concerns: readonly Concern[], words: string): readonly Concern[] {
  const wanted = wordsOf(words.slice(0, LONGEST_SEARCH));
  if (wanted.length === 0) return concerns;
  const fitting = ranked(concerns, (concern) => fitOfAll(concern, wanted));
  return fitting.length > 0 ? fitting : ranked(concerns, (concern) => fitOfSome(concern, wanted));
}

function ranked(concerns: readonly Concern[], fitOf: (concern: Concern) => number): readonly Concern[] {
  return concerns
    .map((concern) => ({ concern, fit: fitOf(concern) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ concern }) => concern);
}

/** Keywords and titles say what it is about, so they weigh more than the text. Zero when a word is nowhere. */
function fitOfAll(concern: Concern, wanted: readonly string[]): number {
  const strong = strongWordsOf(concern);
  const weak = wordsOf(concern.text.join(' '));
  const fits = wanted.map((word) => {
    if (strong.some((one) => one.startsWith(word))) return 3;
    return weak.some((one) => one.startsWith(word)) ? 1 : 0;
  });
  return fits.includes(0) ? 0 : fits.reduce<number>((sum, fit) => sum + fit, 0);
}

/** How many of the telling words are in the keywords or titles. */
function fitOfSome(concern: Concern, wanted: readonly string[]): number {
  const strong = strongWordsOf(concern);
  return wanted.filter(
    (word) => word.length >= SHORTEST_TELLING_WORD && strong.some((one) => one.startsWith(word)),
  ).length;
}

function strongWordsOf(concern: Concern): string[] {
  return wordsOf([concern.concern, concern.title, ...concern.keywords].join(' '));
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
