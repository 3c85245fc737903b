import type { Phrases, Lists } from './phrases';
import type { Word } from '../text/words';
import { endsClause } from '../text/words';

/** A clause taken apart where it begins to name a place. */
export interface Parted {
  /** The clause without the place. */
  readonly rest: readonly Word[];
  /** The words of the place's name; none when only "this directory", "here" and the like stood there. */
  readonly name: readonly Word[];
}

/** Finds the places that a clause may name. */
export interface Places {
  /** Each way to take a directory's name off the clause: "link 1234567 | in Contoso Retail". */
  part(words: readonly Word[]): Parted[];
  /** The words of a name without what stands around it; undefined when no directory can be meant. */
  name(words: readonly Word[]): readonly Word[] | undefined;
}

const MAX_NAME_WORDS = 8;
const MAX_WAYS = 3;
const TOKENS = new Set(['guidtoken', 'domaintoken']);

/** Compiles what the phrases say about places. */
export function createPlaces(places: Phrases['places'], lists: Lists): Places {
  const before = lists(places.before);
  const around = lists(places.around);
  const end = lists(places.end);
  const never = lists(places.never);

  const name: Places['name'] = (words) => {
    if (words.length > MAX_NAME_WORDS || words.some(({ text }) => never.has(text))) return undefined;
    const first = words.findIndex(({ text }) => !around.has(text));
    const last = words.findLastIndex(({ text }) => !around.has(text));
    const named = first < 0 ? [] : words.slice(first, last + 1);
    // A directory named by its domain or id is read as a tenant, not as words.
    return named.some(({ text }) => TOKENS.has(text)) ? [] : named;
  };

  /** The name goes on to the end of the clause, or to a word that can't be part of it. */
  const endOf = (words: readonly Word[], from: number): number => {
    const place = words.findIndex(
      ({ text }, index) => index >= from && (end.has(text) || endsClause(words[index - 1])),
    );
    return place < 0 ? words.length : place;
  };

  const part: Places['part'] = (words) => {
    const starts = words.flatMap(({ text }, place) => (before.has(text) ? [place] : [])).slice(0, MAX_WAYS);
    return starts.flatMap((start) => {
      const stop = endOf(words, start + 1);
      const named = name(words.slice(start + 1, stop));
      return named ? [{ rest: [...words.slice(0, start), ...words.slice(stop)], name: named }] : [];
    });
  };

  return { part, name };
}
