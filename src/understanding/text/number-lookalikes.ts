import type { MaskedText } from './entities';
import { namesPartnerId, withEntities } from './entities';

/** A way to write a number that is no PartnerID. */
interface Lookalike {
  /** Linear: no repetition inside a repetition, every count bounded. */
  readonly pattern: RegExp;
  /** False: "PartnerID" right before it outweighs the look. */
  readonly evenWhenNamed: boolean;
  readonly unless?: (written: string) => boolean;
}

const MONTH = '(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]{0,6}';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH_NUMBER = '(?:0?[1-9]|1[0-2])';
const YEAR = '(?:19|20)\\d\\d';
const SHORT_OR_LONG_YEAR = '(?:(?:19|20)\\d\\d|\\d\\d)';
const AMOUNT = "(?:\\d{1,3}(?: \\d{3}){1,4}(?!\\d)|\\d[\\d.,'’]{0,18})";
const CURRENCY = '(?:usd|eur|chf|gbp|sek|nok|dkk|pln|cad|aud|jpy|inr|fr\\.)';
const TICKET =
  '(?:tickets?|incident|order|invoice|po|sr|pr|bug|issue|error|errors|port|pin|zip|zipcode|postcode|room|build|' +
  'extension|ext|rechnung|bestellung|auftrag|fehler|raum|zimmer|plz|durchwahl|otp|passcode|password|pincode|trackingid|cve|rfc)';
const PHONE =
  '(?:tel|telephone|telefon|telefonnummer|rufnummer|handy|phone|fax|mobile|call|call me at|call me on|call me|dial)';
const OWN_NUMBER =
  '(?:kunden|rechnungs|auftrags|vertrags|bestell|vorgangs|case|request|customer|account|employee|staff|user|subscription|tenant|directory|contract|agreement|enrollment|' +
  'serial|vat|tax|bank|vendor|supplier|reference|ref|verification|security|zip|postal|area|exit|status)';
const COUNTED =
  '(?:benutzer|nutzer|kunden|lizenzen|plätze|mitarbeiter|leute|franken|prozent|stunden|minuten|tage|tagen|wochen|monate|' +
  'monaten|jahre|jahren|punkte|abos|abonnements|server|stellen|ziffern|mal|users|customers|clients|seats|licen[cs]es|employees|people|persons|vms|machines|subscriptions|tenants|' +
  'directories|times|requests|records|rows|files|devices|dollars?|euros?|francs?|pounds?|bucks|percent|per cent|' +
  'km|miles|hours|minutes|mins|seconds|secs|days|weeks|months|years|points|items|partners|resources|digits|' +
  'colleagues|mails|emails|messages|steps|chars|characters|units|credits|likes|views)';

const countDigits = (written: string): number => written.replace(/\D/g, '').length;
const MIN_PHONE_DIGITS = 9;

const isThousands = (written: string): boolean => /^\d{1,3}(?:\.\d{3}){1,2}$/.test(written);

