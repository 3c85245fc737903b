import type { INetworkModule } from '@azure/msal-node';
import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';

import type { TenantId } from '../model/identifiers';
import type { AzureSettings } from './azure-settings';

/** The three calls of MSAL that this room makes. */
export type EntraClient = Pick<
  ConfidentialClientApplication,
  'getAuthCodeUrl' | 'acquireTokenByCode' | 'acquireTokenSilent'
>;

/** The authority of one tenant. There is no other kind here: `common` would answer for the home tenant. */
export function authorityOf(settings: AzureSettings, tenantId: TenantId): string {
  return `${settings.authorityHost}/${tenantId}/`;
}

/**
 * A new MSAL client with an empty token cache of its own. Every sign-in gets one, so that no cache ever holds tokens
 * of two people.
 */
export function createEntraClient(
  settings: AzureSettings,
  network: INetworkModule,
  tenantId: TenantId,
): EntraClient {
  return new ConfidentialClientApplication({
    auth: {
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
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
