import { z } from 'zod';

import { BoundedMap } from '../lib/bounded-map';
import type { Clock, MonotonicClock } from '../model/clock';
import type { CorrelationId, TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { HttpSend } from '../network/http-send';
import type { FoundKey, JwtFlaw, PublishedKeys } from '../network/verify-jwt';
import { CLOCK_SKEW_MS, createPublishedKeys, fetchKeys, verifyJwt } from '../network/verify-jwt';
import type { AzureSettings } from './entra-client';
import { entraIssuers, entraOrigins } from './entra-client';
import type { SsoTokens } from './ports';
import type { SsoToken } from './access-token';
import type { PersonTokens, TokenCache } from './token-cache';

interface SsoTokensParts {
  readonly settings: AzureSettings;
  readonly source: SsoTokenSource;
  readonly cache: TokenCache;
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly log: Log;
}

/** SsoTokens, and what the room itself needs of them. */
export interface SsoTokenService extends SsoTokens {
  /** The person's SSO token: the one that is held, or what the source has of theirs. */
  obtain(person: Person, correlationId: CorrelationId): Promise<SsoToken | undefined>;
}

/** SsoTokens, checked and held in memory. */
export function createSsoTokens(parts: SsoTokensParts): SsoTokenService {
  const { settings, source, cache, log } = parts;
  const { ssoResource } = settings;
  const underWay = new Map<string, Promise<unknown>>();

  /** Holds a token that was checked as the person's, unless they have signed out since `before` was opened. */
  async function keep(
    person: Person,
    token: string,
    checked: Good,
    correlationId: CorrelationId,
    before: PersonTokens,
  ): Promise<Outcome<void>> {
    const tokens = await cache.open(person);
    if (tokens.epoch !== before.epoch) return failed({ code: 'sign-in-expired', correlationId });
    tokens.keepSsoToken(token, checked);
    log.info('azure.assertion.accepted', { tenantId: person.tenantId, correlationId });
    return ok(undefined);
  }

  async function takeFromSource(person: Person, correlationId: CorrelationId): Promise<void> {
    const before = await cache.open(person);
    const token = await source.find(person);
    if (token === undefined) return;
    const checked = await check(parts, person, before, token, correlationId);
    if (checked.kind === 'ok') await keep(person, token, checked.value, correlationId, before);
  }

  return {
    resource: ssoResource,
    isCached: async (person) => {
      const tokens = await cache.open(person);
      return tokens.ssoToken() !== undefined;
    },
    obtain: async (person, correlationId) => {
      const tokens = await cache.open(person, correlationId);
      const known = tokens.ssoToken();
      if (known !== undefined || ssoResource === undefined) return known;
      const key = personKey(person);
      const flight =
        underWay.get(key) ?? takeFromSource(person, correlationId).finally(() => underWay.delete(key));
      underWay.set(key, flight);
      await flight;
      return tokens.ssoToken();
    },
    accept: async (person, token, correlationId) => {
      const before = await cache.open(person);
      // First ours, then the source's: what is somebody else's must not be kept anywhere under this person's name.
      const checked = await check(parts, person, before, token, correlationId);
      if (checked.kind !== 'ok') return checked;
      const redeemed = await source.redeem(person, token);
      if (redeemed.kind === 'refused') return failed({ code: 'sign-in-failed', correlationId });
      // What the client handed over is good by itself; it is only not kept for the other instances.
      if (redeemed.kind === 'unreachable' || redeemed.token === token) {
        return keep(person, token, checked.value, correlationId, before);
      }
      const other = await check(parts, person, before, redeemed.token, correlationId);
      return other.kind === 'ok' ? keep(person, redeemed.token, other.value, correlationId, before) : other;
    },
  };
}

type Good = Extract<TeamsTokenVerdict, { kind: 'good' }>;

/** Whether the token is the person's for this bot, and none that Entra has refused already. */
async function check(
  parts: SsoTokensParts,
  person: Person,
  tokens: PersonTokens,
  token: string,
  correlationId: CorrelationId,
): Promise<Outcome<Good>> {
  const { log } = parts;
  const { tenantId } = person;
  const verdict = await verdictOn(parts, person, token);
  switch (verdict.kind) {
    case 'flawed':
      log.error('azure.assertion.mismatch', { flaw: verdict.flaw, tenantId, correlationId });
      return failed({ code: 'token-mismatch', correlationId, serviceCode: verdict.flaw });
    case 'keys-unreachable':
      return failed({ code: 'entra-unreachable', correlationId });
    case 'good':
      if (!tokens.wasDropped(token)) return ok(verdict);
      log.info('azure.assertion.again', { tenantId, correlationId });
      return { kind: 'sign-in', need: { reason: 'expired', silentFailed: true } };
  }
}

async function verdictOn({ settings, keys, clock }: SsoTokensParts, person: Person, token: string) {
  const { ssoResource, clientId, authorityHost } = settings;
  if (ssoResource === undefined) return { kind: 'flawed', flaw: 'not-asked-for' } as const;
  const expected = {
    person,
    issuers: entraIssuers(authorityHost, person.tenantId),
    audiences: new Set([clientId, ssoResource]),
    now: clock.now(),
  };
  return checkTeamsToken(token, expected, keys);
}

/** What became of a token that a client handed over, once it was found to be good. */
export type Redeemed =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/**
 * Where the token comes from that "on behalf of the person" starts with. Whatever it gives is checked like any other
 * before it is held.
 */
export interface SsoTokenSource {
  /** A token of the person's without asking them; undefined when there is none, or nobody answers. */
  find(person: Person): Promise<string | undefined>;
  /** What counts in place of the token that a client handed over. */
  redeem(person: Person, handedOver: string): Promise<Redeemed>;
  /** Forgets what is kept of the person outside of the bot; false when that could not be done. */
  forget(person: Person): Promise<boolean>;
}

/** The clients themselves: there is a token only when one of them hands it over, and it is that one. */
export const FROM_CLIENTS: SsoTokenSource = {
  find: () => Promise.resolve(undefined),
  redeem: (_person, token) => Promise.resolve({ kind: 'token', token }),
  forget: () => Promise.resolve(true),
};

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
async function checkTeamsToken(
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
  const keysByTenant = new BoundedMap<TenantId, PublishedKeys>(MOST_TENANTS);
  const origins = entraOrigins(authorityHost);

  function keysOf(tenantId: TenantId): PublishedKeys {
    const known = keysByTenant.get(tenantId);
    if (known !== undefined) return known;
    const metadataUrl = `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`;
    const fresh = createPublishedKeys({
      issuer: { tenantId },
      read: () => fetchKeys(send, `entra-keys ${tenantId}`, metadataUrl, origins),
      monotonicMs,
      log,
    });
    keysByTenant.set(tenantId, fresh);
    return fresh;
  }

  return { find: (tenantId, keyId) => keysOf(tenantId).find(keyId) };
}
