const WORD = /[\p{L}\p{N}']+/gu;
/** The share of common words from which two messages count as the same one (Jaccard). */
const SAME_FROM = 0.6;

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(WORD) ?? []);

/** Makes the test of whether a message is nearly one of the examples: such a one shows only what was learnt by heart. */
export function nearDuplicateOf(examples: readonly string[]): (text: string) => boolean {
  const known = examples.map(wordsIn);
  const having = new Map<string, number[]>();
  known.forEach((words, place) => {
    for (const word of words) {
      const places = having.get(word);
      if (places) places.push(place);
      else having.set(word, [place]);
    }
  });
  return (text) => {
    const words = wordsIn(text);
    const common = new Map<number, number>();
    for (const word of words)
      for (const place of having.get(word) ?? []) common.set(place, (common.get(place) ?? 0) + 1);
    for (const [place, count] of common)
      if (count / (words.size + (known[place]?.size ?? 0) - count) >= SAME_FROM) return true;
    return false;
  };
}
