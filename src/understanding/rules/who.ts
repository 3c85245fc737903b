import type { FaqLabel } from '../../model/label';
import { fold } from '../text/plain-text';
import type { PhraseIndex, Word } from '../text/words';
import { endsClause, indexPhrases, phraseAt, phraseWords } from '../text/words';
import type { PhrasesOfLanguage } from './place-names';

/**
 * Whose link a message is about: the caller's own, somebody else's ("is Priya linked?"), or one in the caller's own
 * tenant, where the caller is the customer ("can they see more now?").
 */
export type Subject = 'self' | 'other' | 'customer';

/** What a customer asks with a message, by its words: read only where a customer may be writing. */
export interface CustomersQuestion {
  readonly topic: FaqLabel;
  /** It speaks of "us", of "them" or of a partner. */
  readonly isAboutUs: boolean;
  /** It speaks of a partner or of "our tenant", in no words of a partner's own. */
  readonly isLikely: boolean;
  /** It has a word that partners use: "PAL", "my customer". */
  readonly isOfTrade: boolean;
}

/** Who a message is about and what kind of sentence it is. */
export interface Who {
  readonly subject: Subject;
  readonly asCustomer: CustomersQuestion | undefined;
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
const PARTNER_THING = /^(?:ids?|admin|number|nummer|nr|no|code|center|location|program|link|account)$/;

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

/** Whether a word is one of these stems. */
type Fits = (word: string) => boolean;

function stemsOf(lines: readonly string[]): Fits {
  const forms = fold(lines.join(' ')).split(' ').filter(Boolean);
  const whole = new Set(forms.filter((form) => !form.includes('*')));
  const parts = forms.filter((form) => form.includes('*')).map((form) => form.replaceAll('*', '.*'));
  const partly = parts.length === 0 ? undefined : new RegExp(`^(?:${parts.join('|')})$`);
  return (word) => whole.has(word) || partly?.test(word) === true;
}

/** "Our own yearly invoice" */
const MOST_BETWEEN = 2;

/** Reads what a customer asks; `language`: that of the message, whose questions come first. */
function createCustomersReader(languages: readonly PhrasesOfLanguage[]) {
  const of = (list: 'us' | 'ours' | 'things' | 'around' | 'partners' | 'they' | 'never'): Fits =>
    stemsOf(languages.map(({ phrases }) => phrases.customers[list]));
  const [us, ours, things, around] = [of('us'), of('ours'), of('things'), of('around')];
  const [partners, they, never] = [of('partners'), of('they'), of('never')];
  const isOurs = (fits: Fits, words: readonly Word[]): boolean =>
    words.some(
      ({ text }, place) =>
        ours(text) && words.slice(place + 1, place + 2 + MOST_BETWEEN).some((word) => fits(word.text)),
    );
  const questions = languages.map(({ language, phrases }) => ({
    language,
    asked: phrases.customers.questions.map(({ topic, says }) => ({
      topic,
      needs: says.map((line) => stemsOf([line])),
    })),
  }));
  return {
    /** "Our invoice", "unsere Rechnung": only a customer has those. */
    namesOwnThing: (words: readonly Word[]): boolean =>
      isOurs(things, words) && !words.some(({ text }) => never(text)),
    read: (words: readonly Word[], language: string | undefined): CustomersQuestion | undefined => {
      const texts = [...new Set(words.map(({ text }) => text))];
      const isFirst = (one: { readonly language: string }): number => Number(one.language === language);
      const found = [...questions]
        .sort((a, b) => isFirst(b) - isFirst(a))
        .flatMap(({ asked }) => asked)
        .find(({ needs }) => needs.every((fits) => texts.some(fits)));
      if (found === undefined) return undefined;
      const isOfUs = texts.some(us);
      const isOfPartner = words.some(
        ({ text }, place) => partners(text) && !PARTNER_THING.test(words[place + 1]?.text ?? ''),
      );
      const isLikely = isOfPartner || isOurs(around, words);
      const isOfTrade = texts.some(never);
      return {
        topic: found.topic,
        isAboutUs: isOfUs || isOfPartner || texts.some(they),
        isLikely: isLikely && !isOfTrade,
        isOfTrade,
      };
    },
  };
}

function subjectOf(known: WhoWords, words: readonly Word[], ofCustomers: boolean): Subject {
  if (ofCustomers || says(known.customerSide, words)) return 'customer';
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
  const customers = createCustomersReader(languages);
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
      subject: subjectOf(knownIn.get(language ?? '') ?? known, words, customers.namesOwnThing(words)),
      asCustomer: customers.read(words, language),
      isCustomersDoing: isCustomersDoing(known, words),
      isQuestion: isAsked && !says(polite, words),
      removesPartner: unlinksSomething && namesPartner(known, words),
      action: unlinksSomething ? 'unlink' : hasAny(changes, words) ? 'change' : undefined,
      isAboutPal: hasAny(trade, words),
      namesInPassing: namesInPassing(known, words),
    };
  };
}
