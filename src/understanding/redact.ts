import { findSpots } from './text/find-spots';
import type { Spot } from './text/spots';
import { messageWords } from './text/message-words';

/** Enough for what somebody wants; more would only cost money. */
const MAX_REDACTED_LENGTH = 500;

const MASKS = {
  'partner-id': '[number]',
  mistake: '[number]',
  guid: '[id]',
  domain: '[domain]',
  other: '[other]',
} as const satisfies Record<Spot['kind'], string>;

// The finder of ids passes by what nothing can be done with; here that may be an address, a token or a phone number.
const WORD = /\S+/g;
const ADDRESS = /@|:\/\/|www\./i;
const DOTTED = /[\p{L}\p{N}-]\.[\p{L}\p{N}-]*\p{L}/u;
/** A GUID in brackets is shorter. */
const LONGEST_WORD = 39;
const LONG_PART = /[^\s[\]]{25,}/g;
const DIGITS = /\p{N}(?:[\p{P}\p{Z}]?\p{N}){2,}/gu;
const HALF_CHARACTER = /\p{Cs}/gu;
const MASK = /\[(?:number|id|domain|other)\]/g;

/**
 * What of a message may leave the bot: its words, without mentions, and with masks for numbers, ids, domains, mail
 * addresses, links and whatever looks like a token. Empty when no word is left.
 */
export function redact(text: string): string {
  const masked = maskSpots(messageWords(text).plain.replace(WORD, maskWord))
    .replace(LONG_PART, MASKS.other)
    .replace(DIGITS, MASKS['partner-id']);
  if (!/\p{L}/u.test(masked.replace(MASK, ''))) return '';
  return masked.slice(0, MAX_REDACTED_LENGTH).replace(HALF_CHARACTER, '');
}

function maskWord(word: string): string {
  if (word.length > LONGEST_WORD || ADDRESS.test(word)) return MASKS.other;
  return DOTTED.test(word) ? MASKS.domain : word;
}

function maskSpots(plain: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, kind } of findSpots(plain)) {
    parts.push(plain.slice(from, start), MASKS[kind]);
    from = end;
  }
  return [...parts, plain.slice(from)].join('');
}
