import type { Label } from '../../model/label';
import type { Word } from '../text/words';
import { endsClause } from '../text/words';
import type { ReadLabel } from './clause-reader';
import { NOTHING, createClauseReader } from './clause-reader';
import type { Phrases } from './phrases';
import { createLists } from './phrases';
import { createWording } from './wording';

const SMALL_TALK: readonly Label[] = ['cancel', 'decline', 'confirm', 'thanks', 'greeting'];
const TAKES_BACK: readonly Label[] = ['cancel', 'decline'];
const ACTIONS_WITH_ID: readonly Label[] = ['link-partner-id', 'change-partner-id'];

function clausesOf(words: readonly Word[]): Word[][] {
  const clauses: Word[][] = [[]];
  for (const word of words) {
    clauses.at(-1)?.push(word);
    if (endsClause(word)) clauses.push([]);
  }
  return clauses.filter((clause) => clause.length > 0);
}

function isUnsafe(words: readonly Word[], stoppers: ReadonlySet<string>): boolean {
  return words.some(({ text, closing }) => stoppers.has(text) || closing.includes('?'));
}

/** Chooses the label of a message whose clauses were read one by one. */
function settle(
  clauses: readonly { words: Word[]; read: ReadLabel }[],
  stoppers: ReadonlySet<string>,
): ReadLabel {
  const strange = clauses.filter(({ read }) => read.label === 'out-of-scope');
  if (strange.some(({ words }) => isUnsafe(words, stoppers))) return NOTHING;
  const understood = clauses.map(({ read }) => read).filter(({ label }) => label !== 'out-of-scope');
  const last = understood.at(-1)?.label ?? 'out-of-scope';
  // "Link 1234567. No, cancel": what was said last holds.
  if (clauses.length > 1 && TAKES_BACK.includes(last)) return { label: last, place: [] };
  const serious = understood.filter(({ label }) => !SMALL_TALK.includes(label));
  const action = serious.find(({ label }) => ACTIONS_WITH_ID.includes(label));
  const asked = action ? serious.filter(({ label }) => label !== 'provide-partner-id') : serious;
  const [first] = asked;
  if (first) {
    const isOne = asked.every(({ label }) => label === first.label);
    const place = serious.find((read) => read.place.length > 0)?.place ?? [];
    return isOne ? { label: first.label, place } : NOTHING;
  }
  if (strange.length > 0) return NOTHING;
  const label = SMALL_TALK.find((talk) => understood.some((read) => read.label === talk));
  return label ? { label, place: [] } : NOTHING;
}

/**
 * How a label was found: the message is a known phrase word for word; it fits a rule as a whole; or only clause by
 * clause, some of them passed over.
 */
export type Found = 'exact' | 'whole' | 'clauses';

/** A label, the words that may name a directory, and how it was found. */
export interface FoundLabel extends ReadLabel {
  readonly found: Found;
}

/** Reads the words of a message, as `wordsOf` gives them, by phrases and rules. */
export interface LabelReader {
  readonly read: (words: readonly Word[]) => FoundLabel;
  /** Whether words hold something that makes it unsafe to take them for a request: "how", "not", a question mark. */
  readonly isUnsafe: (words: readonly Word[]) => boolean;
}

/** Makes the reader of labels from the phrases. */
function createLabelReader(phrases: Phrases): LabelReader {
  const lists = createLists(phrases.groups);
  const stoppers = lists(phrases.stoppers);
  const wording = createWording(phrases, lists);
  const reader = createClauseReader(phrases, lists, wording);

  const readExactly = (words: readonly Word[]): ReadLabel | undefined =>
    reader.exact(words) ?? reader.exact(wording.afterCourtesies(words));

  const readPolitely = (words: readonly Word[]): ReadLabel =>
    readExactly(words) ??
    // Thanks and greetings are made of the same words as politeness.
    reader.whole(words) ??
    reader.read(wording.withoutCourtesies(words));

  const read: LabelReader['read'] = (written) => {
    const said = wording.message(written);
    const whole = readPolitely(said);
    if (whole.label !== 'out-of-scope') return { ...whole, found: readExactly(said) ? 'exact' : 'whole' };
    const clauses = clausesOf(said);
    const parts = clauses
      .map((words) => ({ words, read: clauses.length === 1 ? whole : readPolitely(words) }))
      // A "please" between two stops says nothing, rather than something strange.
      .filter(({ words, read }) => read !== NOTHING || wording.withoutCourtesies(words).length > 0);
    const settled = settle(parts, stoppers);
    // Where all of it was read and the last word is "cancel", nothing of what stands before may outweigh it.
    const isTakenBack = TAKES_BACK.includes(settled.label) && parts.every(({ read }) => read !== NOTHING);
    return { ...settled, found: isTakenBack ? 'whole' : 'clauses' };
  };
  return {
    read,
    isUnsafe: (words) => isUnsafe(wording.message(words), stoppers),
  };
}

