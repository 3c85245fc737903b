import { fold } from './plain-text';
import type { Entity } from './entities';

/** One word of a message, with its place in the plain text. */
export interface Word {
  /** Lower-case; an id, domain or other number is a token such as `numtoken`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The characters between this word and the next. */
  readonly closing: string;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*|->|=>|[→⇒➜➔⟶]/gu;
const ARROW = /^(?:->|=>|[→⇒➜➔⟶])$/;

const TOKENS = {
  'partner-id': 'numtoken',
  mistake: 'numtoken',
  guid: 'guidtoken',
  domain: 'domaintoken',
  other: 'othertoken',
} as const satisfies Record<Entity['kind'], string>;

const CLAUSE_END = /[.!?;,\n]/;

/** Whether a clause ends with this word. */
export function endsClause(word: Word | undefined): boolean {
  return word !== undefined && CLAUSE_END.test(word.closing);
}

type Bare = Omit<Word, 'closing'>;

function wordsBetween(plain: string, from: number, to: number): Bare[] {
  return [...plain.slice(from, to).matchAll(WORD)].map((match) => {
    const [written] = match;
    const text = ARROW.test(written) ? 'to' : fold(written);
    return { text, start: from + match.index, end: from + match.index + written.length };
  });
}

/** The words of a plain text in their order; every spot is one word. */
export function wordsOf(plain: string, entities: readonly Entity[]): Word[] {
  const bare: Bare[] = [];
  let from = 0;
  for (const entity of entities) {
    bare.push(...wordsBetween(plain, from, entity.start));
    bare.push({ text: TOKENS[entity.kind], start: entity.start, end: entity.end });
    from = entity.end;
  }
  bare.push(...wordsBetween(plain, from, plain.length));
  return bare.map(({ text, start, end }, index) => ({
    text,
    start,
    end,
    closing: plain.slice(end, bare[index + 1]?.start ?? plain.length),
  }));
}

/** The words with other texts, in the same order; those that keep theirs are not copied. */
export function withTexts(words: readonly Word[], texts: readonly string[]): readonly Word[] {
  return words.map((word, place) => {
    const text = texts[place] ?? word.text;
    return text === word.text ? word : { ...word, text };
  });
}

const PLAIN_PHRASE = /^[a-z]+(?: [a-z]+)*$/;

/** The words of a phrase from a content file, which may be written with capitals. */
export function phraseWords(phrase: string): Word[] {
  const folded = fold(phrase);
  if (!PLAIN_PHRASE.test(folded)) return wordsOf(phrase, []);
  // Nearly all phrases, and there are thousands: a tenth of the time.
  let start = 0;
  return folded.split(' ').map((text) => {
    const end = start + text.length;
    const word = { text, start, end, closing: end === folded.length ? '' : ' ' };
    start = end + 1;
    return word;
  });
}

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
