const WORD = /[\p{L}\p{N}']+/gu;
/** The share of common words from which two messages count as the same one (Jaccard). */
const SAME_FROM = 0.6;

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(WORD) ?? []);

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  const all = a.size + b.size - common;
  return all === 0 ? 1 : common / all;
}

/** Makes the test of whether a message is nearly one of the examples: such a one shows only what was learnt by heart. */
export function nearDuplicateOf(examples: readonly string[]): (text: string) => boolean {
  const known = examples.map(wordsIn);
  return (text) => {
    const words = wordsIn(text);
    return known.some((example) => likeness(words, example) >= SAME_FROM);
  };
}
