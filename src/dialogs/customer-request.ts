import type { View } from '../cards/view';
import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import { isFaqLabel } from '../model/label';
import type { CustomerRequest } from '../model/problem';
import type { Command } from './command';
import type { DialogContext } from './context';
import type { ReadText } from './read-text';

const APPROVAL =
  /\b(?:consents?|approvals?|approve[sd]?|permission)\b|(?:zustimm|genehmig|freigabe|freigeb|einwillig)/iu;
const WHO_OR_WHERE = /\badmin|links?\b|\bmessage\b|\bnachricht/iu;
const OF_MANY =
  /\b(?:all|every|each|everywhere|many)\b|\b(?:all(?:e[mnrs]?)?|jede[mnrs]?|überall|sämtliche[nr]?|viele[nr]?)\b/iu;

/**
 * "Consent links for all customers": the message to the administrators of all directories that have not approved the bot.
 * It has no label of its own, and is near to linking in many; a question about consent is answered instead.
 */
export function asksForConsents({ text, said }: Pick<ReadText, 'text' | 'said'>): Command | undefined {
  const isQuestion = (said.band === 'answer' && isFaqLabel(said.label)) || /\?\s*$/u.test(text);
  const isAsked = [APPROVAL, WHO_OR_WHERE, OF_MANY].every((words) => words.test(text.normalize('NFKC')));
  return isAsked && !isQuestion && said.partnerId.kind === 'none'
    ? { kind: 'ask-for-consents', page: 1 }
    : undefined;
}

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
  { caller, pal, signInService, customersUrl }: DialogContext,
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
      displayName: caller.person.displayName,
      account: await pal.signInName(caller),
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
  { caller, pal, signInService, customersUrl }: DialogContext,
  kind: CustomerRequest,
  tenantId: TenantId,
  { role, scopes }: WantedRole = { role: '', scopes: [] },
): Promise<View> {
  const known = pal.rememberedDirectories(caller.person).find((one) => one.tenantId === tenantId);
  return {
    name: 'request-to-customer',
    data: {
      kind,
      displayName: caller.person.displayName,
      account: await pal.signInName(caller),
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