/** What the phrases and rules say of a message. */
export interface Ruled {
  readonly label: Label;
  readonly found: Found;
}

/** What the phrases and rules make of a message, and the words that may name a directory. */
export interface RuleReading {
  /** Undefined when they say nothing. */
  readonly ruled: Ruled | undefined;
  readonly place: readonly Word[];
}

/** Reads messages by the phrases and rules of all languages. */
export interface RuleReader {
  /**
   * `rest`: of a message that lists places, its words without them. `language`: that of the message, where it is known;
   * its phrases come first, and those of the other languages count for what it mixes in.
   */
  read(
    plain: string,
    words: readonly Word[],
    rest: readonly Word[] | undefined,
    language: string | undefined,
  ): RuleReading;
  /** Whether words hold something that makes it unsafe to take them for a request: "how", "not", a question mark. */
  readonly isUnsafe: (words: readonly Word[]) => boolean;
}

/** The phrases of a language. */
export interface LanguagePhrases {
  readonly language: string;
  readonly phrases: Phrases;
}

const MARKS = /[\s\p{Variation_Selector}\p{Emoji_Modifier}]/gu;
const STRENGTH: Readonly<Record<Found, number>> = { exact: 3, whole: 2, clauses: 1 };
const UNREAD: RuleReading = { ruled: undefined, place: [] };

/** What is done in a directory, and what it is called when it is about several. */
const IN_MANY: Readonly<Partial<Record<Label, Label>>> = {
  'link-partner-id': 'link-everywhere',
  'change-partner-id': 'link-everywhere',
  'unlink-partner-id': 'link-everywhere',
  'provide-partner-id': 'link-everywhere',
  'show-link': 'show-all-links',
};
const PLACED = Object.keys(IN_MANY) as readonly Label[];

/** "link 1234567 everywhere" is another request than "link 1234567". */
export function inMany(ruled: Ruled): Ruled {
  return { ...ruled, label: IN_MANY[ruled.label] ?? ruled.label };
}

/** Makes the reader from the phrases of all languages. */
export function createRuleReader(languages: readonly LanguagePhrases[]): RuleReader {
  const readers = languages.map(({ language, phrases }) => ({
    language,
    reader: createLabelReader(phrases),
  }));
  const marks = new Map(
    languages.flatMap(({ phrases }) =>
      phrases.marks.flatMap((entry) =>
        entry.phrases.map((mark) => [mark.replace(MARKS, ''), entry.label] as const),
      ),
    ),
  );
  return {
    read(plain, words, rest, language) {
      if (words.length === 0) {
        const label = marks.get(plain.replace(MARKS, ''));
        return label ? { ruled: { label, found: 'exact' }, place: [] } : UNREAD;
      }
      const inOrder = [...readers].sort(
        (a, b) => Number(b.language === language) - Number(a.language === language),
      );
      const read = inOrder.map(({ reader }) => {
        const { label, found, place } = reader.read(words);
        if (label !== 'out-of-scope') return { ruled: { label, found }, place };
        // "link 1234567 in Contoso, Fabrikam and Woodgrove": the rules know one place at most.
        const without = rest && reader.read(rest);
        return without && PLACED.includes(without.label) ? { ruled: without, place: [] } : UNREAD;
      });
      const strength = ({ ruled }: RuleReading): number => (ruled ? STRENGTH[ruled.found] : 0);
      return read.reduce((best, one) => (strength(one) > strength(best) ? one : best), UNREAD);
    },
    isUnsafe: (words) => readers.some(({ reader }) => reader.isUnsafe(words)),
  };
}
