import type { PartnerIdReading } from './text/partner-id';
import { findPartnerId } from './text/partner-id';
import type { Label } from '../model/label';
import { bandOf, hearBoth } from './confidence';
import type { Band, Ruled } from './confidence';
import type { Classify, Likely } from './classifier/classify';
import { messageWords } from './text/message-words';
import { createLabelReader } from './rules/label-reader';
import type { LabelReader } from './rules/label-reader';
import type { Phrases } from './rules/phrases';
import { findTenant } from './text/tenant';
import type { Word } from './text/words';
import { createLists } from './rules/word-lists';
import { createWhereReader } from './rules/where';
import type { Where } from './rules/where';

/** What a message was understood as. It starts nothing: a change of a link always asks with a card first. */
export interface Understanding {
  /** The likeliest label; `out-of-scope` whenever the band is `decline`. */
  readonly label: Label;
  readonly band: Band;
  /** How likely the likeliest label is, from 0 to 1. */
  readonly confidence: number;
  /** Up to three labels, the likeliest first. */
  readonly top3: readonly Likely[];
  readonly partnerId: PartnerIdReading;
  /** A directory named by its domain or id, lower-case. */
  readonly tenant?: string;
  /** Every directory that may be named, and whether all of them are meant. */
  readonly where: Where;
  /** Lower-case words that may be the name of a directory: "link 1234567 in Contoso Retail" → "contoso retail". */
  readonly directoryWords?: string;
}

/** Understands free text. */
export interface Understand {
  understand(text: string): Understanding;
}

const MARKS = /[\s\p{Variation_Selector}\p{Emoji_Modifier}]/gu;
const OFFERED = 3;

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
function inMany(ruled: Ruled | undefined): Ruled | undefined {
  return ruled && { ...ruled, label: IN_MANY[ruled.label] ?? ruled.label };
}

/** Reads a message by phrases and rules. */
function createRuleReader(
  phrases: Phrases,
  reader: LabelReader,
): (
  plain: string,
  words: readonly Word[],
  rest: readonly Word[] | undefined,
) => { ruled: Ruled | undefined; place: readonly Word[] } {
  const marks = new Map(
    phrases.marks.flatMap((entry) =>
      entry.phrases.map((mark) => [mark.replace(MARKS, ''), entry.label] as const),
    ),
  );
  return (plain, words, rest) => {
    if (words.length === 0) {
      const label = marks.get(plain.replace(MARKS, ''));
      return { ruled: label && { label, found: 'exact' }, place: [] };
    }
    const { label, found, place } = reader.read(words);
    if (label !== 'out-of-scope') return { ruled: { label, found }, place };
    // "link 1234567 in Contoso, Fabrikam and Woodgrove": the rules know one place at most.
    const without = rest && reader.read(rest);
    return { ruled: without && PLACED.includes(without.label) ? without : undefined, place: [] };
  };
}

/** The words of a directory's name as they were written, lower-case. */
function directoryWordsOf(plain: string, place: readonly Word[]): string | undefined {
  const [first, last] = [place[0], place.at(-1)];
  return first && last ? plain.slice(first.start, last.end).toLowerCase().replace(/\s+/g, ' ') : undefined;
}

/**
 * Makes the understanding from the phrases of a language and a trained classifier. Never throws on any text, and takes
 * time linear in it.
 */
export function createUnderstanding(phrases: Phrases, classify: Classify): Understand {
  const reader = createLabelReader(phrases);
  const readRules = createRuleReader(phrases, reader);
  const readWhere = createWhereReader([{ phrases, lists: createLists(phrases.groups) }]);

  return {
    understand(text) {
      const message = messageWords(text);
      const { plain, words } = message;
      const { where, rest, isMany } = readWhere(message);
      const { ruled: read, place } = readRules(plain, words, rest);
      const ruled = isMany ? inMany(read) : read;
      const classified = classify(words);
      const likely = hearBoth(classified.likely, ruled);
      const band = bandOf(likely, classified, ruled, reader.isUnsafe);
      const best = likely[0] ?? { label: 'out-of-scope', confidence: 1 };
      const tenant = findTenant(message);
      const directoryWords = tenant === undefined ? directoryWordsOf(plain, place) : undefined;
      return {
        label: band === 'decline' ? 'out-of-scope' : best.label,
        band,
        confidence: best.confidence,
        top3: likely.slice(0, OFFERED),
        partnerId: findPartnerId(message),
        where,
        ...(tenant === undefined ? {} : { tenant }),
        ...(directoryWords === undefined ? {} : { directoryWords }),
      };
    },
  };
}
