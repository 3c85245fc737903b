import type { TokenCredential } from '@azure/identity';
import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import type { HttpSend } from '../network/http-send';
import type { AppCredential, AppProof } from './entra-client';
import { createAppProof, managedIdentity } from './entra-client';
import { EntraError } from './entra-errors';
import { createEntraNetwork } from './entra-http';

/** The bot's own identity at the channel, and where its token comes from. */
export interface BotIdentity {
  readonly appId: string;
  /** The directory that the Azure Bot belongs to: the only authority that is asked. */
  readonly tenantId: string;
  /** How the bot proves to be it. `is-identity`: the app id is that of a managed identity of the machine. */
  readonly credential: AppCredential | { readonly kind: 'is-identity' };
  readonly authorityHost: string;
  /** True for an authority that is not Microsoft's: it is trusted as named, without instance discovery. */
  readonly isKnownAuthority: boolean;
  /** Such as `https://api.botframework.com/.default`. */
  readonly scope: string;
}

/** The bot's token for the channel's services, one request at a time. */
export interface BotToken {
  /** The token that is held, or a new one; rejects when there is none to be had. */
  get(): Promise<string>;
  /** Forgets the one that is held. */
  drop(): void;
}

interface BotTokenParts {
  readonly send: HttpSend;
  readonly clock: Clock;
  readonly managedIdentityOf?: (clientId: string) => TokenCredential;
}

interface CachedToken {
  readonly token: string;
  readonly until: number;
}

/** A token that is as old as this before its end is replaced while it is still used. */
const RENEWED_BEFORE_MS = 10 * 60 * 1000;
/** A token is not used closer to its end than this. */
const UNUSED_BEFORE_MS = 2 * 60 * 1000;
const MANAGED_IDENTITY_TIMEOUT_MS = 5_000;

/** BotToken for the identity: by what the registration trusts, through MSAL, or from the managed identity that it is. */
export function createBotToken(identity: BotIdentity, parts: BotTokenParts): BotToken {
  const { credential } = identity;
  const request =
    credential.kind === 'is-identity'
      ? byManagedIdentity(identity, parts.managedIdentityOf)
      : byProof(identity, createAppProof(credential, parts.managedIdentityOf), parts);
  let cached: CachedToken | undefined;
  let flight: Promise<CachedToken> | undefined;

  const renew = (): Promise<CachedToken> => {
    flight ??= request()
      .then((fresh) => (cached = fresh))
      .finally(() => {
        flight = undefined;
      });
    return flight;
  };

  return {
    get: async () => {
      const left = cached === undefined ? 0 : cached.until - parts.clock.now().getTime();
      if (cached === undefined || left < UNUSED_BEFORE_MS) return (await renew()).token;
      // Whoever renews early has a token that works meanwhile: a failure is noticed when that one is used up.
      if (left < RENEWED_BEFORE_MS) renew().catch(() => undefined);
      return cached.token;
    },
    drop: () => {
      cached = undefined;
    },
  };
}

function byProof(
  identity: BotIdentity,
  proof: AppProof,
  { send, clock }: BotTokenParts,
): () => Promise<CachedToken> {
  const { appId, tenantId, authorityHost, isKnownAuthority, scope } = identity;
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      ...proof,
      authority: `${authorityHost}/${tenantId}/`,
      knownAuthorities: isKnownAuthority ? [new URL(authorityHost).host] : [],
    },
    system: {
      networkClient: createEntraNetwork(authorityHost, send, { clock }),
      loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => undefined },
    },
  });
  return async () => {
    const result = await client.acquireTokenByClientCredential({ scopes: [scope], skipCache: true });
    if (result?.expiresOn == null) throw new EntraError({ kind: 'odd', detail: 'no token' });
    return { token: result.accessToken, until: result.expiresOn.getTime() };
  };
}

function byManagedIdentity(
  { appId, scope }: BotIdentity,
  managedIdentityOf: (clientId: string) => TokenCredential = managedIdentity,
): () => Promise<CachedToken> {
  const credential = managedIdentityOf(appId);
  return async () => {
    const abortSignal = AbortSignal.timeout(MANAGED_IDENTITY_TIMEOUT_MS);
    const result = await credential.getToken(scope, { abortSignal });
    if (result === null) throw new EntraError({ kind: 'odd', detail: 'no token' });
    return { token: result.token, until: result.expiresOnTimestamp };
  };
}
