const THIS_MACHINE = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;

/** True for an https address on another machine than this one. */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false;
  // The host of a parsed URL has one spelling: numbers in other bases are dotted by now.
  const url = new URL(address);
  return url.protocol === 'https:' && !THIS_MACHINE.test(url.hostname);
}
