import { plainText } from './plain-text';
import type { Word } from './words';
import { wordsOf } from './words';
import type { Sheet, Spot } from './spots';
import { withSpots } from './spots';
import { markDigitRuns } from './digit-runs';
import { markMixedWords } from './mixed-words';
import { markLookalikes } from './number-lookalikes';
import { markWebWords } from './web-words';

const GUID = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-z])/gi;
const PARTS = [8, 12, 16, 20, 32];

function hyphenated(written: string): string {
  const hex = written.toLowerCase().replaceAll('-', '');
  return PARTS.map((end, index) => hex.slice(PARTS[index - 1] ?? 0, end)).join('-');
}

/** Marks every GUID, written with hyphens or as 32 hex digits; braces around it don't matter. */
function markGuids(sheet: Sheet): Sheet {
  const spots = [...sheet.text.matchAll(GUID)].map((match): Spot => {
    const place = { start: match.index, end: match.index + match[0].length };
    return { ...place, kind: 'guid', guid: hyphenated(match[0]) };
  });
  return withSpots(sheet, spots);
}

/** A text as it reads to a person, and what was recognized in it. */
export interface Spotted {
  readonly plain: string;
  /** In the order of the text. */
  readonly spots: readonly Spot[];
}

/**
 * Everything in a plain text that is an id, a domain or a number, in the order of the text. Each step reads only
 * what the steps before it left, so the surest come first.
 */
export function findSpots(plain: string): Spot[] {
  const steps = [markGuids, markWebWords, markLookalikes, markMixedWords, markDigitRuns];
  const { spots } = steps.reduce<Sheet>((sheet, step) => step(sheet), { text: plain, spots: [] });
  return [...spots].sort((a, b) => a.start - b.start);
}

/** Reads a text once, for all who look for something in it. */
export function spotted(text: string): Spotted {
  const plain = plainText(text);
  return { plain, spots: findSpots(plain) };
}

/** The meaning is read from the beginning of a message; more would only cost time. */
const MAX_READ_LENGTH = 2000;
const MENTION = /<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/gi;

/** A message as it reads to a person, without mentions, and its words. */
export interface MessageWords extends Spotted {
  readonly words: readonly Word[];
}

/** Takes a message apart into words; ids, domains and other numbers are tokens. */
export function messageWords(text: string): MessageWords {
  const { plain, spots } = spotted(plainText(text).replace(MENTION, ' '));
  const words = wordsOf(plain, spots).filter(({ start }) => start < MAX_READ_LENGTH);
  return { plain, spots, words };
}
