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
