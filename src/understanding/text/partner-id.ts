import type { PartnerId } from '../../model/identifiers';
import { asPartnerId, isUnusualLength } from '../../model/identifiers';
import { chooseNumber } from './choose-number';
import type { Candidate } from './choose-number';
import { SEPARATOR } from './digit-runs';
import type { Spotted } from './find-spots';
import { namesPartnerId } from './words-before';
import { namesTenant } from './tenant';
import { MAX_TEXT_LENGTH, plainText } from './plain-text';

/** What is wrong with a PartnerID that someone wrote. Whether Microsoft knows the id is not for this module. */
export type PartnerIdTextMistake = 'empty' | 'letters' | 'too-short' | 'too-long' | 'guid' | 'several';

/** What reading a PartnerID from a person's text comes to. */
export type PartnerIdReading =
  | { readonly kind: 'none' }
  /** `isUnusualLength`: not 6 to 8 digits; worth asking "is that right?". */
  | { readonly kind: 'found'; readonly partnerId: PartnerId; readonly isUnusualLength: boolean }
  | { readonly kind: 'mistake'; readonly mistake: PartnerIdTextMistake };

const MIN_DIGITS = 5;
const MAX_DIGITS = 10;

/** Words that stand around an id in an answer, and say nothing. Digits may follow directly ("MPN1234567"). */
const CARRIER_WORDS =
  /(?<![\p{L}\p{N}])(?:microsoft|partner|mpn|partnerid|mpnid|palid|pal|pla|location|identifier|id|number|nummer|partnernummer|no|nr|num|code|it['’]?s|it|is|this|here|our|my|the|please|use|thanks|and|or|die|der|das|ist|lautet|sie|es|unsere|meine|unser|hier|bitte|danke|nimm|und|oder)(?!\p{L})/giu;
const BREAKS = /[#:;=?!"“”„‟«»‹›()[\]{}<>*|/\\~^…]/g;
const BREAK = '\n';
const GUID = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-z])/i;
const NUMBER = new RegExp(`^(?:\\d|${SEPARATOR})+$`);
const LIST_COMMA = /, /;
const SEPARATORS = new RegExp(SEPARATOR, 'g');

const mistake = (what: PartnerIdTextMistake): PartnerIdReading => ({ kind: 'mistake', mistake: what });

function found(partnerId: PartnerId): PartnerIdReading {
  return { kind: 'found', partnerId, isUnusualLength: isUnusualLength(partnerId) };
}

/** One number with separators in it, or several whole numbers side by side. */
function numbersOf(part: string): string[] {
  const digits = part.replace(SEPARATORS, '');
  if (digits.length <= MAX_DIGITS) return [digits];
  const listed = part.split(LIST_COMMA).map((item) => item.replace(SEPARATORS, ''));
  if (listed.length > 1) return listed.filter(Boolean);
  const groups = part.replace(SEPARATORS, ' ').split(' ').filter(Boolean);
  return groups.filter((group) => group.length >= MIN_DIGITS).length > 1 ? groups : [digits];
}

/**
 * Reads a text that is meant to be a PartnerID and nothing else: a form field, or the answer to "which PartnerID?".
 * Separators, full-width digits and the words around an id don't matter; leading zeros are kept.
 */
export function readPartnerId(text: string): PartnerIdReading {
  if (text.trim().length > MAX_TEXT_LENGTH) return mistake('too-long');
  const plain = plainText(text);
  if (GUID.test(plain)) return mistake('guid');
  const parts = plain
    .replace(CARRIER_WORDS, BREAK)
    .replace(BREAKS, BREAK)
    .split(BREAK)
    .filter((part) => part.replace(SEPARATORS, '') !== '');
  const numbers = [...new Set(parts.filter((part) => NUMBER.test(part)).flatMap(numbersOf))];
  const [number] = numbers;
  const isOther = parts.some((part) => !NUMBER.test(part));
  if (isOther || number === undefined) return mistake(/[\p{L}\p{N}]/u.test(plain) ? 'letters' : 'empty');
  if (numbers.length > 1) return mistake('several');
  const partnerId = asPartnerId(number);
  if (partnerId) return found(partnerId);
  return mistake(number.length < MIN_DIGITS ? 'too-short' : 'too-long');
}

/**
 * Finds the PartnerID that a free message names. Dates, times, phones, money, per cent, versions, tickets and GUIDs
 * are none; of two, the one that a change leads to ("from X to Y") is taken; without a direction it is `several`.
 */
export function findPartnerId({ plain, spots }: Spotted): PartnerIdReading {
  const candidates = spots.filter(
    (spot): spot is Candidate => spot.kind === 'partner-id' || spot.kind === 'mistake',
  );
  const chosen = chooseNumber(plain, candidates);
  if (chosen === 'several') return mistake('several');
  if (chosen !== 'none')
    return chosen.kind === 'partner-id' ? found(chosen.partnerId) : mistake(chosen.mistake);
  if (candidates.length > 0) return { kind: 'none' };

  const guid = spots.find((spot) => spot.kind === 'guid');
  if (!guid) return { kind: 'none' };
  const isTenant = namesTenant(plain, guid.start, guid.end) && !namesPartnerId(plain, guid.start);
  return isTenant ? { kind: 'none' } : mistake('guid');
}
