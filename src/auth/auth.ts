import { createHash } from 'node:crypto';

import type { TokenCredential } from '@azure/identity';

import type { Clock, MonotonicClock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Log } from '../model/log';
import { ok } from '../model/problem';
import type { HttpSend } from '../network/http-send';
import type { Wait } from '../lib/async';
import { createTokenCache } from './token-cache';
import type { AzureSettings, EntraClient } from './entra-client';
import { createAppProof, createEntraClient } from './entra-client';
import { createEntraNetwork } from './entra-http';
import { createOnBehalfOf } from './on-behalf-of';
import type { UserTokens } from './people-tokens';
import { createUserTokens } from './people-tokens';
import type { Accounts, SsoTokens, SharedRecords, SignIn } from './ports';
import { createSignIn } from './sign-in';
import { createSignInAttempts } from './sign-in-attempts';
import { FROM_CLIENTS, createSigningKeys, createSsoTokens } from './sso-tokens';
import { createTokenService } from './token-service';
import type { TokenServiceAccess } from './token-service';

/** The ports of this room: who people are, how they sign in, and their tokens for ARM. */
export interface Auth {
  readonly accounts: Accounts;
  readonly ssoTokens: SsoTokens;
  readonly signIn: SignIn;
  /** For the calls to ARM only. */
  readonly tokens: UserTokens;
}

/** What the room is built with. */
export interface AuthParts {
  readonly records: SharedRecords;
  /** Keeps people's tokens for the bot; absent: their clients hand one over each time. */
  readonly tokenService?: TokenServiceAccess;
  readonly clock: Clock;
  readonly monotonicMs: MonotonicClock;
  readonly log: Log;
  readonly send: HttpSend;
  readonly wait: Wait;
  readonly random: () => number;
  /** For tests. */
  readonly managedIdentityOf?: (clientId: string) => TokenCredential;
}

/** The sign-in at Entra as the settings name it: Microsoft's or the local stand-in, by the same code. */
export function createAuth(settings: AzureSettings, parts: AuthParts): Auth {
  const { clock, monotonicMs, log, records, send, wait, random } = parts;
  const { authorityHost } = settings;
  const access = {
    settings,
    proof: createAppProof(settings.credential, parts.managedIdentityOf),
    network: createEntraNetwork(authorityHost, send, { clock, wait, random }),
  };
  const newClient = (tenantId: TenantId): EntraClient => createEntraClient(access, tenantId);
  const cache = createTokenCache({ records, clock, monotonicMs });
  const check = { settings, clock, log };
  const exchanging = {
    ...check,
    newClient: (tenantId: TenantId) => createEntraClient(access, tenantId, true),
  };
  const onBehalfOf = createOnBehalfOf(exchanging);
  const source =
    parts.tokenService === undefined ? FROM_CLIENTS : createTokenService(parts.tokenService, send, log);
  const ssoTokens = createSsoTokens({
    settings,
    source,
    cache,
    keys: createSigningKeys({ authorityHost, send, monotonicMs, log }),
    clock,
    log,
  });
  const obtain: typeof ssoTokens.obtain = (person, correlationId) => ssoTokens.obtain(person, correlationId);
  const tokens = createUserTokens({ check: exchanging, cache, obtain, onBehalfOf, clock });
  return {
    accounts: {
      resolve: async (actor) => {
        const acquired = await tokens.acquire(actor);
        return acquired.kind === 'ok' ? ok(acquired.value.account) : acquired;
      },
    },
    ssoTokens,
    tokens,
    signIn: createSignIn({
      ...check,
      cache,
      attempts: createSignInAttempts(records, clock, keyOf(settings.credential)),
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
