import type { Word } from '../text/words';

const SENTENCE_END = /[.!?;\n]/;
/** The longest story in the examples has nine sentences. */
const MAX_SENTENCES = 12;
const LAST_KEPT = 4;

/** The sentences of a message. Of very many, the first and the last ones: a request stands at either end. */
export function sentencesOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const sentences: Word[][] = [[]];
  for (const word of words) {
    sentences.at(-1)?.push(word);
    if (SENTENCE_END.test(word.closing)) sentences.push([]);
  }
  const said = sentences.filter((sentence) => sentence.length > 0);
  if (said.length <= MAX_SENTENCES) return said;
  return [...said.slice(0, MAX_SENTENCES - LAST_KEPT), ...said.slice(-LAST_KEPT)];
}
