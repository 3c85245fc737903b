const THIS_MACHINE = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;

/** What is asked of an address that has to be one, in a person's words. */
export const PUBLIC_HTTPS =
  'an https address that other machines can reach (http and localhost work only with PAL_ENVIRONMENT=local)';

/** True for an https address on another machine than this one, without a user or a password in it. */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false;
  // The host of a parsed URL has one spelling: numbers in other bases are dotted by now.
  const url = new URL(address);
  return url.protocol === 'https:' && url.username + url.password === '' && !THIS_MACHINE.test(url.hostname);
}

/** True for an address that is nothing but scheme, host and port, with or without a slash at its end. */
export function isOrigin(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(address);
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username + password === '';
}
