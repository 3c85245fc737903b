import { languageOf } from '../model/language';

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
