import type { View } from '../cards/view';
import type { CustomerRequest } from '../model/customer-request';
import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import type { DialogContext } from './context';

/** Which role on what, for the request `role`: names as Azure shows them. */
interface WantedRole {
  readonly role: string;
  readonly scopes: readonly string[];
}

/** With names as long as they are shown, well within the 24 KB of a card. */
const APPROVALS_ON_CARD = 25;

/**
 * The card with one message for the administrators of all these directories, and beside it the page on which each of them
 * approves the bot: the message itself names none, so that no customer reads of another. `page`, from 1.
 */
export async function consentRequestView(
  { asker, pal, signInService, customersUrl }: DialogContext,
  directories: readonly Directory[],
  page: number,
): Promise<View> {
  const pages = Math.ceil(directories.length / APPROVALS_ON_CARD);
  const shown = Math.min(Math.max(page, 1), pages);
  const to = shown * APPROVALS_ON_CARD;
  return {
    name: 'request-to-customer',
    data: {
      kind: 'consent-many',
      displayName: asker.person.displayName,
      account: await pal.signInName(asker),
      directoryName: '',
      directoryId: '',
      clientId: signInService.clientId,
      approvalUrl: '',
      pageUrl: customersUrl,
      role: '',
      scopes: [],
      approvals: directories.slice(to - APPROVALS_ON_CARD, to).map(({ name, tenantId, defaultDomain }) => ({
        directoryName: name,
        directoryId: tenantId,
        domain: defaultDomain,
        url: signInService.adminConsentUrl(tenantId),
      })),
      nextPage: shown < pages ? shown + 1 : 0,
    },
  };
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
