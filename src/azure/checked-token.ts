import type { AuthenticationResult } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { AccountsSeen } from './accounts-seen';
import type { AzureSettings } from './azure-settings';
import type { Actor } from './ports';
import type { UserToken } from './user-token';
import { checkToken } from './user-token';

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

/** What MSAL answered, as a token of the actor for the actor's tenant; anything else is a security event. */
export function checkedToken(
  { settings, accounts, clock, log }: TokenCheck,
  { person, tenantId, correlationId }: Actor,
  result: AuthenticationResult,
): Outcome<UserToken> {
  const objectId = accounts.expected(person, tenantId);
  const checked = checkToken(result.accessToken, {
    tenantId,
    audience: settings.armAudience,
    now: clock.now(),
    ...(objectId === undefined ? {} : { objectId }),
  });
  // No account: MSAL answered from its cache, whose keys contain the home account.
  const isSomebodyElse = result.account !== null && !isHomeAccountOf(person, result.account.homeAccountId);
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
