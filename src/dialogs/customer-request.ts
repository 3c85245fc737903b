import type { View } from '../cards/view';
import type { CustomerRequest } from '../model/customer-request';
import type { TenantId } from '../model/identifiers';
import type { DialogContext } from './context';

/** Which role on what, for the request `role`: names as Azure shows them. */
interface WantedRole {
  readonly role: string;
  readonly scopes: readonly string[];
}

/**
 * The card with a message to the administrator of a directory: who asks, for what, and what is to be done. Their sign-in
 * name is the one at home, which is also the one of a guest; it is left out while nobody has signed in.
 */
export async function customerRequestView(
  { asker, pal, signInService, customersUrl }: DialogContext,
  kind: CustomerRequest,
  tenantId: TenantId,
  { role, scopes }: WantedRole = { role: '', scopes: [] },
): Promise<View> {
  const known = pal.rememberedDirectories(asker.person).find((one) => one.tenantId === tenantId);
  return {
    name: 'request-to-customer',
    data: {
      kind,
      displayName: asker.person.displayName,
      account: await pal.signInName(asker),
      directoryName: known?.name ?? '',
      directoryId: tenantId,
      clientId: signInService.clientId,
      approvalUrl: kind === 'consent' ? signInService.adminConsentUrl(tenantId) : '',
      pageUrl: customersUrl,
      role,
      scopes,
    },
  };
}
