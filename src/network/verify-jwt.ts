import { createHash } from 'node:crypto';

import type { KeyLike } from 'jose';
// The package as a whole would load all of its ciphers too (docs/BENCH.md).
import { compactVerify } from 'jose/jws/compact/verify';
import { importJWK } from 'jose/key/import';
import { decodeJwt } from 'jose/jwt/decode';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { z } from 'zod';

import type { MonotonicClock } from '../model/clock';
import type { Log, LogFields } from '../model/log';
import { errorName } from '../model/log';
import type { HttpSend } from './http-send';
import { jsonOf } from './http-send';

/** The tokens that we are handed are under four kilobytes; what is far longer is none. */
const MOST_CHARACTERS = 16_384;
/** What Bot Framework and Entra allow between their clock and ours. */
export const CLOCK_SKEW_MS = 5 * 60 * 1000;
/** The last second that Date can hold, with the skew on top. */
const MOST_SECONDS = 8_640_000_000_000 - CLOCK_SKEW_MS / 1000;

/** Which check a token failed that every token has to pass. */
export type JwtFlaw =
  'unreadable' | 'algorithm' | 'claims' | 'expired' | 'too-early' | 'unknown-key' | 'signature';

/** What a token must be. `C`: its claims; `F`: the flaws that they can have. */
export interface JwtExpectation<C, F extends string> {
  readonly claims: z.ZodType<C, z.ZodTypeDef, unknown>;
  /** What is wrong with claims of the right form: issuer, audience, whom they are about. */
  readonly flawOf: (claims: C) => F | undefined;
  readonly findKey: (keyId: string) => Promise<FoundKey>;
  readonly now: Date;
}

/** What the check of a token comes to. */
export type JwtVerdict<C, F extends string> =
  | { readonly kind: 'good'; readonly claims: C; readonly endorsements: readonly string[] }
  | { readonly kind: 'flawed'; readonly flaw: JwtFlaw | F }
  | { readonly kind: 'keys-unreachable' };

const header = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(256) });

/** What a token says, in the right form; nothing of it is believed yet. */
interface ReadToken<C> {
  readonly keyId: string;
  readonly claims: C;
}

/**
 * Checks a token (a JWS in compact form, RS256) of an issuer that publishes its keys. What can be seen without a key is
 * looked at first, so that a foreign token causes no request and no work. `verified`: the tokens that were good before.
 */
export async function verifyJwt<C extends { readonly exp: number; readonly nbf?: number }, F extends string>(
  token: string,
  { claims: form, flawOf, findKey, now }: JwtExpectation<C, F>,
  verified = new VerifiedTokens<C>(),
): Promise<JwtVerdict<C, F>> {
  const flawed = (flaw: JwtFlaw | F) => ({ kind: 'flawed', flaw }) as const;
  if (token.length > MOST_CHARACTERS) return flawed('unreadable');
  const name = nameOf(token);
  const before = verified.find(name);
  const read = before ?? readToken(token, form);
  if (typeof read === 'string') return flawed(read);
  const { claims } = read;
  const flaw = flawOf(claims) ?? timeFlawOf(claims, now);
  if (flaw !== undefined) return flawed(flaw);
  const found = await findKey(read.keyId);
  if (found.kind === 'unreachable') return { kind: 'keys-unreachable' };
  if (found.kind === 'unknown') return flawed('unknown-key');
  const { key, endorsements } = found;
  if (before?.key !== key) {
    if (!(await hasSigned(token, key))) return flawed('signature');
    verified.add(name, { ...read, key });
  }
  return { kind: 'good', claims, endorsements };
}

function readToken<C>(token: string, form: JwtExpectation<C, never>['claims']): ReadToken<C> | JwtFlaw {
  const decoded = decodedToken(token);
  if (decoded === undefined) return 'unreadable';
  const named = header.safeParse(decoded.header).data;
  if (named === undefined) return 'algorithm';
  const claims = form.safeParse(decoded.claims).data;
  return claims === undefined ? 'claims' : { keyId: named.kid, claims };
}

function decodedToken(token: string): { readonly header: unknown; readonly claims: unknown } | undefined {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    return undefined;
  }
}

function timeFlawOf({ exp, nbf }: { readonly exp: number; readonly nbf?: number }, now: Date) {
  // Written so that a number beyond what Date can hold fails too.
  if (!(exp * 1000 + CLOCK_SKEW_MS > now.getTime() && exp < MOST_SECONDS)) return 'expired';
  if (nbf !== undefined && !(nbf * 1000 - CLOCK_SKEW_MS <= now.getTime())) return 'too-early';
  return undefined;
}

async function hasSigned(token: string, key: KeyLike): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}

/** Teams sends one token for an hour; those who send have some each. */
const MOST_TOKENS = 1_000;

/**
 * The tokens whose signature was checked: the channel sends the same one with every activity for as long as it is good, and
 * reading and checking it costs more than all else at the door. What is remembered is what these very characters say, and
 * which key has signed them; the token itself is not, only its digest. Time, issuer and audience are looked at each time, and
 * when the keys are read anew, so is the signature.
 */
export class VerifiedTokens<C> {
  private readonly known = new Map<string, ReadToken<C> & { readonly key: KeyLike }>();

  /** What a token of that name says, and the key that has signed it. */
  find(name: string): (ReadToken<C> & { readonly key: KeyLike }) | undefined {
    return this.known.get(name);
  }

  /** Remembers a token that the key has signed. */
  add(name: string, token: ReadToken<C> & { readonly key: KeyLike }): void {
    if (this.known.size >= MOST_TOKENS) this.known.clear();
    this.known.set(name, token);
  }
}

