/** What is read of a message; the rest is left unread, so that no message can cost more than this one. */
export const MAX_TEXT_LENGTH = 4096;

const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Variation_Selector}\u034f\u115f\u1160\u3164]/gu;
const CONTROL = /[^\P{Cc}\n]/gu;
const NUMBER_PART = /[\p{N}\s.,'’_-]/u;

/** What every form of a letter, fold and comparison leaves as it is, but for its case. */
export const PLAIN = /^[\x20-\x7e]*$/;

/** A cut must not shorten a number into another one: the word, and the digits before it, go with the cut. */
function capped(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  let end = MAX_TEXT_LENGTH;
  while (end > 0 && !/\s/.test(text.charAt(end - 1))) end -= 1;
  while (end > 0 && NUMBER_PART.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/**
 * The text as it reads to a person: compatibility forms folded (full-width digits, no-break spaces), zero-width,
 * bidi and control characters gone, line ends as `\n`, single spaces, at most MAX_TEXT_LENGTH characters. Case is kept.
 */
export function plainText(text: string): string {
  // Most messages have only these, of which nothing below changes any but the spaces.
  if (PLAIN.test(text) && text.length <= MAX_TEXT_LENGTH) return text.replace(/ {2,}/g, ' ').trim();
  const visible = capped(text)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\t\v\f\u1680]/g, ' ')
    // NFKC would split this accent, which people use as an apostrophe, into a space and a mark.
    .replace(/\u00b4/g, "'")
    .replace(INVISIBLE, '')
    .replace(CONTROL, '');
  const folded = visible.normalize('NFKC').replace(INVISIBLE, '').replace(/ {2,}/g, ' ');
  return capped(folded).trim();
}

const SPELT_OUT: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
};
const MARKS = /\p{M}/gu;

/** A word as it is compared: lower-case, umlauts spelt out ("verknüpfen" and "verknuepfen" meet), no accents. */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower
    .replace(/[äöüßæœø]/g, (letter) => SPELT_OUT[letter] ?? letter)
    .replaceAll('’', "'")
    .normalize('NFD')
    .replace(MARKS, '')
    .normalize('NFC');
}
