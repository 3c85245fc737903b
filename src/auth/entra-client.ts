import type { INetworkModule } from '@azure/msal-node';
import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';

import type { TenantId } from '../model/identifiers';
import type { AppCredential, AppProof } from './app-credential';

/** The calls of MSAL that this room makes. */
export type EntraClient = Pick<
  ConfidentialClientApplication,
  'getAuthCodeUrl' | 'acquireTokenByCode' | 'acquireTokenSilent' | 'acquireTokenOnBehalfOf'
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
 * A new MSAL client with an empty token cache of its own. Every sign-in and every exchange on behalf of somebody gets
 * one, so that no cache ever holds tokens of two people, or of one person in two tenants got for the same SSO token.
 */
export function createEntraClient(
  { settings, proof, network }: EntraAccess,
  tenantId: TenantId,
): EntraClient {
  return new ConfidentialClientApplication({
    auth: {
      clientId: settings.clientId,
      ...proof,
      authority: authorityOf(settings, tenantId),
      // Tells ARM that claims challenges are understood (continuous access evaluation).
      clientCapabilities: ['CP1'],
      knownAuthorities: settings.isKnownAuthority === true ? [new URL(settings.authorityHost).host] : [],
    },
    system: {
      networkClient: network,
      loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => undefined },
    },
  });
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
