import type { Label } from '../model/label';
import { isFaqLabel } from '../model/label';
import type { Understanding } from '../understanding/understand';
import type { Command } from './command';
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

/** Whether it asks, and is no wish to do something. */
function isQuestion(label: Label, { band }: Understanding): boolean {
  return isFaqLabel(label) || band === 'offer';
}

/** "I'm the customer", and back. */
export function audienceOf(said: 'as-customer' | 'as-partner'): Command {
  return { kind: 'audience', audience: said === 'as-customer' ? 'customer' : 'partner' };
}
