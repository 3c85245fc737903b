import type { AuthenticationResult } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import type { Person } from '../model/person';
import type { Outcome, SignInNeed } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { Log } from '../model/log';
import type { AzureSettings } from './azure-settings';
import { armScope } from './azure-settings';
import { authorityOf } from './entra-client';
import { silentFailure } from './entra-errors';
import { entraFailureOfError } from './entra-failure';
import { mergedClaims } from './merged-claims';
import type { Actor } from './ports';
import type { Grant, Session, Sessions } from './sessions';
import type { UserToken } from './user-token';
import { checkToken } from './user-token';

/** A need that comes up again this soon after the person met it would only go round in circles. */
const SAME_NEED_AGAIN_MS = 60_000;

/** ARM tokens of signed-in people, one tenant at a time. */
export interface UserTokens {
  /** A checked token of the actor's person for the actor's tenant, without asking the person. */
  acquire(actor: Actor): Promise<Outcome<UserToken>>;
  /** "The person must sign in", or a problem when they just did and it did not help. */
  askToSignIn(actor: Actor, need: SignInNeed): Outcome<never>;
}

/** The home account in MSAL's answer is the person: `uid.utid` of client_info is their `oid.tid`. */
export function isHomeAccountOf(person: Person, homeAccountId: string): boolean {
  return homeAccountId.toLowerCase() === `${person.objectId}.${person.tenantId}`;
}

interface UserTokensParts {
  readonly settings: AzureSettings;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly log: Log;
}

/** UserTokens over the sessions; MSAL caches, and nothing it hands out is used unchecked. */
export function createUserTokens(parts: UserTokensParts): UserTokens {
  const { sessions, clock, log } = parts;

  function askToSignIn(actor: Actor, need: SignInNeed): Outcome<never> {
    const grant = sessions.find(actor.person)?.grants.get(actor.tenantId);
    const isJustMet =
      grant !== undefined &&
      // Not which claims: Entra words its challenge anew each time.
      (grant.claims === undefined) === (need.claims === undefined) &&
      clock.now().getTime() - grant.grantedAt.getTime() < SAME_NEED_AGAIN_MS;
    if (!isJustMet) return { kind: 'sign-in', need };
    return failed({ code: UNCURED[need.reason], correlationId: actor.correlationId });
  }

  async function acquire(actor: Actor): Promise<Outcome<UserToken>> {
    const session = sessions.find(actor.person);
    if (session === undefined) return { kind: 'sign-in', need: needOf('first', actor.claims) };
    const grant = session.grants.get(actor.tenantId) ?? session.latest;
    try {
      return check(parts, actor, session, await request(parts, actor, grant));
    } catch (error) {
      const outcome = silentFailure(entraFailureOfError(error), actor.correlationId);
      const { tenantId, correlationId } = actor;
      log.info('azure.token.refused', { tenantId, correlationId, ...told(outcome) });
      if (outcome.kind === 'problem') return outcome;
      if (outcome.need.reason === 'expired' && grant !== session.latest) {
        session.grants.delete(tenantId);
        return acquire(actor);
      }
      return askToSignIn(actor, needOf(outcome.need.reason, mergedClaims(actor.claims, outcome.need.claims)));
    }
  }

  return { acquire, askToSignIn };
}

async function request(parts: UserTokensParts, actor: Actor, grant: Grant): Promise<AuthenticationResult> {
  const result = await silently(parts, actor, grant, actor.claims !== undefined);
  const isStale = result.expiresOn !== null && result.expiresOn <= parts.clock.now();
  return isStale && result.fromCache ? silently(parts, actor, grant, true) : result;
}

function silently(
  { settings }: UserTokensParts,
  actor: Actor,
  grant: Grant,
  forceRefresh: boolean,
): Promise<AuthenticationResult> {
  return grant.client.acquireTokenSilent({
    // MSAL looks its cache up by the account's tenant and only then by the authority: with the account as it was
    // at sign-in, it would hand out that tenant's token for this one.
    account: { ...grant.account, tenantId: actor.tenantId },
    authority: authorityOf(settings, actor.tenantId),
    scopes: [armScope(settings)],
    correlationId: actor.correlationId,
    forceRefresh,
    ...(actor.claims === undefined ? {} : { claims: actor.claims }),
  });
}

function check(
  { settings, clock, log }: UserTokensParts,
  actor: Actor,
  session: Session,
  result: AuthenticationResult,
): Outcome<UserToken> {
  const { tenantId, correlationId } = actor;
  const objectId = session.objectIds.get(tenantId);
  const checked = checkToken(result.accessToken, {
    tenantId,
    audience: settings.armAudience,
    now: clock.now(),
    ...(objectId === undefined ? {} : { objectId }),
  });
  // No account: MSAL answered from its cache, whose keys contain the home account.
  const isSomebodyElse =
    result.account !== null && !isHomeAccountOf(actor.person, result.account.homeAccountId);
  const flaw = isSomebodyElse ? 'home-account' : checked.flaw;
  if (flaw !== undefined || checked.flaw !== undefined) {
    log.error('azure.token.mismatch', { flaw, tenantId, correlationId });
    return failed({
      code: 'token-mismatch',
      correlationId,
      ...(flaw === undefined ? {} : { serviceCode: flaw }),
    });
  }
  session.objectIds.set(tenantId, checked.token.account.objectId);
  return ok(checked.token);
}

function needOf(reason: SignInNeed['reason'], claims: string | undefined): SignInNeed {
  return { reason, ...(claims === undefined ? {} : { claims }) };
}

const UNCURED = {
  first: 'sign-in-failed',
  expired: 'sign-in-failed',
  'step-up': 'mfa-refused',
  consent: 'consent-needed',
} as const;

function told(outcome: ReturnType<typeof silentFailure>): { reason: string; serviceCode?: string } {
  if (outcome.kind === 'sign-in') return { reason: outcome.need.reason };
  const { code, serviceCode } = outcome.problem;
  return { reason: code, ...(serviceCode === undefined ? {} : { serviceCode }) };
}
