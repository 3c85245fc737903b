import { z } from 'zod';

import { BoundedMap } from '../lib/bounded-map';
import type { MonotonicClock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import type { HttpSend } from '../network/http-send';
import type { FoundKey, PublishedKeys } from '../network/issuer-keys';
import { createPublishedKeys, fetchKeys } from '../network/issuer-keys';
import type { JwtFlaw } from '../network/verify-jwt';
import { CLOCK_SKEW_MS, verifyJwt } from '../network/verify-jwt';
import { entraOrigins } from './entra-client';

const SCOPE = 'access_as_user';

/** What the token that Teams hands over must be. */
export interface TeamsTokenExpectation {
  readonly person: Person;
  readonly issuers: ReadonlySet<string>;
  readonly audiences: ReadonlySet<string>;
  readonly now: Date;
}

/** What the check comes to. */
export type TeamsTokenVerdict =
  | { readonly kind: 'good'; readonly expiresAt: Date; readonly username?: string }
  | {
      readonly kind: 'flawed';
      readonly flaw: JwtFlaw | 'tenant' | 'account' | 'issuer' | 'audience' | 'scope';
    }
  | { readonly kind: 'keys-unreachable' };

const claims = z.object({
  iss: z.string(),
  // A list would let a token for us be one for somebody else too.
  aud: z.string(),
  tid: z.string(),
  oid: z.string(),
  exp: z.number(),
  nbf: z.number(),
  scp: z.string(),
  preferred_username: z.string().min(1).max(320).optional().catch(undefined),
});

/** Checks a token that claims to be the person's Teams sign-in. It comes from a client, so nothing in it is believed. */
export async function checkTeamsToken(
  token: string,
  { person, issuers, audiences, now }: TeamsTokenExpectation,
  keys: SigningKeys,
): Promise<TeamsTokenVerdict> {
  const flawOf = ({ tid, oid, iss, aud, scp }: z.infer<typeof claims>) => {
    if (tid.toLowerCase() !== person.tenantId) return 'tenant';
    if (oid.toLowerCase() !== person.objectId) return 'account';
    if (!issuers.has(iss)) return 'issuer';
    if (!audiences.has(aud)) return 'audience';
    return scp.split(' ').includes(SCOPE) ? undefined : 'scope';
  };
  const findKey = (keyId: string) => keys.find(person.tenantId, keyId);
  const verdict = await verifyJwt(token, { claims, flawOf, findKey, now });
  if (verdict.kind !== 'good') return verdict;
  // Entra's clock and ours may differ; whether it still takes the token is for Entra to say.
  const expiresAt = new Date(verdict.claims.exp * 1000 + CLOCK_SKEW_MS);
  const username = verdict.claims.preferred_username;
  return { kind: 'good', expiresAt, ...(username === undefined ? {} : { username }) };
}

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
  const held = new BoundedMap<TenantId, PublishedKeys>(MOST_TENANTS);
  const origins = entraOrigins(authorityHost);

  function keysOf(tenantId: TenantId): PublishedKeys {
    const known = held.get(tenantId);
    if (known !== undefined) return known;
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
