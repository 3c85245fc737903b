import { countsByActions, loadEligibleRoles } from '../../../src/pal/eligible-roles';

const roles = loadEligibleRoles('content');
const builtIn = (name: string) => roles.counts({ name, kind: 'built-in' });

test('the list names its source and its date, and knows more than a hundred roles', () => {
  expect(roles.source).toMatch(/^https:\/\/learn\.microsoft\.com\//);
  expect(roles.sourceDate).toBe('2022-11-08');
});

test.each([
  ['Owner', 'yes'],
  ['Contributor', 'yes'],
  ['Support Request Contributor', 'yes'],
  ['Reader and Data Access', 'yes'],
  ['Virtual Machine User Login', 'yes'],
  ['AcrPull', 'yes'],
  ['Azure Service Bus Data Receiver', 'yes'],
  ['Security Manager', 'yes'],
  ['user access administrator', 'yes'],
  ['Reader', 'no'],
  ['Billing Reader', 'no'],
  ['Storage Blob Data Reader', 'no'],
  ['Azure Maps Data Reader (Preview)', 'no'],
  ['A role of tomorrow', 'unknown'],
])('%s counts: %s', (name, counts) => {
  expect(builtIn(name)).toBe(counts);
});

test('a role of the customer’s own is told by what it may do, whatever its name', () => {
  const permissions = [{ actions: ['*/read'], notActions: [] }];
  expect(roles.counts({ name: 'Owner', kind: 'custom', permissions })).toBe('no');
  expect(roles.counts({ name: 'Owner', kind: 'custom' })).toBe('unknown');
});

test.each<[string, string[], string[], string]>([
  ['everything', ['*'], [], 'yes'],
  [
    'what Contributor may',
    ['*'],
    ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/*/Delete'],
    'yes',
  ],
  ['reading only', ['*/read'], [], 'no'],
  ['reading of one service', ['Microsoft.Compute/virtualMachines/read'], [], 'no'],
  ['everything of one service', ['Microsoft.Support/*'], [], 'yes'],
  ['one write', ['*/read', 'Microsoft.Compute/disks/write'], [], 'yes'],
  ['one delete', ['Microsoft.Compute/disks/delete'], [], 'yes'],
  ['writes in capitals', ['MICROSOFT.COMPUTE/DISKS/WRITE'], [], 'yes'],
  ['a write that is taken out again', ['Microsoft.Compute/disks/write'], ['Microsoft.Compute/*'], 'no'],
  ['everything but writes, deletes and actions', ['*'], ['*/write', '*/delete', '*/action'], 'no'],
  ['starting machines only', ['Microsoft.Compute/virtualMachines/start/action'], [], 'unknown'],
  ['nothing', [], [], 'no'],
  ['a pattern that means something to regular expressions', ['a.c/(x)+/write'], ['abc/(x)+/write'], 'yes'],
])('who may do %s: %s', (_, actions, notActions, counts) => {
  expect(countsByActions([{ actions, notActions }])).toBe(counts);
});

test('what one role takes out, another may still give', () => {
  expect(
    countsByActions([
      { actions: ['*'], notActions: ['*'] },
      { actions: ['Microsoft.Web/sites/write'], notActions: [] },
    ]),
  ).toBe('yes');
});
