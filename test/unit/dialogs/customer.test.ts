import { join } from 'node:path';

import { VERBS_OF_CUSTOMERS } from '../../../src/cards/press';
import { packageRoot } from '../../../src/config/package';
import { commandOfText } from '../../../src/dialogs/command-of-text';
import { createExplainer, loadLimitWords } from '../../../src/dialogs/explain';
import { route } from '../../../src/dialogs/route';
import type { Command } from '../../../src/dialogs/command';
import type { DialogContext } from '../../../src/dialogs/context';
import { loadKnowledge, loadPlaceholders } from '../../../src/knowledge/load-knowledge';
import type { FaqLabel } from '../../../src/model/label';
import { FAQ_LABELS } from '../../../src/model/label';
import { LANGUAGES } from '../../../src/model/language';
import { elementsOf, renderer } from '../cards/support/cards';
import { makeUnderstanding } from '../understanding/make-understanding';
import { inDialog, PLACE_WORDS, readAs, TENANT } from './make-command';

const understanding = makeUnderstanding();
const person = { tenantId: TENANT, objectId: TENANT as never, displayName: 'Robin' };

function commandOf(text: string, audience?: 'customer'): Command {
  const state = inDialog({ kind: 'idle' }, audience === undefined ? {} : { audience });
  return commandOfText(state, readAs(understanding.understand(text), text), person, PLACE_WORDS);
}

/** What a customer's administrator asks, and what answers it. */
const ASKED: readonly (readonly [string, FaqLabel, ...FaqLabel[]])[] = [
  ['can the agency see what we spend on azure', 'pal-data-collected'],
  ['kann die Agentur sehen, was wir für Azure ausgeben', 'pal-data-collected'],
  ['is that compliant with our privacy rules', 'pal-data-collected'],
  ['Ist das mit der DSGVO vereinbar?', 'pal-data-collected'],
  ['do we pay anything extra', 'explain-pal-to-customer', 'what-is-pal'],
  ['do we pay anything for that?', 'explain-pal-to-customer'],
  ['entstehen uns Gebühren', 'explain-pal-to-customer', 'what-is-pal'],
  ['will our contracts with you be affected', 'explain-pal-to-customer'],
  ['berührt das unsere Verträge', 'explain-pal-to-customer'],
  ['will Microsoft phone us', 'explain-pal-to-customer'],
  ['who earns money with this', 'explain-pal-to-customer'],
  ['who put that into our directory', 'see-all-links'],
  ['wer hat das bei uns freigegeben', 'see-all-links'],
  ['how can I see what the partner linked', 'see-all-links'],
  ['can we forbid it', 'pal-who-can-edit'],
  ['können wir das verbieten', 'pal-who-can-edit'],
  ['how do we get this off our tenant', 'pal-who-can-edit'],
  ['we replace our supplier next month', 'remove-former-partner'],
  ['unser Berater ist raus, was müssen wir aufräumen', 'remove-former-partner'],
  ['does it touch our servers', 'pal-security-impact'],
  ['need to know if anyone at Fabrikam can change things in our subscriptions', 'pal-security-impact'],
];

test.each(ASKED)('who has said that they are the customer is answered: %s', (text, ...topics) => {
  const command = commandOf(text, 'customer');
  expect(command).toMatchObject({ kind: 'explain', isCustomers: true });
  expect(topics).toContain(command.kind === 'explain' ? command.topic : command.kind);
});

test.each([
  'will our invoice go up',
  'does the supplier get to read our files',
  'how can I see what the partner linked',
  'can our provider change something on our servers',
  'sieht der Dienstleister, was wir ausgeben',
  'wird unsere Rechnung höher',
  'darf ein Externer das in unserer Umgebung einrichten',
])('who has not said so is taken for the customer by the words: %s', (text) => {
  expect(commandOf(text)).toMatchObject({ kind: 'explain', isCustomers: true });
});

test.each([
  'why does our customer not show up in the report',
  'do our designations count the consumption of PAL',
  'how do I set a budget for my subscription',
  'how do I create a storage account',
  'which cmdlet shows the PartnerID of our accounts',
  'was haben wir davon, wenn wir PAL setzen',
  'link 1234567 in Contoso Retail',
])('and the partner is not: %s', (text) => {
  expect(commandOf(text)).not.toHaveProperty('isCustomers');
});

test('what it costs is answered for the partner too', () => {
  expect(commandOf('hold on, what does it cost my customer?')).toEqual({
    kind: 'explain',
    how: 'ask',
    topic: 'what-is-pal',
    language: 'en',
  });
});

describe.each(LANGUAGES)('in %s no card for the customer has the partner’s buttons', (language) => {
  const root = packageRoot(__dirname);
  const knowledge = loadKnowledge(join(root, 'knowledge'), language);
  const explainer = createExplainer(knowledge, loadPlaceholders(join(root, 'content'), language));
  // Only what the answers below need.
  const context = {
    caller: { person },
    isPersonal: true,
    isCustomer: true,
    knowledge,
    explainer,
    titleOf: (label: string) => knowledge.entry(label)?.question ?? label,
    limitWords: loadLimitWords(join(root, 'content')),
    customersUrl: 'https://bot.example/customers',
  } as unknown as DialogContext;

  async function cardOf(command: Command): Promise<{ readonly name: string; readonly verbs: string[] }> {
    const [view] = (await route(context, inDialog({ kind: 'idle' }, { audience: 'customer' }), command))
      .views;
    if (view === undefined) throw new Error('Nothing was answered.');
    const { card } = renderer.render({ ...view, reader: 'customer' }, language);
    return { name: view.name, verbs: elementsOf(card, 'Action.Execute').map(({ verb }) => String(verb)) };
  }

  test.each(FAQ_LABELS)('%s', async (topic) => {
    const { name, verbs } = await cardOf({ kind: 'explain', how: 'ask', topic, isCustomers: true });
    expect(name).toBe(knowledge.entry(topic)?.customer === undefined ? 'answer' : 'for-customer');
    expect(verbs.filter((verb) => !VERBS_OF_CUSTOMERS.includes(verb))).toEqual([]);
    // Help is, for a customer, what customers ask.
    expect(verbs.some((verb) => verb === 'customer-concerns' || verb === 'help')).toBe(true);
  });

  test.each<[string, Command, string]>([
    ['not understood', { kind: 'say', view: { name: 'unknown', data: {} } }, 'customer-concerns'],
    ['half understood', { kind: 'offer', labels: ['link-partner-id', 'undo'] }, 'customer-concerns'],
    ['hello', { kind: 'say', view: { name: 'greeting', data: { displayName: '' } } }, 'customer-concerns'],
    ['help', { kind: 'help' }, 'customer-concerns'],
    ['thanks', { kind: 'say', view: { name: 'thanks', data: {} } }, 'thanks'],
    ['cancel', { kind: 'cancel' }, 'nothing-to-cancel'],
    ['limits', { kind: 'limits', text: '' }, 'limits'],
    ['limits of users', { kind: 'limits', text: 'invite a guest' }, 'limits'],
    ['may be “forget me”', { kind: 'offer', labels: ['forget-me', 'link-partner-id'] }, 'did-you-mean'],
  ])('%s', async (_, command, expected) => {
    const { name, verbs } = await cardOf(command);
    expect(name).toBe(expected);
    expect(verbs.filter((verb) => !VERBS_OF_CUSTOMERS.includes(verb))).toEqual([]);
  });
});
