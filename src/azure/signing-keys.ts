import type { KeyLike } from 'jose';
import { importJWK } from 'jose';
import { z } from 'zod';

import type { Clock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { entraOrigins } from './entra-hosts';
import type { HttpSend } from './http-send';
import { jsonOf } from './json';

/** Discovery and keys together. */
const FETCH_TIMEOUT_MS = 3_000;
const MAX_BYTES = 256 * 1024;
const MOST_KEYS = 100;
const MOST_TENANTS = 500;
/** Entra rotates its keys in weeks; a key that it withdrew is not trusted for longer than this. */
const FRESH_MS = 24 * 60 * 60 * 1000;
/** While keys are held, a made-up key id must not make us ask more often than this. */
const PAUSE_MS = 5 * 60 * 1000;
/** While none are held, an outage is asked about this often. */
const PAUSE_WITHOUT_KEYS_MS = 10_000;

/** What came of looking for a key. */
export type FoundKey =
  | { readonly kind: 'found'; readonly key: KeyLike }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' };

/** Entra's public keys, by tenant. */
export interface SigningKeys {
  find(tenantId: TenantId, keyId: string): Promise<FoundKey>;
}

interface TenantKeys {
  keys: ReadonlyMap<string, KeyLike>;
  fetchedAt: number;
  triedAt: number;
  flight?: Promise<void>;
}

interface SigningKeysParts {
  readonly authorityHost: string;
  readonly send: HttpSend;
  readonly clock: Clock;
  readonly log: Log;
}

/** SigningKeys as the authority publishes them: one request at a time, and the last good ones outlive an outage. */
export function createSigningKeys(parts: SigningKeysParts): SigningKeys {
  const { clock, log } = parts;
  const held = new Map<TenantId, TenantKeys>();

  function entryOf(tenantId: TenantId): TenantKeys {
    const known = held.get(tenantId);
    if (known !== undefined) return known;
    const [oldest] = held.keys();
    if (held.size >= MOST_TENANTS && oldest !== undefined) held.delete(oldest);
    const fresh: TenantKeys = { keys: new Map(), fetchedAt: -Infinity, triedAt: -Infinity };
    held.set(tenantId, fresh);
    return fresh;
  }

  async function refresh(tenantId: TenantId, entry: TenantKeys): Promise<void> {
    entry.triedAt = clock.now().getTime();
    try {
      entry.keys = await fetchKeys(parts, tenantId);
      entry.fetchedAt = clock.now().getTime();
    } catch (error) {
      log.warn('azure.keys.not-read', { tenantId, error: errorName(error), held: entry.keys.size });
    }
  }

  function isDue(entry: TenantKeys, keyId: string): boolean {
    const now = clock.now().getTime();
    const sinceTry = now - entry.triedAt;
    if (entry.keys.size === 0) return sinceTry >= PAUSE_WITHOUT_KEYS_MS;
    const isGood = entry.keys.has(keyId) && now - entry.fetchedAt < FRESH_MS;
    return !isGood && sinceTry >= PAUSE_MS;
  }

  return {
    find: async (tenantId, keyId) => {
      const entry = entryOf(tenantId);
      if (entry.flight === undefined && isDue(entry, keyId)) {
        entry.flight = refresh(tenantId, entry).finally(() => {
          delete entry.flight;
        });
      }
      if (entry.flight !== undefined) await entry.flight;
      const key = entry.keys.get(keyId);
      if (key !== undefined) return { kind: 'found', key };
      return { kind: entry.keys.size === 0 ? 'unreachable' : 'unknown' };
    },
  };
}

const discovery = z.object({ jwks_uri: z.string().url() });
const rsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(256),
  use: z.literal('sig').optional(),
  n: z.string(),
  e: z.string(),
});
const keySet = z.object({ keys: z.array(z.unknown()).max(MOST_KEYS) });

async function fetchKeys(parts: SigningKeysParts, tenantId: TenantId): Promise<Map<string, KeyLike>> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const get = async (url: string): Promise<unknown> => {
    const limits = { timeoutMs: FETCH_TIMEOUT_MS, maxBytes: MAX_BYTES, signal };
    const reply = await parts.send({
      lane: `entra-keys ${tenantId}`,
      method: 'GET',
      url,
      headers: { accept: 'application/json' },
      ...limits,
    });
    return reply.status === 200 ? jsonOf(reply.body) : undefined;
  };
  const base = `${parts.authorityHost}/${tenantId}/v2.0`;
  const { jwks_uri: address } = discovery.parse(await get(`${base}/.well-known/openid-configuration`));
  if (!entraOrigins(parts.authorityHost).has(new URL(address).origin)) throw new Error('foreign key address');
  const keys = new Map<string, KeyLike>();
  for (const given of keySet.parse(await get(address)).keys) {
    const jwk = rsaKey.safeParse(given).data;
    if (jwk === undefined) continue;
    // Never a secret as a key: only the public parts go in.
    const key = await importJWK({ kty: 'RSA', n: jwk.n, e: jwk.e }, 'RS256');
    if (!(key instanceof Uint8Array)) keys.set(jwk.kid, key);
  }
  if (keys.size === 0) throw new Error('no keys');
  return keys;
}
