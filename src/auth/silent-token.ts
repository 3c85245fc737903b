import type { AuthenticationResult } from '@azure/msal-node';

import type { Outcome } from '../model/problem';
import { armScope } from './azure-settings';
import type { UserToken } from './access-token';
import type { TokenCheck } from './checked-token';
import { checkedToken } from './checked-token';
import { authorityOf } from './entra-client';
import { silentFailure, toldOfRefusal } from './entra-errors';
import { entraFailureOfError } from './entra-failure';
import type { Actor } from './ports';
import type { Grant } from './token-cache';

/** A checked token for the actor's tenant out of a sign-in that the person made before. */
export async function silentToken(
  parts: TokenCheck,
  actor: Actor,
  grant: Grant,
): Promise<Outcome<UserToken>> {
  try {
    return checkedToken(parts, actor, await request(parts, actor, grant));
  } catch (error) {
    const outcome = silentFailure(entraFailureOfError(error), actor.correlationId);
    const { tenantId, correlationId } = actor;
    parts.log.info('azure.token.refused', { tenantId, correlationId, ...toldOfRefusal(outcome) });
    return outcome;
  }
}

async function request(parts: TokenCheck, actor: Actor, grant: Grant): Promise<AuthenticationResult> {
  const result = await silently(parts, actor, grant, actor.claims !== undefined);
  const isStale = result.expiresOn !== null && result.expiresOn <= parts.clock.now();
  return isStale && result.fromCache ? silently(parts, actor, grant, true) : result;
}

function silently(
  { settings }: TokenCheck,
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
