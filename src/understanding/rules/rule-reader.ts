import type { Label } from '../../model/label';
import type { Ruled } from '../confidence';
import type { Word } from '../text/words';
import type { Found } from './label-reader';
import { createLabelReader } from './label-reader';
import type { Phrases } from './phrases';

/** What the phrases and rules make of a message, and the words that may name a directory. */
export interface RuleReading {
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
const NOTHING: RuleReading = { ruled: undefined, place: [] };

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
        return label ? { ruled: { label, found: 'exact' }, place: [] } : NOTHING;
      }
      const inOrder = [...readers].sort(
        (a, b) => Number(b.language === language) - Number(a.language === language),
      );
      const read = inOrder.map(({ reader }) => {
        const { label, found, place } = reader.read(words);
        if (label !== 'out-of-scope') return { ruled: { label, found }, place };
        // "link 1234567 in Contoso, Fabrikam and Woodgrove": the rules know one place at most.
        const without = rest && reader.read(rest);
        return without && PLACED.includes(without.label) ? { ruled: without, place: [] } : NOTHING;
      });
      const strength = ({ ruled }: RuleReading): number => (ruled ? STRENGTH[ruled.found] : 0);
      return read.reduce((best, one) => (strength(one) > strength(best) ? one : best), NOTHING);
    },
    isUnsafe: (words) => readers.some(({ reader }) => reader.isUnsafe(words)),
  };
}
