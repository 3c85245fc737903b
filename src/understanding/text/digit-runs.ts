import { asPartnerId } from '../../model/identifiers';
import { asksToLink, namesPartnerId } from './words-before';
import type { Sheet, Spot } from './spots';
import { withSpots } from './spots';

/** What people put between the digits of one number. */
export const SEPARATOR = "[ .,'’‘‛ʼ′`_·٬\\-‐‑‒–—―−]";

const RUN = new RegExp(`\\d+(?:${SEPARATOR}\\d+)*`, 'g');
const GROUP = /\d+/g;
const WORD_FOLLOWS = /^ ?\p{L}/u;
const SAYS_MORE = /[\p{L}\p{S}\d\ue000]/u;
const MIN_DIGITS = 5;
/** A message that is nothing but so many digits was meant as a PartnerID; fewer may be the choice of a line. */
const MIN_DIGITS_ALONE = 3;
const MAX_DIGITS = 10;
/** Fewer single digits in a row may be a countdown or a list. */
const MIN_DIGITS_SPELLED = 6;
/** A longer number that nobody called a PartnerID is a card number, a time stamp and the like. */
const MAX_PLAUSIBLE_DIGITS = 14;

interface Digits {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

/** Whether groups of digits with spaces between them are one number, as in "1 234 567", not several, as in "5 12345". */
function isGrouped(groups: readonly string[]): boolean {
  const isSpelled = groups.length >= MIN_DIGITS_SPELLED && groups.every((group) => group.length === 1);
  return isSpelled || groups.slice(1).every((group) => group.length >= 2 && group.length <= 4);
}

function numbersOf(run: Digits, written: string, wordFollows: boolean): Digits[] {
  const groups = [...written.matchAll(GROUP)].map((match) => {
    const start = run.start + match.index;
    return { start, end: start + match[0].length, digits: match[0] };
  });
  const texts = groups.map((group) => group.digits);
  const long = groups.filter((group) => group.digits.length >= MIN_DIGITS);
  const fits = run.digits.length <= MAX_DIGITS;
  if (groups.length === 1 || (fits && !(written.includes(' ') && wordFollows))) return [run];
  if (fits && long.length === 0 && isGrouped(texts)) return [run];
  if (fits || long.length > 1) return groups;
  return [run];
}

function spotOf(text: string, { start, end, digits }: Digits): Spot {
  const partnerId = asPartnerId(digits);
  if (partnerId) return { start, end, kind: 'partner-id', partnerId };
  const isNamed = namesPartnerId(text, start);
  const endsText = !SAYS_MORE.test(text.slice(end));
  const isAlone = endsText && digits.length >= MIN_DIGITS_ALONE && !SAYS_MORE.test(text.slice(0, start));
  if (digits.length < MIN_DIGITS) {
    const isMeant = isNamed || isAlone || (endsText && asksToLink(text, start));
    return isMeant
      ? { start, end, kind: 'mistake', mistake: 'too-short', written: digits }
      : { start, end, kind: 'other' };
  }
  return isNamed || isAlone || digits.length <= MAX_PLAUSIBLE_DIGITS
    ? { start, end, kind: 'mistake', mistake: 'too-long', written: digits }
    : { start, end, kind: 'other' };
}

/** Marks what digits are left: PartnerIDs, and numbers that are too short or too long for one. */
export function markDigitRuns(sheet: Sheet): Sheet {
  const spots = [...sheet.text.matchAll(RUN)].flatMap((match) => {
    const [written] = match;
    const run = {
      start: match.index,
      end: match.index + written.length,
      digits: written.replace(/\D/g, ''),
    };
    const wordFollows = WORD_FOLLOWS.test(sheet.text.slice(run.end, run.end + 2));
    return numbersOf(run, written, wordFollows).map((digits) => spotOf(sheet.text, digits));
  });
  return withSpots(sheet, spots);
}
