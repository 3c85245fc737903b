import type { KeyLike } from 'jose';
import { importJWK } from 'jose';
import { z } from 'zod';

import type { HttpSend } from './http-send';
import { jsonOf } from './json';

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
  lane: string,
  metadataUrl: string,
  origins: ReadonlySet<string>,
  channel?: string,
): Promise<ReadonlyMap<string, PublishedKey>> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const get = async (url: string): Promise<unknown> => {
    const limits = { lane, timeoutMs: FETCH_TIMEOUT_MS, maxBytes: MAX_BYTES, signal };
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
