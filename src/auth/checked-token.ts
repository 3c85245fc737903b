import type { AuthenticationResult } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { AccountsSeen } from './token-cache';
import type { AzureSettings } from './azure-settings';
import type { Actor } from './ports';
import type { UserToken } from './access-token';
import { checkToken } from './access-token';

/** What the check of a token is made with. */
export interface TokenCheck {
  readonly settings: AzureSettings;
  readonly accounts: AccountsSeen;
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
  result: AuthenticationResult,
): Outcome<UserToken> {
  const { settings, accounts, clock, log } = parts;
  const { person, tenantId, correlationId } = actor;
  const objectId = accounts.expected(person, tenantId);
  const checked = checkToken(result.accessToken, {
    tenantId,
    audience: settings.armAudience,
    now: clock.now(),
    ...(objectId === undefined ? {} : { objectId }),
  });
  // No account: MSAL answered from its cache, whose keys contain the home account.
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
  accounts.remember(person, tenantId, checked.token.account.objectId);
  return ok(checked.token);
}
