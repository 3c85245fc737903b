import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import { failed, ok } from '../model/problem';
import type { AzureSettings } from './azure-settings';
import { entraIssuers } from './entra-hosts';
import type { HeldAssertions } from './held-assertions';
import type { Assertions } from './ports';
import type { SigningKeys } from './signing-keys';
import type { SignOuts } from './sign-outs';
import type { TeamsTokenVerdict } from './teams-token';
import { checkTeamsToken } from './teams-token';

interface AssertionsParts {
  readonly settings: AzureSettings;
  readonly held: HeldAssertions;
  readonly keys: SigningKeys;
  readonly signOuts: SignOuts;
  readonly clock: Clock;
  readonly log: Log;
}

/** Assertions, checked and held in memory. */
export function createAssertions({
  settings,
  held,
  keys,
  signOuts,
  clock,
  log,
}: AssertionsParts): Assertions {
  const { ssoResource, clientId, authorityHost } = settings;

  async function verdictOn(person: Parameters<Assertions['accept']>[0], token: string) {
    if (ssoResource === undefined) return { kind: 'flawed', flaw: 'not-asked-for' } as const;
    const expected = {
      person,
      issuers: entraIssuers(authorityHost, person.tenantId),
      audiences: new Set([clientId, ssoResource]),
      now: clock.now(),
    };
    return checkTeamsToken(token, expected, keys) satisfies Promise<TeamsTokenVerdict>;
  }

  return {
    resource: ssoResource,
    isHeld: async (person) => {
      await signOuts.heed(person);
      return held.find(person) !== undefined;
    },
    accept: async (person, token, correlationId) => {
      const mark = await signOuts.heed(person);
      const verdict = await verdictOn(person, token);
      const { tenantId } = person;
      switch (verdict.kind) {
        case 'flawed':
          log.error('azure.assertion.mismatch', { flaw: verdict.flaw, tenantId, correlationId });
          return failed({ code: 'token-mismatch', correlationId, serviceCode: verdict.flaw });
        case 'keys-unreachable':
          return failed({ code: 'entra-unreachable', correlationId });
        case 'good':
          if (held.wasDropped(person, token)) {
            log.info('azure.assertion.again', { tenantId, correlationId });
            return { kind: 'sign-in', need: { reason: 'expired', silentFailed: true } };
          }
          // Whoever signs out while the token is looked at is signed out.
          if ((await signOuts.heed(person)) !== mark) {
            return failed({ code: 'sign-in-expired', correlationId });
          }
          held.keep(person, token, verdict);
          log.info('azure.assertion.accepted', { tenantId, correlationId });
          return ok(undefined);
      }
    },
  };
}
