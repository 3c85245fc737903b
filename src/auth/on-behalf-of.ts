import type { AuthenticationResult } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { Exchangeable, SsoToken, UserToken } from './access-token';
import { checkToken } from './access-token';
import type { AzureSettings, EntraClient } from './entra-client';
import { armScope, authorityOf } from './entra-client';
import type { EntraFailure } from './entra-errors';
import { EntraError, entraFailureOfError, silentFailure, refusalFields } from './entra-errors';
import type { Actor } from './ports';
import type { PersonTokens } from './token-cache';

/** A kept token with less than this left is not handed out: the call it is for takes time too. */
const MARGIN_MS = 5 * 60 * 1000;
/** An SSO token that Teams handed over this recently would only be handed over again. */
export const JUST_ACCEPTED_MS = 60_000;
/** Entra's words for an SSO token that is over, or that it does not know. */
const DEAD_SSO_TOKEN: ReadonlySet<string | undefined> = new Set(['50013', '500133']);

/** Gets a token for the actor's tenant for the SSO token of the actor's person. */
export type OnBehalfOf = (
  actor: Actor,
  tokens: PersonTokens,
  ssoToken: SsoToken,
) => Promise<Outcome<UserToken>>;

interface OnBehalfOfParts extends TokenCheck {
  readonly newClient: (tenantId: TenantId) => EntraClient;
}

/**
 * OnBehalfOf by MSAL, with a new client for every request: MSAL keeps such tokens by the SSO token and not by the
 * tenant, so a shared client would answer for one tenant with the token of another.
 */
export function createOnBehalfOf(parts: OnBehalfOfParts): OnBehalfOf {
  return (actor, tokens, ssoToken) =>
    keptOrExchanged(parts.clock, ssoToken, actor, async () => {
      try {
        return checkedToken(parts, actor, tokens, await request(parts, actor, ssoToken));
      } catch (error) {
        return refused(parts, actor, tokens, ssoToken, entraFailureOfError(error));
      }
    });
}

/**
 * The token for the actor's tenant that is kept with what it was got for, or else one that is got now and kept: once, for
 * all who ask meanwhile. A claims challenge always wants a new one. `exchange` gives a token that was checked.
 */
export function keptOrExchanged(
  clock: Clock,
  { tokens, flights }: Exchangeable,
  { tenantId, claims }: Actor,
  exchange: () => Promise<Outcome<UserToken>>,
): Promise<Outcome<UserToken>> {
  const exchanged = async (): Promise<Outcome<UserToken>> => {
    const outcome = await exchange();
    if (outcome.kind === 'ok') tokens.set(tenantId, outcome.value);
    return outcome;
  };
  if (claims !== undefined) return exchanged();
  const kept = tokens.get(tenantId);
  if (kept !== undefined && kept.expiresAt.getTime() - clock.now().getTime() > MARGIN_MS) {
    return Promise.resolve(ok(kept));
  }
  const underWay = flights.get(tenantId);
  if (underWay !== undefined) return underWay;
  const flight = exchanged().finally(() => flights.delete(tenantId));
  flights.set(tenantId, flight);
  return flight;
}

async function request(
  { settings, newClient }: OnBehalfOfParts,
  { tenantId, correlationId, claims }: Actor,
  ssoToken: SsoToken,
): Promise<AuthenticationResult> {
  const result = await newClient(tenantId).acquireTokenOnBehalfOf({
    authority: authorityOf(settings, tenantId),
    scopes: [armScope(settings)],
    oboAssertion: ssoToken.reveal(),
    skipCache: true,
    correlationId,
    ...(claims === undefined ? {} : { claims }),
  });
  if (result === null) throw new EntraError({ kind: 'odd', detail: 'no result' });
  return result;
}

function refused(
  { clock, log }: OnBehalfOfParts,
  { tenantId, correlationId }: Actor,
  tokens: PersonTokens,
  ssoToken: SsoToken,
  failure: EntraFailure,
): Outcome<never> {
  const outcome = silentFailure(failure, correlationId);
  log.info('azure.on-behalf-of.refused', { tenantId, correlationId, ...refusalFields(outcome) });
  if (outcome.kind === 'problem') return outcome;
  const isDead = failure.kind === 'refused' && DEAD_SSO_TOKEN.has(failure.number);
  if (isDead) tokens.dropSsoToken(ssoToken);
  const isOld = clock.now().getTime() - ssoToken.acceptedAt.getTime() >= JUST_ACCEPTED_MS;
  // A new SSO token cures an old one, and nothing else.
  return isDead && isOld ? outcome : { kind: 'sign-in', need: { ...outcome.need, silentFailed: true } };
}

/** What the check of a token is made with. */
export interface TokenCheck {
  readonly settings: AzureSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** The home account in MSAL's answer is the person: `uid.utid` of client_info is their `oid.tid`. */
export function isHomeAccountOf(person: Person, homeAccountId: string): boolean {
  return homeAccountId.toLowerCase() === `${person.objectId}.${person.tenantId}`;
}

/**
 * Whether a token whose home account is another one is the Teams user's own all the same: their home is elsewhere, and
 * they are a guest in the organization whose Teams they write from. Only a token of that organization can tell.
 */
export function isGuestHere(
  { settings, clock }: Pick<TokenCheck, 'settings' | 'clock'>,
  { person, tenantId }: Pick<Actor, 'person' | 'tenantId'>,
  accessToken: string,
): boolean {
  const { objectId } = person;
  const expected = { tenantId, objectId, audience: settings.armAudience, now: clock.now() };
  return tenantId === person.tenantId && checkToken(accessToken, expected).flaw === undefined;
}

/** What MSAL answered, as a token of the actor for the actor's tenant; anything else is a security event. */
export function checkedToken(
  parts: TokenCheck,
  actor: Actor,
  tokens: PersonTokens,
  result: AuthenticationResult,
): Outcome<UserToken> {
  const { settings, clock, log } = parts;
  const { person, tenantId, correlationId } = actor;
  const objectId = tokens.accountIn(tenantId);
  const checked = checkToken(result.accessToken, {
    tenantId,
    audience: settings.armAudience,
    now: clock.now(),
    ...(objectId === undefined ? {} : { objectId }),
  });
  // No account: Entra did not say whose token it is, and the token itself is all there is to check.
  const isSomebodyElse = result.account !== null && !isHomeAccountOf(person, result.account.homeAccountId);
  if (isSomebodyElse && isGuestHere(parts, actor, result.accessToken)) {
    return failed({ code: 'guest-here', correlationId });
  }
  const flaw = isSomebodyElse ? 'home-account' : checked.flaw;
  if (flaw !== undefined || checked.flaw !== undefined) {
    log.error('azure.token.mismatch', { flaw, tenantId, correlationId });
    return failed({
      code: 'token-mismatch',
      correlationId,
      ...(flaw === undefined ? {} : { serviceCode: flaw }),
    });
  }
  tokens.rememberAccount(tenantId, checked.token.account.objectId);
  return ok(checked.token);
}
