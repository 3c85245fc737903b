import type { Label } from '../../model/label';
import type { Phrases, Lists } from './phrases';
import type { Word } from '../text/words';
import { indexPhrases, phraseAt } from '../text/phrase-index';
import { createPlaces } from './places';
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
  const known = new Map(
    phrases.exact.flatMap(({ label, phrases: said }) =>
      said.map((phrase) => [wording.phrase(phrase).join(' '), label] as const),
    ),
  );

  const exact: ClauseReader['exact'] = (words) => {
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
    const label = rules(words, false);
    return exact(words) ?? (label && { label, place: [] });
  };

  return {
    exact,
    whole,
    read: (words) => whole(words) ?? readOpening(words) ?? readWithPlace(words) ?? NOTHING,
  };
}
