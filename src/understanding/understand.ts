import type { PartnerIdReading } from '../model/partner-id-text';
import { findPartnerId } from '../model/partner-id-text';
import { findSpots } from '../model/text/find-spots';
import { plainText } from '../model/text/plain-text';
import type { Label } from '../model/label';
import { createLabelReader } from './label-reader';
import type { Phrases } from './phrases';
import { findTenant } from './tenant';
import { wordsOf } from './words';

/** What a message was understood as. It starts nothing: a change of a link always asks with a card first. */
export interface Understanding {
  readonly label: Label;
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

/** The label is read from the beginning of a message; more would only cost time. */
const MAX_LABEL_LENGTH = 2000;
const MENTION = /<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/gi;
const MARKS = /[\s\p{Variation_Selector}\p{Emoji_Modifier}]/gu;

/** Makes the understanding from the phrases of a language. Never throws on any text, and takes time linear in it. */
export function createUnderstanding(phrases: Phrases): Understand {
  const readLabel = createLabelReader(phrases);
  const marks = new Map(
    phrases.marks.flatMap((entry) =>
      entry.phrases.map((mark) => [mark.replace(MARKS, ''), entry.label] as const),
    ),
  );

  return {
    understand(text) {
      const plain = plainText(plainText(text).replace(MENTION, ' '));
      const spots = findSpots(plain);
      const words = wordsOf(plain, spots).filter(({ start }) => start < MAX_LABEL_LENGTH);
      const mark = words.length === 0 ? marks.get(plain.replace(MARKS, '')) : undefined;
      const { label, place } = mark ? { label: mark, place: [] } : readLabel(words);
      const tenant = findTenant(plain);
      const [first, last] = [place[0], place.at(-1)];
      const directoryWords =
        tenant === undefined && first && last
          ? plain.slice(first.start, last.end).toLowerCase().replace(/\s+/g, ' ')
          : undefined;
      return {
        label,
        partnerId: findPartnerId(plain),
        ...(tenant === undefined ? {} : { tenant }),
        ...(directoryWords === undefined ? {} : { directoryWords }),
      };
    },
  };
}
