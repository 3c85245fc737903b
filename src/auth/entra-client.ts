import type { INetworkModule } from '@azure/msal-node';
import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';

import type { TenantId } from '../model/identifiers';
import type { AppProof } from './app-credential';
import type { AzureSettings } from './azure-settings';

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
 * one, so that no cache ever holds tokens of two people, or of one person in two tenants got for the same assertion.
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
