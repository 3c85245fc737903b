import { languageOf } from '../model/language';
import type { View } from './view';

const DEFAULT_MAX_LENGTH = 200;
/** Nothing on a card is longer; cutting first keeps the work linear in what is shown, not in what was sent. */
const RAW_MAX_LENGTH = 2_000;
/** Control, format (zero-width, bidi), private-use, lone-surrogate and other characters that look like nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;
/** Card renderers replace `{{DATE(…)}}` and `{{TIME(…)}}` even in text runs. */
const DOUBLE_BRACE = /\{(?=\{)/g;
/** Of these letters, as nearly all texts have, nothing but spaces needs a look: a fifth of the time. */
const PLAIN_LETTERS = /^[ -z|}~À-ɏ]*$/;

/**
 * Text of a person or a service as a card may show it: one line, only visible characters, at most `maxLength`
 * characters (then cut, with an ellipsis). Anything that is not a text becomes ''.
 * It does not escape markdown: templates show such text in text runs only, which know no markdown.
 */
export function cleanText(value: unknown, maxLength = DEFAULT_MAX_LENGTH): string {
  const text = visible(value);
  // Never more characters than units: most texts need not be taken apart.
  if (text.length <= maxLength) return text;
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  return `${characters.slice(0, maxLength - 1).join('')}…`;
}

/** What someone typed, ready to stand in an input again: cleaned and cut, without an ellipsis. */
export function cleanInput(value: unknown, maxLength = DEFAULT_MAX_LENGTH): string {
  return Array.from(visible(value)).slice(0, maxLength).join('');
}

function visible(value: unknown): string {
  if (typeof value !== 'string') return '';
  const text = value.slice(0, RAW_MAX_LENGTH);
  if (PLAIN_LETTERS.test(text)) return (text.includes('  ') ? text.replace(/ +/g, ' ') : text).trim();
  return text
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(STACKED_MARKS, '$1')
    .replace(DOUBLE_BRACE, '{ ')
    .trim();
}

/** How many bytes the text takes within a card, which is JSON in UTF-8. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/** The text, cut with an ellipsis where it would take more than `mostBytes` of a card. Takes time in proportion to its length. */
export function cutTo(text: string, mostBytes: number): string {
  if (bytesOf(text) <= mostBytes) return text;
  let left = mostBytes - bytesOf('…');
  let end = 0;
  for (const letter of text) {
    left -= bytesOf(letter);
    if (left < 0) break;
    end += letter.length;
  }
  return `${text.slice(0, end)}…`;
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  '[': '(',
  ']': ')',
  '<': '‹',
  '>': '›',
  '*': '∗',
  '`': 'ʼ',
  '~': '∼',
  '\\': '⧵',
  '|': '∣',
};
const MARKUP = /[[\]<>*`~\\|]/g;
/** An underscore emphasizes only at the edge of a word. */
const EDGE_UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const ENTITY = /&(?=#?\w+;)/g;
/** A list or heading mark counts only before an ordinary space. */
const FIRST_SPACE = /^(\S+) /;

/**
 * Text for the title of a choice. Renderers read the titles of an expanded choice set as markdown and those of a
 * dropdown as plain text, so escaping would show in one of them: marks are replaced by look-alikes instead.
 */
export function choiceText(value: unknown, maxLength: number): string {
  return cleanText(value, maxLength)
    .replace(MARKUP, (mark) => LOOKALIKES[mark] ?? '')
    .replace(EDGE_UNDERSCORE, '＿')
    .replace(ENTITY, '＆')
    .replace(FIRST_SPACE, '$1\u00A0');
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The address if a card may link to it: https, or http on this machine (the local cloud), without credentials in it.
 * Otherwise '', and the template leaves the button out.
 */
export function safeLink(address: unknown): string {
  if (typeof address !== 'string' || !URL.canParse(address)) return '';
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return '';
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  return isAllowed ? url.href : '';
}

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
const TIME: Intl.DateTimeFormatOptions = {
  ...DAY,
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};
const KEPT_FORMATTERS = 64;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * An ISO 8601 time in the language of the card, in UTC and saying so; '' for anything that is no time. The region of the
 * person's locale decides the form where the language is theirs; calendar and digits are the card's, whatever the locale.
 */
export function writeDate(iso: unknown, locale: string): string {
  return write(iso, locale, TIME);
}

/** The same for a day, such as 2026-11-27, without a time. */
export function writeDay(iso: unknown, locale: string): string {
  return write(iso, locale, DAY);
}

function write(iso: unknown, locale: string, format: Intl.DateTimeFormatOptions): string {
  if (typeof iso !== 'string') return '';
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? '' : formatterFor(locale, format).format(time);
}

/** Making a formatter costs more than a whole card, so a few are kept; locales come from outside, so only a few. */
function formatterFor(locale: string, format: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const written = writtenLocale(locale);
  const key = `${format === TIME ? 'time' : 'day'} ${written}`;
  const kept = formatters.get(key);
  if (kept) return kept;
  if (formatters.size >= KEPT_FORMATTERS) formatters.clear();
  const made = new Intl.DateTimeFormat(written, { ...format, calendar: 'gregory', numberingSystem: 'latn' });
  formatters.set(key, made);
  return made;
}

/** The language of the card, with the region of the locale if it has one and is of that language. */
function writtenLocale(locale: string): string {
  const language = languageOf(locale);
  const { spoken, region } =
    /^(?<spoken>[a-z]{2,3})(?:[-_][a-z]{4})?[-_](?<region>[a-z]{2}|\d{3})(?:[-_]|$)/i.exec(locale)?.groups ??
    {};
  return region !== undefined && spoken?.toLowerCase() === language
    ? `${language}-${region.toUpperCase()}`
    : language;
}

/** Larger cards are refused by Teams (28 KB), with the envelope of the message around them. */
export const MOST_CARD_BYTES = 24 * 1024;
/** How many bytes a name may take, tried one after the other while the card is too large. */
export const NAME_BYTES: readonly number[] = [96, 48, 24, 12];
/** Longer than what any card shows of a name: cutting it first keeps the work small. */
const MOST_LETTERS = 400;

/** The fields of a view that hold what others have named: directories, accounts, partners, files. */
const NAMES = new Set([
  'account',
  'currentPartnerName',
  'directoryName',
  'displayName',
  'domain',
  'fileName',
  'homeName',
  'name',
  'named',
  'otherPartners',
  'partnerName',
  'previousPartnerName',
  'scopeName',
  'search',
  'unknown',
]);

/**
 * The view with each name cut to so many bytes of JSON; ids, PartnerIDs and dates stay whole. Names of ordinary length
 * never need it: it keeps a card of many directories with hostile names small enough to be delivered.
 */
export function shortenNames(view: View, mostBytes: number): View {
  const shorten = (node: unknown, isName: boolean): unknown => {
    if (typeof node === 'string') return isName ? cutTo(node.slice(0, MOST_LETTERS), mostBytes) : node;
    if (Array.isArray(node)) return node.map((item: unknown) => shorten(item, isName));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, shorten(value, NAMES.has(key))]),
    );
  };
  return { name: view.name, data: shorten(view.data, false) } as View;
}
