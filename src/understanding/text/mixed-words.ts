import { namesPartnerId } from './words-before';
import type { Sheet, Spot } from './spots';
import { withSpots } from './spots';

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
export function markMixedWords(sheet: Sheet): Sheet {
  const spots: Spot[] = [];
  for (const match of sheet.text.matchAll(WORD)) {
    const [word] = match;
    const digits = word.match(DIGIT)?.length ?? 0;
    if (digits === 0 || digits === word.length || NAME_AND_DIGITS.test(word)) continue;
    const place = { start: match.index, end: match.index + word.length };
    const isNamed = digits >= MIN_DIGITS_WHEN_NAMED && namesPartnerId(sheet.text, place.start);
    spots.push(
      isNamed || isDamagedNumber(word, digits)
        ? { ...place, kind: 'mistake', mistake: 'letters', written: word }
        : { ...place, kind: 'other' },
    );
  }
  return withSpots(sheet, spots);
}
