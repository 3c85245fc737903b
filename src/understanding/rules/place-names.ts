import { fold } from '../text/plain-text';
import type { PhraseIndex, Word } from '../text/words';
import { endsClause, indexPhrases, phraseAt } from '../text/words';
import type { Lists, Phrases } from './phrases';
import { everyWord } from './wording';

/** The words of one name. */
export type Name = readonly Word[];

const MAX_NAME_WORDS = 8;
/** In a longer message a strange word without "in" before it is more likely something else. */
const MAX_WORDS_WITHOUT_MARKER = 10;

const has = (set: ReadonlySet<string>, word: Word | undefined): boolean => set.has(word?.text ?? '');

/** Whether words name nothing: "in a minute", "in my tenant". */
function isNone({ none, around, all, allOf }: WhereWords, name: Name): boolean {
  return (
    phraseAt(none, name, 0)?.length === name.length ||
    name.every((word) => has(around, word) || has(all, word) || has(allOf, word))
  );
}

/** Where the words from a place on stop to be of a set, or their clause ends. */
function skip(words: readonly Word[], from: number, set: ReadonlySet<string>): number {
  let place = from;
  while (place < words.length && has(set, words[place]) && !endsClause(words[place])) place += 1;
  return place;
}

/** The name that begins at a place, and where the reading goes on. */
function nameAt(
  { around, joiners, markers, ends }: WhereWords,
  words: readonly Word[],
  from: number,
): { readonly name: Name; readonly next: number } {
  const isEnd = (word: Word | undefined): boolean =>
    has(joiners, word) || has(markers, word) || has(ends, word) || word?.text === 'numtoken';
  const start = skip(words, from, around);
  let end = start;
  while (end < words.length && end - start < MAX_NAME_WORDS && !isEnd(words[end])) {
    end += 1;
    if (endsClause(words[end - 1])) break;
  }
  const name = words.slice(start, end);
  while (has(around, name.at(-1))) name.pop();
  return { name, next: Math.max(end, from) };
}

/** The names of a list, from its first on: "Contoso, Fabrikam and show my link" ends before "show". */
export function listFrom(
  known: WhereWords,
  words: readonly Word[],
  from: number,
): { readonly names: readonly Name[]; readonly next: number } {
  const { joiners, common } = known;
  const names: Name[] = [];
  let { name, next } = nameAt(known, words, from);
  if (!isNone(known, name)) names.push(name);
  while (next < words.length && (has(joiners, words[next]) || words[next - 1]?.closing.includes(','))) {
    const start = skip(words, next, joiners);
    ({ name, next } = nameAt(known, words, skip(words, start, common)));
    if (isNone(known, name) || name.every((word) => has(common, word))) break;
    names.push(name);
  }
  return { names, next };
}

/** The names that something leads to: "in Contoso and Woodgrove Bank". */
export function namesAfterMarkers(known: WhereWords, words: readonly Word[]): Name[] {
  const names: Name[] = [];
  for (let place = 0; place < words.length; place += 1) {
    if (!has(known.markers, words[place]) || endsClause(words[place])) continue;
    const list = listFrom(known, words, place + 1);
    names.push(...list.names);
    place = Math.max(place, list.next - 1);
  }
  return names;
}

/** Strange words in a short message: "unlink contoso", "link Contoso Retail 1234567". */
export function strangeNames(known: WhereWords, words: readonly Word[]): Name[] {
  if (words.length > MAX_WORDS_WITHOUT_MARKER) return [];
  const names: Word[][] = [];
  words.forEach((word, place) => {
    if (has(known.common, word)) return;
    const before = words[place - 1];
    const last = names.at(-1);
    if (last && before === last.at(-1) && !endsClause(before)) last.push(word);
    else names.push([word]);
  });
  return names.filter((name) => !isNone(known, name));
}

/** The words of all languages that say where a message is about, see `where` in `phrases.ts`. */
export interface WhereWords {
  readonly markers: ReadonlySet<string>;
  readonly joiners: ReadonlySet<string>;
  readonly around: ReadonlySet<string>;
  readonly ends: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
  readonly allOf: ReadonlySet<string>;
  /** What leads to a name: markers, joiners and the words around it. */
  readonly leading: ReadonlySet<string>;
  /** Every word that is no name by itself. */
  readonly common: ReadonlySet<string>;
  /** What shows that no directory is meant. */
  readonly never: ReadonlySet<string>;
  readonly none: PhraseIndex<true>;
  readonly again: PhraseIndex<true>;
  readonly everywhere: PhraseIndex<true>;
}

/** The phrases of a language, and its groups of words. */
export interface PhrasesOfLanguage {
  readonly language: string;
  readonly phrases: Phrases;
  readonly lists: Lists;
}

/** Compiles the words of all languages into one: a message may mix them. */
export function whereWordsOf(languages: readonly PhrasesOfLanguage[]): WhereWords {
  const union = (of: (phrases: Phrases) => string): ReadonlySet<string> =>
    new Set(languages.flatMap(({ phrases, lists }) => [...lists(of(phrases))]));
  const phrasesOf = (of: (where: Phrases['where']) => readonly string[]): PhraseIndex<true> =>
    indexPhrases(
      languages.flatMap(({ phrases }) =>
        of(phrases.where).map((one) => [fold(one).split(' '), true] as const),
      ),
    );
  const markers = union(({ where }) => where.before);
  const joiners = union(({ where }) => where.joiners);
  const around = union(({ where }) => where.around);
  const ends = union(({ where }) => where.end);
  const all = union(({ where }) => where.all);
  const allOf = union(({ where }) => where.allOf);
  const leading = new Set([...markers, ...joiners, ...around]);
  const tokens = ['numtoken', 'othertoken'];
  return {
    markers,
    joiners,
    around,
    ends,
    all,
    allOf,
    leading,
    common: new Set([
      ...languages.flatMap(({ phrases }) => [...everyWord(phrases)]),
      ...union(({ where }) => where.common),
      ...leading,
      ...ends,
      ...all,
      ...allOf,
      ...tokens,
    ]),
    never: union(({ places }) => places.never),
    none: phrasesOf((where) => where.none),
    again: phrasesOf((where) => where.again),
    everywhere: phrasesOf((where) => where.everywhere),
  };
}

/** Whether words say "everywhere" or "in all my customers". */
export function saysEverywhere(
  { everywhere, all, allOf, around }: WhereWords,
  words: readonly Word[],
): boolean {
  return words.some(({ text }, place) => {
    if (phraseAt(everywhere, words, place)) return true;
    if (!all.has(text)) return false;
    const noun = words
      .slice(place + 1, place + 5)
      .find((word) => !around.has(word.text) || allOf.has(word.text));
    return noun !== undefined && allOf.has(noun.text);
  });
}
