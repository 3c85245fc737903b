import type { MonotonicClock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import { fetchKeys, createPublishedKeys } from '../network/issuer-keys';
import type { HttpSend } from '../network/http-send';
import type { FoundKey, PublishedKeys } from '../network/issuer-keys';
import { entraOrigins } from './entra-hosts';

const MOST_TENANTS = 500;

/** Entra's public keys, by tenant. */
export interface SigningKeys {
  find(tenantId: TenantId, keyId: string): Promise<FoundKey>;
}

interface SigningKeysParts {
  readonly authorityHost: string;
  readonly send: HttpSend;
  readonly monotonicMs: MonotonicClock;
  readonly log: Log;
}

/** SigningKeys as the authority publishes them for each tenant. */
export function createSigningKeys({ authorityHost, send, monotonicMs, log }: SigningKeysParts): SigningKeys {
  const held = new Map<TenantId, PublishedKeys>();
  const origins = entraOrigins(authorityHost);

  function keysOf(tenantId: TenantId): PublishedKeys {
    const known = held.get(tenantId);
    if (known !== undefined) return known;
    const [oldest] = held.keys();
    if (held.size >= MOST_TENANTS && oldest !== undefined) held.delete(oldest);
    const metadataUrl = `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`;
    const fresh = createPublishedKeys({
      issuer: { tenantId },
      read: () => fetchKeys(send, `entra-keys ${tenantId}`, metadataUrl, origins),
      monotonicMs,
      log,
    });
    held.set(tenantId, fresh);
    return fresh;
  }

  return { find: (tenantId, keyId) => keysOf(tenantId).find(keyId) };
}
