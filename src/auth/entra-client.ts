import { createRequire } from 'node:module';

import type * as azureIdentity from '@azure/identity';
import type { TokenCredential } from '@azure/identity';
import type { INetworkModule, NodeAuthOptions } from '@azure/msal-node';
import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';
import { z } from 'zod';

import { untilAborted } from '../lib/async';
import type { TenantId } from '../model/identifiers';
import { jsonOf } from '../network/http-send';
import { EntraError } from './entra-errors';

/** The calls of MSAL that this room makes. */
export type EntraClient = Pick<
  ConfidentialClientApplication,
  | 'getAuthCodeUrl'
  | 'acquireTokenByCode'
  | 'acquireTokenByRefreshToken'
  | 'acquireTokenOnBehalfOf'
  | 'getTokenCache'
>;

/** What every client is made of. */
export interface EntraAccess {
  readonly settings: AzureSettings;
  readonly proof: AppProof;
  readonly network: INetworkModule;
}

/** The authority of one tenant. There is no other kind here: `common` would answer for the home tenant. */
export function authorityOf(settings: AzureSettings, tenantId: TenantId): string {
  return `${settings.authorityHost}/${tenantId}/`;
}

/**
 * A new MSAL client with an empty token cache of its own. Every sign-in and every exchange gets one, so that no cache ever
 * holds tokens of two people, or of one person in two tenants: MSAL would answer for one with the token of another. It
 * also searches all of its cache several times for each token, which with some hundred directories takes minutes.
 */
export function createEntraClient(
  { settings, proof, network }: EntraAccess,
  tenantId: TenantId,
  /** It redeems no code and shows no page of Entra's. */
  isForExchange = false,
): EntraClient {
  return new ConfidentialClientApplication({
    auth: {
      clientId: settings.clientId,
      ...proof,
      authority: authorityOf(settings, tenantId),
      // Tells ARM that claims challenges are understood (continuous access evaluation).
      clientCapabilities: ['CP1'],
      knownAuthorities: settings.isKnownAuthority === true ? [new URL(settings.authorityHost).host] : [],
      ...(isForExchange && settings.isKnownAuthority === true
        ? { authorityMetadata: metadataOf(settings, tenantId) }
        : {}),
    },
    system: {
      networkClient: network,
      loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => undefined },
    },
  });
}

/**
 * Where Entra's endpoints of a tenant are. MSAL knows that by heart for Microsoft's clouds and asks any other authority
 * each time; what needs no page of Entra's is at the same places there.
 */
