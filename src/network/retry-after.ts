/** Nothing sensible asks for more; keeps a hostile header from becoming an endless pause. */
const LONGEST_SECONDS = 24 * 60 * 60;

/** A Retry-After header (seconds or HTTP date) in whole seconds; undefined when absent, negative or unreadable. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS);
  if (!/^[A-Za-z]{3},/.test(text)) return undefined;
  const seconds = Math.ceil((Date.parse(text) - now.getTime()) / 1000);
  return seconds >= 0 ? Math.min(seconds, LONGEST_SECONDS) : undefined;
}
