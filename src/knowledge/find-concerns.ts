import type { Concern } from './entry';

const LONGEST_SEARCH = 200;

/** The concerns in which every searched word begins a word, best fit first; all of them for no words. */
export function findConcerns(concerns: readonly Concern[], words: string): readonly Concern[] {
  const wanted = wordsOf(words.slice(0, LONGEST_SEARCH));
  if (wanted.length === 0) return concerns;
  return concerns
    .map((concern) => ({ concern, score: scoreOf(concern, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ concern }) => concern);
}

/** Keywords and titles say what it is about, so they weigh more than the text. Zero when a word is nowhere. */
function scoreOf(concern: Concern, wanted: readonly string[]): number {
  const strong = wordsOf([concern.concern, concern.title, ...concern.keywords].join(' '));
  const weak = wordsOf(concern.text.join(' '));
  const scores = wanted.map((word) => {
    if (strong.some((one) => one.startsWith(word))) return 3;
    return weak.some((one) => one.startsWith(word)) ? 1 : 0;
  });
  return scores.includes(0) ? 0 : scores.reduce<number>((sum, score) => sum + score, 0);
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
