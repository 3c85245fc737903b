import { fold } from '../text/plain-text';
import { indexPhrases, phraseAt } from '../text/phrase-index';
import type { PhraseIndex } from '../text/phrase-index';
import type { Word } from '../text/words';
import type { Phrases, Lists } from './phrases';
import { everyWord } from './wording';

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
