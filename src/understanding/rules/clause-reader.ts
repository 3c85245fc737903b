import type { Label } from '../../model/label';
import type { Word } from '../text/words';
import { endsClause, indexPhrases, phraseAt } from '../text/words';
import type { Lists, Phrases } from './phrases';
import type { Wording } from './wording';

/** Finds the label of a clause by the words it is made of; undefined when a word is strange or a need is unmet. */
type ReadRules = (words: readonly Word[], hasTail: boolean) => Label | undefined;

interface Rule {
  readonly label: Label;
  readonly needs: readonly ReadonlySet<string>[];
  readonly allowed: ReadonlySet<string>;
  readonly tail: boolean;
}

function fits(rule: Rule, words: readonly Word[]): boolean {
  return (
    words.every(({ text }) => rule.allowed.has(text)) &&
    rule.needs.every((need) => words.some(({ text }) => need.has(text)))
  );
}

/**
 * Compiles the rules. A rule knows all words it may meet, so a sentence about anything else ("link my LinkedIn",
 * "don't link", "how do I link") fits none.
 */
function createRules(rules: Phrases['rules'], lists: Lists): ReadRules {
  const compiled = rules.map(({ label, needs, allows, tail }): Rule => {
    const sets = needs.map(lists);
    return {
      label,
      needs: sets,
      allowed: new Set([...sets, lists(allows)].flatMap((set) => [...set])),
      tail,
    };
  });
  // Most messages have a word that no rule allows, and need not be held against each of some hundred.
  const allowedSomewhere = new Set(compiled.flatMap(({ allowed }) => [...allowed]));
  return (words, hasTail) =>
    words.every(({ text }) => allowedSomewhere.has(text))
      ? compiled.find((rule) => (rule.tail || !hasTail) && fits(rule, words))?.label
      : undefined;
}

/** A label, and the words that may name a directory. */
export interface ReadLabel {
  readonly label: Label;
  readonly place: readonly Word[];
}

/** The reading of words that nothing was recognized in. */
export const NOTHING: ReadLabel = { label: 'out-of-scope', place: [] };

/** Reads one clause. */
export interface ClauseReader {
  /** The label of words that are one of the known phrases, word for word. */
  exact(words: readonly Word[]): ReadLabel | undefined;
  /** The label of words that are a known phrase or fit a rule without naming a directory. */
  whole(words: readonly Word[]): ReadLabel | undefined;
  /** The label of the clause by phrases, rules and openings; NOTHING when none fits. */
  read(words: readonly Word[]): ReadLabel;
}

/** Compiles the exact phrases, rules, openings and places of the phrases. */
export function createClauseReader(phrases: Phrases, lists: Lists, wording: Wording): ClauseReader {
  const rules = createRules(phrases.rules, lists);
  const places = createPlaces(phrases.places, lists);
  const openings = indexPhrases(
    phrases.openings.flatMap(({ label, phrases: said }) =>
      said.map((phrase) => [wording.phrase(phrase), label] as const),
    ),
  );
  const exactly = phrases.exact.flatMap(({ label, phrases: said }) =>
    said.map((phrase) => [wording.phrase(phrase), label] as const),
  );
  const known = new Map(exactly.map(([words, label]) => [words.join(' '), label]));
  // Of most messages the first word and the length show already that they are none of them.
  const lengths = new Map<string, Set<number>>();
  for (const [words] of exactly) {
    const [first = ''] = words;
    lengths.set(first, (lengths.get(first) ?? new Set()).add(words.length));
  }

  const exact: ClauseReader['exact'] = (words) => {
    if (lengths.get(words[0]?.text ?? '')?.has(words.length) !== true) return undefined;
    const label = known.get(words.map(({ text }) => text).join(' '));
    return label && { label, place: [] };
  };

  const readOpening = (words: readonly Word[]): ReadLabel | undefined => {
    const opening = phraseAt(openings, words, 0);
    const after = words.slice(opening?.length ?? 0);
    if (!opening || after.length === 0 || after.some(({ text }) => text === 'numtoken')) return undefined;
    const place = places.name(after);
    return place && { label: opening.value, place };
  };

  const readWithPlace = (words: readonly Word[]): ReadLabel | undefined => {
    for (const { rest, name } of places.part(words)) {
      const label = rules(rest, true);
      if (label) return { label, place: name };
    }
    return undefined;
  };

  const whole: ClauseReader['whole'] = (words) => {
    const found = exact(words);
    if (found !== undefined) return found;
    const label = rules(words, false);
    return label && { label, place: [] };
  };

  return {
    exact,
    whole,
    read: (words) => whole(words) ?? readOpening(words) ?? readWithPlace(words) ?? NOTHING,
  };
}

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
function createPlaces(places: Phrases['places'], lists: Lists): Places {
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
