import type { PartnerIdReading } from '../model/partner-id-text';
import { findPartnerId } from '../model/partner-id-text';
import type { Label } from '../model/label';
import { bandOf, hearBoth } from './bands';
import type { Band, Ruled } from './bands';
import type { Classify, Likely } from './classifier/classify';
import { messageWords } from './classifier/message-words';
import { createLabelReader } from './label-reader';
import type { LabelReader } from './label-reader';
import type { Phrases } from './phrases';
import { findTenant } from './tenant';
import type { Word } from './words';

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
  /** Lower-case words that may be the name of a directory: "link 1234567 in Contoso Retail" → "contoso retail". */
  readonly directoryWords?: string;
}

/** Understands free text. */
export interface Understand {
  understand(text: string): Understanding;
}

const MARKS = /[\s\p{Variation_Selector}\p{Emoji_Modifier}]/gu;
const OFFERED = 3;

/** Reads a message by phrases and rules. */
function createRuleReader(
  phrases: Phrases,
  reader: LabelReader,
): (plain: string, words: readonly Word[]) => { ruled: Ruled | undefined; place: readonly Word[] } {
  const marks = new Map(
    phrases.marks.flatMap((entry) =>
      entry.phrases.map((mark) => [mark.replace(MARKS, ''), entry.label] as const),
    ),
  );
  return (plain, words) => {
    if (words.length === 0) {
      const label = marks.get(plain.replace(MARKS, ''));
      return { ruled: label && { label, found: 'exact' }, place: [] };
    }
    const { label, found, place } = reader.read(words);
    return { ruled: label === 'out-of-scope' ? undefined : { label, found }, place };
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

  return {
    understand(text) {
      const message = messageWords(text);
      const { plain, words } = message;
      const { ruled, place } = readRules(plain, words);
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
        ...(tenant === undefined ? {} : { tenant }),
        ...(directoryWords === undefined ? {} : { directoryWords }),
      };
    },
  };
}
