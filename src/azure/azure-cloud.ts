import { createHash } from 'node:crypto';

import type { TokenCredential } from '@azure/identity';

import type { Clock, MonotonicClock } from '../model/clock';
import { monotonicClock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import { ok } from '../model/problem';
import type { HttpSend } from '../network/http-send';
import { createNetworkSend } from '../network/network-send';
import { createAccountsSeen } from './accounts-seen';
import { createAppProof } from './app-credential';
import { createArmCaller } from './arm-caller';
import { FROM_CLIENTS } from './assertion-source';
import { createAssertions } from './assertions';
import type { AzureSettings } from './azure-settings';
import { createDirectories } from './directories';
import type { EntraClient } from './entra-client';
import { createEntraClient } from './entra-client';
import { createEntraNetwork } from './entra-network';
import { createHeldAssertions } from './held-assertions';
import { createOnBehalfOf } from './on-behalf-of';
import { createPartnerLinks } from './partner-links';
import type { Accounts, Assertions, Directories, PartnerLinks, SignIn } from './ports';
import type { Wait } from './retried-read';
import { waitByTimer } from './retried-read';
import { guarded } from './service-guard';
import { createSessions } from './sessions';
import { createSignIn } from './sign-in';
import { forgetHeld } from './forget-held';
import type { SharedRecords } from './shared-records';
import { createSignInAttempts } from './sign-in-attempts';
import { createSignOuts } from './sign-outs';
import { createSigningKeys } from './signing-keys';
import { createTokenService } from './token-service';
import type { TokenServiceAccess } from './token-service';
import { createUserTokens } from './user-tokens';

/** The ports of this room. */
export interface AzureCloud {
  readonly accounts: Accounts;
  readonly assertions: Assertions;
  readonly links: PartnerLinks;
  readonly directories: Directories;
  readonly signIn: SignIn;
}

/** What the room is built with; the last five are for tests. */
export interface AzureCloudParts {
  readonly records: SharedRecords;
  /** Keeps people's tokens for the bot; absent: their clients hand one over each time. */
  readonly tokenService?: TokenServiceAccess;
  readonly clock: Clock;
  readonly log: Log;
  readonly network?: HttpSend;
  readonly monotonicMs?: MonotonicClock;
  readonly wait?: Wait;
  readonly random?: () => number;
  readonly managedIdentityOf?: (clientId: string) => TokenCredential;
}

/** Entra and ARM as the settings name them: Microsoft's or the local stand-in's, by the same code. */
export function createAzureCloud(settings: AzureSettings, parts: AzureCloudParts): AzureCloud {
  const { clock, log, records } = parts;
  const monotonicMs = parts.monotonicMs ?? monotonicClock;
  const send = guarded(parts.network ?? createNetworkSend(), { clock, monotonicMs, log });
  const { authorityHost } = settings;
  const pausing = { wait: parts.wait ?? waitByTimer, random: parts.random ?? Math.random };
  const access = {
    settings,
    proof: createAppProof(settings.credential, parts.managedIdentityOf),
    network: createEntraNetwork(authorityHost, send, { clock, ...pausing }),
  };
  const newClient = (tenantId: TenantId): EntraClient => createEntraClient(access, tenantId);
  const accounts = createAccountsSeen(clock);
  const holdings = { sessions: createSessions(clock), assertions: createHeldAssertions(clock), accounts };
  const forget = (person: Person): void => void forgetHeld(holdings, person);
  const signOuts = createSignOuts({ records, clock, forget });
  const check = { settings, accounts, clock, log };
  const onBehalfOf = createOnBehalfOf({ ...check, assertions: holdings.assertions, newClient });
  const source =
    parts.tokenService === undefined ? FROM_CLIENTS : createTokenService(parts.tokenService, send, log);
  const assertions = createAssertions({
    settings,
    source,
    held: holdings.assertions,
    signOuts,
    keys: createSigningKeys({ authorityHost, send, monotonicMs, log }),
    clock,
    log,
  });
  const obtain: typeof assertions.obtain = (person, correlationId) =>
    assertions.obtain(person, correlationId);
  const tokens = createUserTokens({ check, ...holdings, obtain, onBehalfOf, signOuts, clock });
  const callArm = createArmCaller({ settings, tokens, send, clock, log });
  const reading = { callArm, ...pausing };
  return {
    accounts: {
      resolve: async (actor) => {
        const acquired = await tokens.acquire(actor);
        return acquired.kind === 'ok' ? ok(acquired.value.account) : acquired;
      },
    },
    assertions,
    links: createPartnerLinks(reading),
    directories: createDirectories(reading),
    signIn: createSignIn({
      ...check,
      ...holdings,
      attempts: createSignInAttempts(records, clock, keyOf(settings.credential)),
      signOuts,
      source,
      obtain,
      newClient,
    }),
  };
}

/** Known to every instance, and to whoever could redeem a code anyway. A managed identity gives no secret to make it of. */
function keyOf(credential: AzureSettings['credential']): Buffer {
  return createHash('sha256').update(JSON.stringify(credential)).digest();
}
