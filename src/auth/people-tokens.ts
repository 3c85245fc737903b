import type { AuthenticationResult } from '@azure/msal-node';
import { z } from 'zod';

import { apartMs } from '../model/clock';
import type { Clock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Outcome, SignInNeed } from '../model/problem';
import { failed } from '../model/problem';
import { jsonOf } from '../network/http-send';
import type { Grant, UserToken } from './access-token';
import type { EntraClient } from './entra-client';
import { armScope, authorityOf, refreshTokenOf } from './entra-client';
import { EntraError, entraFailureOfError, silentFailure, refusalFields } from './entra-errors';
import type { OnBehalfOf, TokenCheck } from './on-behalf-of';
import { JUST_ACCEPTED_MS, checkedToken, keptOrExchanged } from './on-behalf-of';
import type { Actor } from './ports';
import type { SsoTokenService } from './sso-tokens';
import type { PersonTokens, Session, TokenCache } from './token-cache';

/** A need that comes up again this soon after the person met it would only go round in circles. */
const SAME_NEED_AGAIN_MS = 60_000;

/** ARM tokens of signed-in people, one tenant at a time. */
export interface UserTokens {
  /** A checked token of the actor's person for the actor's tenant, without asking the person. */
  acquire(actor: Actor): Promise<Outcome<UserToken>>;
  /** "The person must sign in", or a problem when they just did and it did not help. */
  askToSignIn(actor: Actor, need: SignInNeed): Promise<Outcome<never>>;
}

/** What tokens are got with out of a sign-in. */
interface SilentParts extends TokenCheck {
  readonly newClient: (tenantId: TenantId) => EntraClient;
}

interface UserTokensParts {
  readonly check: SilentParts;
  readonly cache: TokenCache;
  /** Looks for an SSO token of the person's that is not held yet. */
  readonly obtain: SsoTokenService['obtain'];
  readonly onBehalfOf: OnBehalfOf;
  readonly clock: Clock;
}

/**
 * UserTokens from what is held of the person, the most particular first: a sign-in made in that very tenant (it may
 * have met a challenge), then the Teams sign-in on behalf of the person, then a sign-in made elsewhere.
 */
export function createUserTokens(parts: UserTokensParts): UserTokens {
  const { check, cache, obtain, onBehalfOf, clock } = parts;
  const since = (date: Date): number => apartMs(date, clock.now());

  async function askToSignIn(actor: Actor, need: SignInNeed): Promise<Outcome<never>> {
    const tokens = await cache.open(actor.person, actor.correlationId);
    const { grants, latest } = tokens.session() ?? {};
    const grant = grants?.get(actor.tenantId);
    const isJustMet =
      grant !== undefined &&
      // Not which claims: Entra words its challenge anew each time.
      (grant.claims === undefined) === (need.claims === undefined) &&
      since(grant.grantedAt) < SAME_NEED_AGAIN_MS;
    if (isJustMet) return failed({ code: UNCURED[need.reason], correlationId: actor.correlationId });
    const ssoToken = tokens.ssoToken();
    // The service did not like the token that was kept: the next one is got anew.
    if (need.reason === 'expired') {
      for (const cached of [ssoToken, grant, latest]) cached?.tokens.delete(actor.tenantId);
    }
    const isSilentVain =
      ssoToken !== undefined &&
      (need.claims !== undefined ||
        need.reason === 'consent' ||
        since(ssoToken.acceptedAt) < JUST_ACCEPTED_MS);
    return { kind: 'sign-in', need: isSilentVain ? { ...need, silentFailed: true } : need };
  }

  async function acquire(actor: Actor): Promise<Outcome<UserToken>> {
    const tokens = await cache.open(actor.person, actor.correlationId);
    const session = tokens.session();
    const own = session === undefined ? undefined : await byOwnGrant(actor, tokens, session);
    if (own !== undefined && !isOver(own)) return askedOr(actor, own);
    const ssoToken = await obtain(actor.person, actor.correlationId);
    const exchanged = ssoToken === undefined ? undefined : await onBehalfOf(actor, tokens, ssoToken);
    if (exchanged !== undefined && exchanged.kind !== 'sign-in') return exchanged;
    if (session === undefined) return asked(actor, exchanged?.need ?? { reason: 'first' });
    // `latest` may be this tenant's own grant, which was just found to be over: it is not asked again.
    const isLatestOwn = session.grants.has(actor.tenantId);
    const elsewhere =
      (isLatestOwn ? own : undefined) ?? (await silentToken(check, actor, tokens, session.latest));
    if (elsewhere.kind !== 'sign-in') return elsewhere;
    return asked(actor, strongerNeed(elsewhere.need, exchanged?.need));
  }

  async function byOwnGrant(
    actor: Actor,
    tokens: PersonTokens,
    session: Session,
  ): Promise<Outcome<UserToken> | undefined> {
    const grant = session.grants.get(actor.tenantId);
    if (grant === undefined) return undefined;
    const outcome = await silentToken(check, actor, tokens, grant);
    if (isOver(outcome) && grant !== session.latest) session.grants.delete(actor.tenantId);
    return outcome;
  }

  async function askedOr(actor: Actor, outcome: Outcome<UserToken>): Promise<Outcome<UserToken>> {
    return outcome.kind === 'sign-in' ? asked(actor, outcome.need) : outcome;
  }

  function asked(actor: Actor, { claims: own, ...need }: SignInNeed): Promise<Outcome<never>> {
    const claims = mergedClaims(actor.claims, own);
    return askToSignIn(actor, { ...need, ...(claims === undefined ? {} : { claims }) });
  }

  return { acquire, askToSignIn };
}

