import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';

import { BoundedMap } from '../lib/bounded-map';
import type { MonotonicClock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import type { HttpSend } from '../network/http-send';
import { jsonOf } from '../network/http-send';
import type { FoundKey, PublishedKeys } from '../network/issuer-keys';
import { createPublishedKeys, fetchKeys } from '../network/issuer-keys';
import { entraOrigins } from './entra-client';

/** A token of Entra is under four kilobytes; what is far longer is none. */
const MOST_CHARACTERS = 16_384;
const SKEW_MS = 5 * 60 * 1000;
const SCOPE = 'access_as_user';

/** What the token that Teams hands over must be. */
export interface TeamsTokenExpectation {
  readonly person: Person;
  readonly issuers: ReadonlySet<string>;
  readonly audiences: ReadonlySet<string>;
  readonly now: Date;
}

/** Which check a token of Teams failed. */
export type TeamsTokenFlaw =
  | 'too-long'
  | 'unreadable'
  | 'algorithm'
  | 'tenant'
  | 'account'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'too-early'
  | 'scope'
  | 'unknown-key'
  | 'signature';

/** What the check comes to. */
export type TeamsTokenVerdict =
  | { readonly kind: 'good'; readonly expiresAt: Date; readonly username?: string }
  | { readonly kind: 'flawed'; readonly flaw: TeamsTokenFlaw }
  | { readonly kind: 'keys-unreachable' };

const header = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(256) });
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
type Claims = z.infer<typeof claims>;

/**
 * Checks a token that claims to be the person's Teams sign-in. It comes from a client, so nothing in it is believed:
 * what can be seen without a key is looked at first, so that a foreign token causes no request at all.
 */
export async function checkTeamsToken(
  token: string,
  expected: TeamsTokenExpectation,
  keys: SigningKeys,
): Promise<TeamsTokenVerdict> {
  if (token.length > MOST_CHARACTERS) return flawed('too-long');
  const [, payload, signature, ...rest] = token.split('.');
  const given = claims.safeParse(jsonOf(decoded(payload ?? ''))).data;
  if (given === undefined || signature === undefined || rest.length > 0) return flawed('unreadable');
  const named = headerOf(token);
  if (named === undefined) return flawed('algorithm');
  const flaw = flawOf(given, expected);
  if (flaw !== undefined) return flawed(flaw);
  const found = await keys.find(expected.person.tenantId, named.kid);
  if (found.kind === 'unreachable') return { kind: 'keys-unreachable' };
  if (found.kind === 'unknown') return flawed('unknown-key');
  try {
    await compactVerify(token, found.key, { algorithms: ['RS256'] });
  } catch {
    return flawed('signature');
  }
  // Entra's clock and ours may differ; whether it still takes the token is for Entra to say.
  const expiresAt = new Date(given.exp * 1000 + SKEW_MS);
  const username = given.preferred_username;
  return { kind: 'good', expiresAt, ...(username === undefined ? {} : { username }) };
}

function flawOf(given: Claims, { person, issuers, audiences, now }: TeamsTokenExpectation) {
  if (given.tid.toLowerCase() !== person.tenantId) return 'tenant';
  if (given.oid.toLowerCase() !== person.objectId) return 'account';
  if (!issuers.has(given.iss)) return 'issuer';
  if (!audiences.has(given.aud)) return 'audience';
  // Written so that a number beyond what Date can hold fails too.
  if (!(given.exp * 1000 + SKEW_MS > now.getTime() && given.exp < MOST_SECONDS)) return 'expired';
  if (!(given.nbf * 1000 - SKEW_MS <= now.getTime())) return 'too-early';
  return given.scp.split(' ').includes(SCOPE) ? undefined : 'scope';
}

/** The last second that Date can hold. */
const MOST_SECONDS = 8_640_000_000_000 - SKEW_MS / 1000;

function headerOf(token: string): z.infer<typeof header> | undefined {
  try {
    return header.safeParse(decodeProtectedHeader(token)).data;
  } catch {
    return undefined;
  }
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

function flawed(flaw: TeamsTokenFlaw): TeamsTokenVerdict {
  return { kind: 'flawed', flaw };
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