function metadataOf(settings: AzureSettings, tenantId: TenantId): string {
  const tenant = `${settings.authorityHost}/${tenantId}`;
  return JSON.stringify({
    issuer: `${tenant}/v2.0`,
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${tenant}/discovery/v2.0/keys`,
  });
}

const cachedTokens = z.object({ RefreshToken: z.record(z.object({ secret: z.string().min(1) })) });

/** The refresh token that a client was given with its last tokens; undefined when there was none. */
export function refreshTokenOf(client: Pick<EntraClient, 'getTokenCache'>): string | undefined {
  const cached = cachedTokens.safeParse(jsonOf(client.getTokenCache().serialize())).data;
  return Object.values(cached?.RefreshToken ?? {})[0]?.secret;
}

interface EntraHosts {
  /** The first is the one that MSAL speaks to, whichever of them it is given. */
  readonly hosts: readonly string[];
  /** Who signs tokens of the first version. */
  readonly firstVersionIssuer?: string;
}

const PUBLIC: EntraHosts = {
  hosts: ['login.microsoftonline.com'],
  firstVersionIssuer: 'https://sts.windows.net',
};
const CHINA: EntraHosts = { hosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'] };

function hostsOf(authorityHost: string): EntraHosts {
  const { host } = new URL(authorityHost);
  return [PUBLIC, CHINA].find(({ hosts }) => hosts.includes(host)) ?? { hosts: [host] };
}

/** The origins at which this Entra answers: the one that is configured, and its other names. */
export function entraOrigins(authorityHost: string): ReadonlySet<string> {
  const others = hostsOf(authorityHost).hosts.map((host) => `https://${host}`);
  return new Set([new URL(authorityHost).origin, ...others]);
}

/** The exact issuers of tokens that this Entra signs for a tenant. */
export function entraIssuers(authorityHost: string, tenantId: TenantId): ReadonlySet<string> {
  const { firstVersionIssuer } = hostsOf(authorityHost);
  const secondVersion = [...entraOrigins(authorityHost)].map((origin) => `${origin}/${tenantId}/v2.0`);
  const firstVersion = firstVersionIssuer === undefined ? [] : [`${firstVersionIssuer}/${tenantId}/`];
  return new Set([...secondVersion, ...firstVersion]);
}

/** Where Entra and ARM are, and as which application the bot speaks to them. */
export interface AzureSettings {
  /** Origin of Entra, such as `https://login.microsoftonline.com`. The tenant is appended; never `common`. */
  readonly authorityHost: string;
  /** Origin of Azure Resource Manager, such as `https://management.azure.com`. No token is ever sent anywhere else. */
  readonly armEndpoint: string;
  /** The audience that an ARM token must have; also the resource of the only scope that is ever asked for. */
  readonly armAudience: string;
  readonly clientId: string;
  readonly credential: AppCredential;
  /**
   * The resource that Teams' silent sign-in names, such as `api://botid-…`: an audience of the tokens that Teams hands
   * over. Absent: silent sign-in is off, and no token of Teams is taken.
   */
  readonly ssoResource?: string;
  /** The bot's page that Entra sends the person back to. */
  readonly redirectUri: string;
  /** True for an authority that is not Microsoft's: it is trusted as named, without instance discovery. */
  readonly isKnownAuthority?: boolean;
}

/** The delegated permission on ARM: the only scope this application asks for. */
export function armScope(settings: AzureSettings): string {
  return `${settings.armAudience}/user_impersonation`;
}

/** How the application proves to Entra that it is itself. */
export type AppCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  | {
      readonly kind: 'certificate';
      /** SHA-256 of the certificate, hexadecimal. */
      readonly thumbprint: string;
      /** PEM. */
      readonly privateKey: string;
      /** The certificate and those that signed it, PEM, the application's own first. */
      readonly chain: string;
    }
  /** A user-assigned managed identity that the app registration trusts (federated credential): no secret at all. */
  | { readonly kind: 'managed-identity'; readonly clientId: string };

/** An AppCredential in MSAL's form. */
export type AppProof = Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;

/** The audience of a managed identity's token that stands in for a client secret. */
const EXCHANGE_SCOPE = 'api://AzureADTokenExchange/.default';

/** Made once for all clients, because the managed identity's own tokens are kept between requests. */
export function createAppProof(
  credential: AppCredential,
  managedIdentityOf: (clientId: string) => TokenCredential = managedIdentity,
): AppProof {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.secret };
    case 'certificate': {
      const { thumbprint, privateKey, chain } = credential;
      return { clientCertificate: { thumbprintSha256: thumbprint, privateKey, x5c: chain } };
    }
    case 'managed-identity': {
      const identity = managedIdentityOf(credential.clientId);
      return { clientAssertion: () => assertionOf(identity) };
    }
  }
}

async function assertionOf(identity: TokenCredential): Promise<string> {
  const assertion = await tokenOfIdentity(identity, EXCHANGE_SCOPE);
  if (assertion.kind === 'token') return assertion.token;
  // What is missing is on our side, as with a wrong secret.
  throw new EntraError(
    assertion.kind === 'refused' ? { kind: 'refused', error: 'invalid_client' } : { kind: 'unreachable' },
  );
}

const TIMEOUT_MS = 3_000;

/** A token of the managed identity, or why there is none. */
export type IdentityToken =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'refused' | 'unreachable' };

/** Loading the package takes a tenth of the start, and a bot with a secret or a certificate does without. */
const load = createRequire(__filename);

/** The machine's user-assigned managed identity; off Azure nobody answers for it. */
export function managedIdentity(clientId: string): TokenCredential {
  const { ManagedIdentityCredential } = load('@azure/identity') as typeof azureIdentity;
  return new ManagedIdentityCredential({ clientId });
}

/** Asks the identity for a token, for three seconds at most. */
export async function tokenOfIdentity(identity: TokenCredential, scope: string): Promise<IdentityToken> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const asked = identity.getToken(scope, { abortSignal: timeout }).then(
    (token): IdentityToken => (token === null ? { kind: 'refused' } : { kind: 'token', token: token.token }),
    (): IdentityToken => ({ kind: 'refused' }),
  );
  return (await untilAborted(asked, timeout)) ?? { kind: 'unreachable' };
}
