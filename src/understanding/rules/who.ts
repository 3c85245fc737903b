import type { PhraseIndex, Word } from '../text/words';
import { endsClause, indexPhrases, phraseAt, phraseWords } from '../text/words';
import type { PhrasesOfLanguage } from './place-names';

/**
 * Whose link a message is about: the caller's own, somebody else's ("is Priya linked?"), or one in the caller's own
 * tenant, where the caller is the customer ("can they see more now?").
 */
export type Subject = 'self' | 'other' | 'customer';

/** Who a message is about and what kind of sentence it is. */
export interface Who {
  readonly subject: Subject;
  /** A customer does or wants it: "the customer wants to remove us". */
  readonly isCustomersDoing: boolean;
  /** A question about how things are, not a request in the form of one ("can you …?"). */
  readonly isQuestion: boolean;
  /** Something is removed or changed, by the verbs; undefined when neither is said. */
  readonly action: 'unlink' | 'change' | undefined;
  /** A partner is to be removed, not a link: "remove the old partner". */
  readonly removesPartner: boolean;
  /** A word of the trade is in it. */
  readonly isAboutPal: boolean;
  /**
   * An association is only named, while the question is another: two are compared, or it is asked who or which, and
   * nothing asks what the word means ("who gets the PEC?").
   */
  readonly namesInPassing: boolean;
}

/** Reads who a message is about; `language`: that of the message, where it is known. */
export type ReadWho = (words: readonly Word[], language: string | undefined) => Who;

type PhrasesOfWho = PhrasesOfLanguage['phrases']['who'];

const MAX_NAME_WORDS = 3;
const PARTNER = /^partners?$/;
const PARTNER_THING = /^(?:admin|number|nummer|nr|no|code|center|location|program)$/;

/** The words of all languages that say who is meant; see `who` in `phrases.ts`. */
function whoWordsOf(languages: readonly PhrasesOfLanguage[]) {
  const union = (of: (who: PhrasesOfWho) => string): ReadonlySet<string> =>
    new Set(languages.flatMap(({ phrases, lists }) => [...lists(of(phrases.who))]));
  const index = (of: (who: PhrasesOfWho) => readonly string[]): PhraseIndex<true> =>
    indexPhrases(
      languages.flatMap(({ phrases }) =>
        of(phrases.who).map((one) => [phraseWords(one).map(({ text }) => text), true] as const),
      ),
    );
  return {
    people: union((who) => who.people),
    self: union((who) => who.self),
    asking: union((who) => who.asking),
    about: union((who) => who.about),
    of: union((who) => who.of),
    customer: union((who) => who.customer),
    theirVerbs: union((who) => who.theirVerbs),
    questions: union((who) => who.questions),
    trade: union((who) => who.trade),
    associations: union((who) => who.associations),
    which: union((who) => who.which),
    definitions: index((who) => who.definitions),
    unlinks: union((who) => who.actions.unlink),
    changes: union((who) => who.actions.change),
    polite: index((who) => who.politeRequests),
    customerSide: index((who) => who.customerSide),
  };
}

/** `common`: the words that are nobody's name. */
type WhoWords = ReturnType<typeof whoWordsOf> & { readonly common: ReadonlySet<string> };

const has = (set: ReadonlySet<string>, word: Word | undefined): boolean =>
  word !== undefined && set.has(word.text);
const hasAny = (set: ReadonlySet<string>, words: readonly Word[]): boolean =>
  words.some(({ text }) => set.has(text));
const says = (phrases: PhraseIndex<true>, words: readonly Word[]): boolean =>
  words.some((_, place) => phraseAt(phrases, words, place) !== undefined);

/** "is Priya linked?", "has Tom Miller set his PAL?" */
function asksAboutName({ asking, about, common }: WhoWords, words: readonly Word[]): boolean {
  const [verb, name, ...rest] = words;
  const isName = name !== undefined && !common.has(name.text) && !name.text.endsWith('token');
  return isName && !has(about, name) && has(asking, verb) && hasAny(about, rest.slice(0, MAX_NAME_WORDS + 1));
}

/** "show Priya's link", "the link of my colleague" */
function belongsToOther({ about, of, people, common }: WhoWords, words: readonly Word[]): boolean {
  return words.some((word, place) => {
    const next = words.slice(place + 1, place + 3);
    const isPossessive = word.text.endsWith("'s") && !common.has(word.text);
    return (
      (isPossessive && hasAny(about, next)) || (has(about, word) && has(of, next[0]) && has(people, next[1]))
    );
  });
}

/** Somebody else is named, and oneself is not, but for "my" colleague. */
function namesPerson({ people, self }: WhoWords, words: readonly Word[]): boolean {
  const isOneself = (word: Word, place: number): boolean =>
    has(self, word) && !hasAny(people, words.slice(place + 1, place + 3));
  return hasAny(people, words) && !words.some(isOneself);
}

/** "the old partner", not "the partner id" or "partner admin link" */
function namesPartner({ about }: WhoWords, words: readonly Word[]): boolean {
  return words.some(({ text }, place) => {
    const next = words[place + 1]?.text ?? '';
    return PARTNER.test(text) && !about.has(next) && !PARTNER_THING.test(next);
  });
}

function subjectOf(known: WhoWords, words: readonly Word[]): Subject {
  if (says(known.customerSide, words)) return 'customer';
  const isOther = asksAboutName(known, words) || belongsToOther(known, words) || namesPerson(known, words);
  return isOther ? 'other' : 'self';
}

function isCustomersDoing({ customer, theirVerbs }: WhoWords, words: readonly Word[]): boolean {
  return words.some(
    (word, place) =>
      has(customer, word) && !endsClause(word) && hasAny(theirVerbs, words.slice(place + 1, place + 3)),
  );
}

function namesInPassing({ associations, which, definitions }: WhoWords, words: readonly Word[]): boolean {
  const named = new Set(words.map(({ text }) => text).filter((text) => associations.has(text)));
  return (named.size > 1 || hasAny(which, words)) && !says(definitions, words);
}

/** Makes the reader from the words of all languages. `common`: the words that are nobody's name. */
export function createWhoReader(
  languages: readonly PhrasesOfLanguage[],
  common: ReadonlySet<string>,
): ReadWho {
  const known: WhoWords = { ...whoWordsOf(languages), common };
  const { unlinks, changes, questions, polite, trade } = known;
  const knownIn = new Map(
    languages.map(({ language, phrases, lists }) => {
      const nobody = lists(phrases.who.nobody);
      return [language, { ...known, people: new Set([...known.people].filter((word) => !nobody.has(word))) }];
    }),
  );
  return (words, language) => {
    const unlinksSomething = hasAny(unlinks, words);
    const isAsked = has(questions, words[0]) || words.some(({ closing }) => closing.includes('?'));
    return {
      subject: subjectOf(knownIn.get(language ?? '') ?? known, words),
      isCustomersDoing: isCustomersDoing(known, words),
      isQuestion: isAsked && !says(polite, words),
      removesPartner: unlinksSomething && namesPartner(known, words),
      action: unlinksSomething ? 'unlink' : hasAny(changes, words) ? 'change' : undefined,
      isAboutPal: hasAny(trade, words),
      namesInPassing: namesInPassing(known, words),
    };
  };
}