/** No two texts of the letters that tokens are made of have the same. */
function nameOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

const HOUR_MS = 60 * 60 * 1000;
/** Issuers rotate their keys in weeks; while they can be asked, a key that they withdrew is trusted no longer than this. */
const FRESH_MS = 24 * HOUR_MS;
/** While they can't be asked, the last good keys are trusted this long. */
const KEPT_MS = 7 * 24 * HOUR_MS;
/** While keys are held, a made-up key id must not make us ask more often than this. */
const PAUSE_MS = 5 * 60 * 1000;
/** While none are held, an outage is asked about this often. */
const PAUSE_WITHOUT_KEYS_MS = 10_000;

/** What came of looking for a key. */
export type FoundKey =
  | ({ readonly kind: 'found' } & PublishedKey)
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' };

/** The public keys of one issuer. */
export interface PublishedKeys {
  find(keyId: string): Promise<FoundKey>;
  /** Whether any key is held, or can be read now. */
  areAtHand(): Promise<boolean>;
}

interface PublishedKeysParts {
  /** Names the issuer in the log. */
  readonly issuer: LogFields;
  /** Reads all keys, or throws. */
  readonly read: () => Promise<ReadonlyMap<string, PublishedKey>>;
  readonly monotonicMs: MonotonicClock;
  readonly log: Log;
}

/** PublishedKeys that are read one request at a time, and whose last good ones outlive an outage of days. */
export function createPublishedKeys({ issuer, read, monotonicMs, log }: PublishedKeysParts): PublishedKeys {
  let keys: ReadonlyMap<string, PublishedKey> = new Map();
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let flight: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    triedAt = monotonicMs();
    try {
      keys = await read();
      fetchedAt = monotonicMs();
    } catch (error) {
      log.warn('network.keys.not-read', { ...issuer, error: errorName(error), cached: keys.size });
    }
  }

  function isDue(keyId: string, now: number): boolean {
    const sinceTry = now - triedAt;
    if (keys.size === 0) return sinceTry >= PAUSE_WITHOUT_KEYS_MS;
    const isGood = keys.has(keyId) && now - fetchedAt < FRESH_MS;
    return !isGood && sinceTry >= PAUSE_MS;
  }

  async function find(keyId: string): Promise<FoundKey> {
    const now = monotonicMs();
    if (now - fetchedAt >= KEPT_MS) keys = new Map();
    // Once an outage is known, nobody who can be served with a held key waits for its end.
    const canGoOn = keys.has(keyId) && triedAt > fetchedAt;
    if (flight === undefined && isDue(keyId, now)) {
      flight = refresh().finally(() => {
        flight = undefined;
      });
    }
    if (flight !== undefined && !canGoOn) await flight;
    const found = keys.get(keyId);
    if (found !== undefined) return { kind: 'found', ...found };
    return { kind: keys.size === 0 ? 'unreachable' : 'unknown' };
  }

  return {
    find,
    areAtHand: async () => {
      const hasKeys = keys.size > 0 && monotonicMs() - fetchedAt < KEPT_MS;
      return hasKeys || (await find('')).kind !== 'unreachable';
    },
  };
}

/** A public RSA key that an issuer signs with, imported once. */
export interface PublishedKey {
  readonly key: KeyLike;
  /** What the issuer says the key may sign for; Bot Framework names channels, Entra names nothing. */
  readonly endorsements: readonly string[];
}

/** Discovery and keys together. */
const FETCH_TIMEOUT_MS = 3_000;
const MAX_BYTES = 256 * 1024;
const MOST_KEYS = 100;

/** None of the keys that are published may sign for the channel: taken for a mistake of the issuer, not for new keys. */
class UnendorsedKeysError extends Error {
  override readonly name = 'UnendorsedKeysError';
}

const discovery = z.object({ jwks_uri: z.string().url() });
const rsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(256),
  use: z.literal('sig').optional(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).catch([]),
});
const keySet = z.object({ keys: z.array(z.unknown()).max(MOST_KEYS) });

/**
 * The RSA keys that an OpenID metadata document leads to, by key id. Throws when there are none to be had within three
 * seconds, when the document leads to another origin than `origins` names, or when no key is endorsed for `channel`.
 */
export async function fetchKeys(
  send: HttpSend,
  circuit: string,
  metadataUrl: string,
  origins: ReadonlySet<string>,
  channel?: string,
): Promise<ReadonlyMap<string, PublishedKey>> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const get = async (url: string): Promise<unknown> => {
    const limits = { circuit, timeoutMs: FETCH_TIMEOUT_MS, maxBytes: MAX_BYTES, signal };
    const reply = await send({ method: 'GET', url, headers: { accept: 'application/json' }, ...limits });
    return reply.status === 200 ? jsonOf(reply.body) : undefined;
  };
  const { jwks_uri: address } = discovery.parse(await get(metadataUrl));
  if (!origins.has(new URL(address).origin)) throw new Error('foreign key address');
  const keys = new Map<string, PublishedKey>();
  for (const given of keySet.parse(await get(address)).keys) {
    const jwk = rsaKey.safeParse(given).data;
    if (jwk === undefined) continue;
    // Never a secret as a key: only the public parts go in.
    const key = await importJWK({ kty: 'RSA', n: jwk.n, e: jwk.e }, 'RS256');
    if (!(key instanceof Uint8Array)) keys.set(jwk.kid, { key, endorsements: jwk.endorsements });
  }
  if (keys.size === 0) throw new Error('no keys');
  const isEndorsed = [...keys.values()].some(({ endorsements }) => endorsements.includes(channel ?? ''));
  if (channel !== undefined && !isEndorsed) throw new UnendorsedKeysError('keys without endorsements');
  return keys;
}
