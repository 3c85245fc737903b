import { asPartnerId } from '../../model/identifiers';
import type { MaskedText, Entity } from './entities';
import { asksToLink, namesPartnerId, withEntities } from './entities';

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

function entityOf(text: string, { start, end, digits }: Digits): Entity {
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
export function markDigitRuns(masked: MaskedText): MaskedText {
  const entities = [...masked.text.matchAll(RUN)].flatMap((match) => {
    const [written] = match;
    const run = {
      start: match.index,
      end: match.index + written.length,
      digits: written.replace(/\D/g, ''),
    };
    const wordFollows = WORD_FOLLOWS.test(masked.text.slice(run.end, run.end + 2));
    return numbersOf(run, written, wordFollows).map((digits) => entityOf(masked.text, digits));
  });
  return withEntities(masked, entities);
}

const WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d]+/gu;
const DIGIT = /\d/g;
const NAME_AND_DIGITS = /^(?:mpnid|mpn|partnerid|palid|pal|pla|id|nr|no|number)\d+$/i;
const NUMBER_AND_UNIT = /^\d+(?:[kmgt]?b|[kmgt]|[km]m|ms|s|h|kg|st|nd|rd|th|x|px|p)$/i;
/** Letters that are typed for a digit that looks alike. */
const LIKE_A_DIGIT = /^[lioqsbzg]\d/i;
const MIN_DIGITS_WHEN_NAMED = 3;

/** Whether an unnamed word of letters and digits looks like a PartnerID with a slip in it, and like nothing else. */
function isDamagedNumber(word: string, digits: number): boolean {
  if (word.length < 6 || word.length > 11 || digits < 5 || word.length - digits > 2) return false;
  return !NUMBER_AND_UNIT.test(word) && (/^\d/.test(word) || LIKE_A_DIGIT.test(word));
}

/**
 * Marks the words in which letters and digits are mixed: slips in a PartnerID ("l234567", "12345a7"), and names of
 * other things ("M365", "INC0012345"). "MPN1234567" is left as it is.
 */
export function markMixedWords(masked: MaskedText): MaskedText {
  const entities: Entity[] = [];
  for (const match of masked.text.matchAll(WORD)) {
    const [word] = match;
    const digits = word.match(DIGIT)?.length ?? 0;
    if (digits === 0 || digits === word.length || NAME_AND_DIGITS.test(word)) continue;
    const place = { start: match.index, end: match.index + word.length };
    const isNamed = digits >= MIN_DIGITS_WHEN_NAMED && namesPartnerId(masked.text, place.start);
    entities.push(
      isNamed || isDamagedNumber(word, digits)
        ? { ...place, kind: 'mistake', mistake: 'letters', written: word }
        : { ...place, kind: 'other' },
    );
  }
  return withEntities(masked, entities);
}
