import type { MonotonicClock } from '../model/clock';
import type { Log, LogFields } from '../model/log';
import { errorName } from '../model/log';
import type { KeyLike } from 'jose';
import { importJWK } from 'jose';
import { z } from 'zod';
import type { HttpSend } from './http-send';
import { jsonOf } from './http-send';

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
      log.warn('network.keys.not-read', { ...issuer, error: errorName(error), held: keys.size });
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
      const isHeld = keys.size > 0 && monotonicMs() - fetchedAt < KEPT_MS;
      return isHeld || (await find('')).kind !== 'unreachable';
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
