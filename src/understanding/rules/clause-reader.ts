import type { Label } from '../../model/label';
import { indexPhrases, phraseAt } from '../text/phrase-index';
import type { Phrases } from './phrases';
import { createPlaces } from './places';
import { createRules } from './rules';
import type { Lists } from './word-lists';
import type { Word } from '../text/words';
import type { Wording } from './wording';

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
