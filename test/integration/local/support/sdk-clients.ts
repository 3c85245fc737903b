import { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import type { TokenCredential } from '@azure/identity';
import { ConfidentialClientApplication } from '@azure/msal-node';
import type { LocalCloud } from '../../../../local/cloud/local-cloud';
import { httpsNetwork } from './https-network';

export const ARM_SCOPE = 'https://management.azure.com/user_impersonation';

/** A credential that always gives this token. */
function staticCredential(token: string): TokenCredential {
  return { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
}

/** The real msal-node client, pointed at the local Entra. */
export function msalClient(
  cloud: LocalCloud,
  clientSecret = cloud.clientSecret,
): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: cloud.clientId,
      clientSecret,
      authority: `${cloud.apiUrl}/organizations`,
      knownAuthorities: [new URL(cloud.apiUrl).host],
    },
    system: { networkClient: httpsNetwork(cloud.caPem) },
  });
}

function armOptions(cloud: LocalCloud) {
  return {
    endpoint: cloud.apiUrl,
    credentialScopes: ['https://management.azure.com/.default'],
    tlsOptions: { ca: cloud.caPem },
    retryOptions: { maxRetries: 0 },
  };
}

/** The real ManagementPartner client, pointed at the local ARM. */
export function partnerClient(
  cloud: LocalCloud,
  credential: TokenCredential | string,
): ACEProvisioningManagementPartnerAPI {
  const chosen = typeof credential === 'string' ? staticCredential(credential) : credential;
  return new ACEProvisioningManagementPartnerAPI(chosen, armOptions(cloud));
}

/** The real client that lists tenants, pointed at the local ARM. */
export function tenantsClient(cloud: LocalCloud, token: string): SubscriptionClient {
  return new SubscriptionClient(staticCredential(token), armOptions(cloud));
}