const LOOKALIKES: readonly Lookalike[] = [
  // Money, before or after the sign.
  { pattern: new RegExp(`\\p{Sc} ?${AMOUNT}|\\b${CURRENCY} ?${AMOUNT}`, 'giu'), evenWhenNamed: true },
  {
    pattern: new RegExp(`(?<!\\d)${AMOUNT} ?(?:\\p{Sc}|${CURRENCY}(?![a-z])|[kmb]n? ?\\p{Sc})`, 'giu'),
    evenWhenNamed: true,
  },
  // Per cent.
  { pattern: /\d[\d.,]{0,18} ?[%‰]/g, evenWhenNamed: true },
  // Phone numbers: international, with a code in brackets, in the North American grouping, national with a zero.
  { pattern: /\+ ?\d[\d ()/.-]{4,24}\d/g, evenWhenNamed: true },
  {
    pattern: /(?<!\d)00[1-9]\d[\d ()/.-]{5,20}\d/g,
    evenWhenNamed: false,
    unless: (written) => /^\d{1,10}$/.test(written),
  },
  { pattern: /\(\d{2,5}\) ?\d[\d .-]{3,14}\d/g, evenWhenNamed: false },
  { pattern: /(?<!\d)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)/g, evenWhenNamed: false },
  {
    pattern: /(?<!\d)0\d{1,4}[ /-]\d{2,4}[ -]\d{2,4}(?:[ -]\d{2,4})?(?!\d)/g,
    evenWhenNamed: false,
    unless: (written) => countDigits(written) < MIN_PHONE_DIGITS,
  },
  {
    pattern: new RegExp(
      `(?<![a-z])${PHONE}(?: ?(?:number|no|nr))?\\.?(?: is)?[ :]{0,2}\\d[\\d ()/.-]{3,24}\\d`,
      'gi',
    ),
    evenWhenNamed: true,
  },
  // Dates, in figures and with the name of a month; ranges of years.
  {
    pattern: new RegExp(
      `(?<!\\d)${YEAR}[-./]${MONTH_NUMBER}[-./]${DAY}(?!\\d)(?:t\\d\\d:\\d\\d[\\d:.]{0,12}z?)?`,
      'gi',
    ),
    evenWhenNamed: true,
  },
  {
    pattern: new RegExp(
      `(?<!\\d)${DAY}([-./])${MONTH_NUMBER}\\1 ?${SHORT_OR_LONG_YEAR}(?!\\d|[-.'’,]\\d)`,
      'g',
    ),
    evenWhenNamed: true,
  },
  {
    pattern: new RegExp(
      `(?<!\\d)${MONTH_NUMBER}([-./])${DAY}\\1${SHORT_OR_LONG_YEAR}(?!\\d|[-.'’,]\\d)`,
      'g',
    ),
    evenWhenNamed: true,
  },
  {
    pattern: new RegExp(
      `(?<![a-z\\d])${DAY}(?:st|nd|rd|th|\\.)? ?(?:of )?${MONTH}\\.?,?(?: ${YEAR})?(?![a-z\\d])`,
      'gi',
    ),
    evenWhenNamed: true,
  },
  {
    pattern: new RegExp(`(?<![a-z])${MONTH}\\.? ${DAY}(?:st|nd|rd|th)?(?:,? ${YEAR})?(?![a-z\\d])`, 'gi'),
    evenWhenNamed: true,
  },
  {
    pattern: new RegExp(`(?<!\\d)${YEAR} ?[-–/] ?(?:${YEAR}|\\d\\d)(?!\\d|[-.'’,]\\d)`, 'g'),
    evenWhenNamed: false,
  },
  // Times.
  { pattern: /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?: ?[ap]\.?m\b)?/gi, evenWhenNamed: true },
  { pattern: /(?<!\d)\d{1,2}(?:\.\d\d)? ?(?:[ap]\.?m|uhr|o'clock)\b/gi, evenWhenNamed: true },
  // Amounts with decimals; versions and IP addresses.
  {
    pattern:
      /(?<!\d)\d{1,3}(?:[.'’]\d{3}){1,4},\d{1,2}(?!\d)|(?<!\d)\d{1,3}(?:[,'’]\d{3}){1,4}\.\d{1,2}(?!\d)/g,
    evenWhenNamed: false,
  },
  { pattern: /(?<!\d|\d[.,'’])\d{4,12}[.,]\d{1,2}(?!\d|[.,'’]\d)/g, evenWhenNamed: false },
  { pattern: /\b(?:v|ver|version|release|node|windows)[. ]{0,2}\d[\d.]{0,24}/gi, evenWhenNamed: true },
  {
    pattern: /(?<!\d|\d[.,'’])\d{1,5}(?:\.\d{1,6}){1,4}(?!\d)/g,
    evenWhenNamed: false,
    unless: isThousands,
  },
  // Numbers that say what they count or name.
  { pattern: new RegExp(`\\d[\\d.,'’]{0,18} ?${COUNTED}\\b`, 'gi'), evenWhenNamed: false },
  {
    pattern: new RegExp(
      `(?<![a-z])${TICKET}(?: ?(?:number|no|nr|id|code))?\\.?(?: is)?[ :#-]{0,3}\\d[\\d-]{0,20}`,
      'gi',
    ),
    evenWhenNamed: true,
  },
  {
    pattern: new RegExp(
      `(?<![a-z])${OWN_NUMBER} ?(?:(?:number|no|nr|id|code)\\b\\.?(?: is)?|#)[ :#-]{0,3}\\d[\\d-]{0,20}`,
      'gi',
    ),
    evenWhenNamed: true,
  },
  { pattern: /(?<![a-z]|\bin )case:? ?#?\d[\d-]{0,20}/gi, evenWhenNamed: true },
  // Codes with a prefix ("ABC-12345"), and hexadecimal figures.
  {
    pattern: /(?<![\p{L}\d])(?!mpn|partner|pal|pla|id|no|nr|link)[a-z][a-z\d]{1,11}[-_]\d+/giu,
    evenWhenNamed: true,
  },
  { pattern: /(?<![\p{L}\d])0x[\da-f]+/giu, evenWhenNamed: true },
];

/** Marks the numbers that are something else than a PartnerID: money, phones, dates, versions, tickets and the like. */
export function markLookalikes(masked: MaskedText): MaskedText {
  // Every pattern has a digit in it, and most questions have none.
  if (!/\d/.test(masked.text)) return masked;
  return LOOKALIKES.reduce((before, { pattern, evenWhenNamed, unless }) => {
    const entities = [...before.text.matchAll(pattern)]
      .filter(([written]) => !unless?.(written))
      .filter((match) => evenWhenNamed || !namesPartnerId(before.text, match.index))
      .map((match) => ({
        start: match.index,
        end: match.index + match[0].trimEnd().length,
        kind: 'other' as const,
      }));
    return withEntities(before, entities);
  }, masked);
}
