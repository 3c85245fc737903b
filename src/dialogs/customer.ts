import type { View } from '../cards/view';
import type { CustomerRequest } from '../model/problem';
import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import type { Label } from '../model/label';
import { isFaqLabel } from '../model/label';
import type { Understanding } from '../understanding/understand';
import type { Command } from './command';
import type { DialogContext } from './context';
import type { ReadText } from './read-text';
import type { ConversationState } from './state';

/** What a customer means who asks for what only the partner's own account can do: the answer that has it for customers. */
const FOR_CUSTOMERS: Readonly<Partial<Record<Label, Label>>> = {
  'link-partner-id': 'customer-asked-to-link',
  'change-partner-id': 'pal-who-can-edit',
  'provide-partner-id': 'customer-asked-to-link',
  'unlink-partner-id': 'pal-who-can-edit',
  'command-to-delete': 'pal-who-can-edit',
  'pal-can-be-changed': 'pal-who-can-edit',
  undo: 'pal-who-can-edit',
  'show-link': 'see-all-links',
  'show-all-links': 'see-all-links',
  'command-to-show': 'see-all-links',
  'check-access': 'azure-role-needed',
  'bot-data-stored': 'pal-data-collected',
};

/** What a customer may ask of the bot itself, like anybody. */
const FOR_ALL: readonly Label[] = [
  'help',
  'switch-language',
  'cancel',
  'decline',
  'confirm',
  'sign-out',
  'forget-me',
  'greeting',
  'thanks',
  'as-customer',
  'as-partner',
  'out-of-scope',
];

/**
 * What a message means that a customer writes: who has said so (`state.audience`), or whose words show it. A question
 * is answered for customers, and nothing of the partner's is begun. Undefined where nobody but the partner is meant.
 */
export function commandOfCustomer({ audience }: ConversationState, said: Understanding): Command | undefined {
  const [best] = said.band === 'offer' ? said.top3.map(({ label }) => label) : [said.label];
  if (best === undefined || FOR_ALL.includes(best)) return undefined;
  // What the bot can't do for a partner is nothing to a customer.
  if (best === 'limits' && audience === 'customer') return { kind: 'help' };
  const topic = FOR_CUSTOMERS[best] ?? best;
  const asksLikeOne = said.subject === 'customer' || (audience === 'questions' && isQuestion(best, said));
  if (audience !== 'customer' && !asksLikeOne) return undefined;
  return { kind: 'explain', how: 'ask', topic, isCustomers: true };
}

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

/** Whether it asks, and is no wish to do something. */
function isQuestion(label: Label, { band }: Understanding): boolean {
  return isFaqLabel(label) || band === 'offer';
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