function isOver(outcome: Outcome<UserToken>): boolean {
  return outcome.kind === 'sign-in' && outcome.need.reason === 'expired';
}

/** A lost session says less than what Entra wants of the person. */
function strongerNeed(bySession: SignInNeed, bySsoToken: SignInNeed | undefined): SignInNeed {
  if (bySsoToken === undefined) return bySession;
  if (bySession.reason === 'expired') return bySsoToken;
  return { ...bySession, ...(bySsoToken.silentFailed === true ? { silentFailed: true } : {}) };
}

const UNCURED = {
  first: 'sign-in-failed',
  expired: 'sign-in-failed',
  'step-up': 'mfa-refused',
  consent: 'consent-needed',
} as const;

const claimsRequest = z.record(z.record(z.unknown()));

/**
 * One claims request (JSON text) that asks for what both ask for: ARM wants one thing, Entra's own policies another,
 * and the person should sign in once. Where they ask differently for the same claim, the second wins.
 */
function mergedClaims(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const one = claimsRequest.safeParse(jsonOf(first)).data;
  const other = claimsRequest.safeParse(jsonOf(second)).data;
  if (one === undefined || other === undefined) return other === undefined ? first : second;
  const parts = new Set([...Object.keys(one), ...Object.keys(other)]);
  return JSON.stringify(
    Object.fromEntries([...parts].map((part) => [part, { ...one[part], ...other[part] }])),
  );
}

/** A checked token for the actor's tenant out of a sign-in that the person made before. */
function silentToken(
  parts: SilentParts,
  actor: Actor,
  tokens: PersonTokens,
  grant: Grant,
): Promise<Outcome<UserToken>> {
  return keptOrExchanged(parts.clock, grant, actor, async () => {
    try {
      const client = parts.newClient(actor.tenantId);
      const checked = checkedToken(parts, actor, tokens, await request(parts, client, actor, grant));
      const renewed = checked.kind === 'ok' ? refreshTokenOf(client) : undefined;
      if (renewed !== undefined) grant.renew(renewed);
      return checked;
    } catch (error) {
      const outcome = silentFailure(entraFailureOfError(error), actor.correlationId);
      const { tenantId, correlationId } = actor;
      parts.log.info('azure.token.refused', { tenantId, correlationId, ...refusalFields(outcome) });
      return outcome;
    }
  });
}

async function request(
  { settings }: TokenCheck,
  client: EntraClient,
  { tenantId, correlationId, claims }: Actor,
  grant: Grant,
): Promise<AuthenticationResult> {
  const result = await client.acquireTokenByRefreshToken({
    refreshToken: grant.reveal(),
    // Without it the client would not keep the younger refresh token.
    forceCache: true,
    authority: authorityOf(settings, tenantId),
    scopes: [armScope(settings)],
    correlationId,
    ...(claims === undefined ? {} : { claims }),
  });
  if (result === null) throw new EntraError({ kind: 'odd', detail: 'no result' });
  return result;
}
