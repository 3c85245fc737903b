/**
 * Remembers what was worked out for a word, for up to `size` words; then it starts anew, so that nobody can fill the
 * memory with words. The work must depend on the word alone.
 */
export function remembering<T>(work: (word: string) => T, size: number): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const result = work(word);
    if (known.size >= size) known.clear();
    known.set(word, result);
    return result;
  };
}
