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
 * An ISO 8601 time in the words of a locale, in UTC and saying so; '' for anything that is no time.
 * A locale that is unknown or malformed counts as English.
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
  const key = `${format === TIME ? 'time' : 'day'} ${locale}`;
  const kept = formatters.get(key);
  if (kept) return kept;
  if (formatters.size >= KEPT_FORMATTERS) formatters.clear();
  const made = new Intl.DateTimeFormat(isKnown(locale) ? locale : 'en', format);
  formatters.set(key, made);
  return made;
}

function isKnown(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
