import type { TenantId } from '../model/identifiers';

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
