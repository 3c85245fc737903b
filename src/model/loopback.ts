const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** True for the host name (of a parsed URL) of this machine: a stand-in that runs beside the bot. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
