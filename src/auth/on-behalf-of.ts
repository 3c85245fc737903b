import type { AuthenticationResult } from '@azure/msal-node';

import type { TenantId } from '../model/identifiers';
import type { Outcome } from '../model/problem';
import { ok } from '../model/problem';
import { armScope } from './azure-settings';
import type { UserToken } from './access-token';
import type { TokenCheck } from './checked-token';
import { checkedToken } from './checked-token';
import type { EntraClient } from './entra-client';
import { authorityOf } from './entra-client';
import { silentFailure, toldOfRefusal } from './entra-errors';
import type { EntraFailure } from './entra-failure';
import { EntraError, entraFailureOfError } from './entra-failure';
import type { HeldAssertion, HeldAssertions } from './token-cache';
import type { Actor } from './ports';

/** A kept token with less than this left is not handed out: the call it is for takes time too. */
const MARGIN_MS = 5 * 60 * 1000;
/** An assertion that Teams handed over this recently would only be handed over again. */
export const JUST_ACCEPTED_MS = 60_000;
/** Entra's words for an assertion that is over, or that it does not know. */
const DEAD_ASSERTION: ReadonlySet<string | undefined> = new Set(['50013', '500133']);

/** Gets a token for the actor's tenant for the assertion of the actor's person. */
export type OnBehalfOf = (actor: Actor, assertion: HeldAssertion) => Promise<Outcome<UserToken>>;

interface OnBehalfOfParts extends TokenCheck {
  readonly assertions: HeldAssertions;
  readonly newClient: (tenantId: TenantId) => EntraClient;
}

/**
 * OnBehalfOf by MSAL, with a new client for every request: MSAL keeps such tokens by the assertion and not by the
 * tenant, so a shared client would answer for one tenant with the token of another. What is got is kept with its
 * assertion, by tenant, after it was checked.
 */
export function createOnBehalfOf(parts: OnBehalfOfParts): OnBehalfOf {
  return (actor, assertion) => {
    if (actor.claims !== undefined) return exchange(parts, actor, assertion);
    const { tenantId } = actor;
    const kept = assertion.tokens.get(tenantId);
    if (kept !== undefined && kept.expiresAt.getTime() - parts.clock.now().getTime() > MARGIN_MS) {
      return Promise.resolve(ok(kept));
    }
    const underWay = assertion.flights.get(tenantId);
    if (underWay !== undefined) return underWay;
    const flight = exchange(parts, actor, assertion).finally(() => assertion.flights.delete(tenantId));
    assertion.flights.set(tenantId, flight);
    return flight;
  };
}

async function exchange(
  parts: OnBehalfOfParts,
  actor: Actor,
  assertion: HeldAssertion,
): Promise<Outcome<UserToken>> {
  try {
    const checked = checkedToken(parts, actor, await request(parts, actor, assertion));
    if (checked.kind === 'ok') assertion.tokens.set(actor.tenantId, checked.value);
    return checked;
  } catch (error) {
    return refused(parts, actor, assertion, entraFailureOfError(error));
  }
}

async function request(
  { settings, newClient }: OnBehalfOfParts,
  { tenantId, correlationId, claims }: Actor,
  assertion: HeldAssertion,
): Promise<AuthenticationResult> {
  const result = await newClient(tenantId).acquireTokenOnBehalfOf({
    authority: authorityOf(settings, tenantId),
    scopes: [armScope(settings)],
    oboAssertion: assertion.reveal(),
    skipCache: true,
    correlationId,
    ...(claims === undefined ? {} : { claims }),
  });
  if (result === null) throw new EntraError({ kind: 'odd', detail: 'no result' });
  return result;
}

function refused(
  { assertions, clock, log }: OnBehalfOfParts,
  { person, tenantId, correlationId }: Actor,
  assertion: HeldAssertion,
  failure: EntraFailure,
): Outcome<never> {
  const outcome = silentFailure(failure, correlationId);
  log.info('azure.on-behalf-of.refused', { tenantId, correlationId, ...toldOfRefusal(outcome) });
  if (outcome.kind === 'problem') return outcome;
  const isDead = failure.kind === 'refused' && DEAD_ASSERTION.has(failure.number);
  if (isDead) assertions.drop(person, assertion);
  const isOld = clock.now().getTime() - assertion.acceptedAt.getTime() >= JUST_ACCEPTED_MS;
  // A new assertion cures an old one, and nothing else.
  return isDead && isOld ? outcome : { kind: 'sign-in', need: { ...outcome.need, silentFailed: true } };
}
