import type { Word } from './words';

/** Phrases by their first word, the longest first, so that a message is searched in one pass. */
export type PhraseIndex<T> = ReadonlyMap<
  string,
  readonly { readonly words: readonly string[]; readonly value: T }[]
>;

/** Indexes phrases, given as lists of words. Empty ones are left out. */
export function indexPhrases<T>(
  entries: Iterable<readonly [words: readonly string[], value: T]>,
): PhraseIndex<T> {
  const index = new Map<string, { words: readonly string[]; value: T }[]>();
  for (const [words, value] of entries) {
    const [first] = words;
    if (first === undefined) continue;
    const bucket = index.get(first) ?? [];
    bucket.push({ words, value });
    index.set(first, bucket);
  }
  for (const bucket of index.values()) bucket.sort((a, b) => b.words.length - a.words.length);
  return index;
}

/** The longest phrase that begins at a place of the words. */
export function phraseAt<T>(
  index: PhraseIndex<T>,
  words: readonly Word[],
  place: number,
): { readonly length: number; readonly value: T } | undefined {
  const hit = index
    .get(words[place]?.text ?? '')
    ?.find((entry) => entry.words.every((word, offset) => words[place + offset]?.text === word));
  return hit && { length: hit.words.length, value: hit.value };
}

/** The words with each phrase of the index replaced by other words, which stand where the phrase stood. */
export function replacePhrases(index: PhraseIndex<readonly string[]>, words: readonly Word[]): Word[] {
  const result: Word[] = [];
  for (let place = 0; place < words.length;) {
    const word = words[place];
    const hit = phraseAt(index, words, place);
    const last = words[place + (hit?.length ?? 1) - 1];
    if (!word || !last) break;
    if (!hit) result.push(word);
    else if (hit.value.length > 0) {
      const stand = { start: word.start, end: last.end, closing: last.closing };
      result.push(
        ...hit.value.map((text, offset) => ({
          ...stand,
          text,
          closing: offset === hit.value.length - 1 ? last.closing : '',
        })),
      );
    } else {
      // The end of a clause outlives the politeness that stood before it.
      const before = result.pop();
      if (before) result.push({ ...before, closing: before.closing + last.closing });
    }
    place += hit?.length ?? 1;
  }
  return result;
}
