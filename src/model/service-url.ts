import { memoize } from '../lib/bounded-map';

/** An address of the channel to which the bot may send: made by `asServiceUrl` only. */
export type ServiceUrl = string & { readonly __brand: 'ServiceUrl' };

/** Where the bot may send messages, and with them its token. */
export interface AllowedServices {
  /** Whole host names. */
  readonly hosts: readonly string[];
  /** Stand-ins of the channel that run beside the bot are allowed, over plain http too. Local use only. */
  readonly loopback: boolean;
}

const LONGEST = 512;
/** No user, no question, no fragment, no encoded characters: none of Teams' addresses has them. */
const PLAIN = /^(?<protocol>https?):\/\/(?<host>[a-z0-9.-]+)(?<port>:\d{1,5})?(?:\/[\w.~/-]*)?$/i;

/**
 * The text as an address to which the bot may send; undefined for everything else. Whoever names another one would get
 * the bot's token, so that what is not exactly known is refused.
 */
export function asServiceUrl(text: string, allowed: AllowedServices): ServiceUrl | undefined {
  if (text.length > LONGEST) return undefined;
  let known = addresses.get(allowed);
  if (known === undefined) {
    known = memoize((one) => addressIn(one, allowed) ?? '', REMEMBERED);
    addresses.set(allowed, known);
  }
  const address = known(text);
  return address === '' ? undefined : (address as ServiceUrl);
}

/** Teams has a handful of addresses, and every message names one twice. */
const REMEMBERED = 100;
const addresses = new WeakMap<AllowedServices, (text: string) => string>();

function addressIn(text: string, { hosts, loopback }: AllowedServices): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host = '', port } = PLAIN.exec(text)?.groups ?? {};
  const { hostname } = new URL(text);
  // A host that the parser reads in another way than it is written (127.1, 0x7f.1) is nobody's address.
  if (protocol === undefined || hostname !== host.toLowerCase()) return undefined;
  if (loopback && isLoopback(hostname)) return text;
  const isKnown = hosts.includes(hostname);
  return isKnown && protocol.toLowerCase() === 'https' && (port === undefined || port === ':443')
    ? text
    : undefined;
}

/** The host that an address names, for the log; undefined when it is none. */
export function hostOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).host : undefined;
}

/**
 * Whether both lead to the same place, however it is written: in capitals, with the port that is understood, with a
 * slash at the end.
 */
export function isSameService(one: string, other: string): boolean {
  const address = addressOf(one);
  return address !== undefined && address === addressOf(other);
}

function addressOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).href.replace(/\/$/, '').toLowerCase() : undefined;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** True for the host name (of a parsed URL) of this machine: a stand-in that runs beside the bot. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
