const THIS_MACHINE = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;

/** What is asked of an address that has to be one, in a person's words. */
export const PUBLIC_HTTPS =
  'an https address that other machines can reach (http and localhost work only with PAL_ENVIRONMENT=local)';

/** True for an https address on another machine than this one. */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false;
  // The host of a parsed URL has one spelling: numbers in other bases are dotted by now.
  const url = new URL(address);
  return url.protocol === 'https:' && !THIS_MACHINE.test(url.hostname);
}
