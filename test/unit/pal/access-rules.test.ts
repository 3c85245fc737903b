import { ACCESS_REASONS, AGREEMENT_KINDS } from '../../../src/model/access';
import { CASES } from './access-cases';
import type { Case } from './make-access';
import { CSP, CSP_PLAN, HOME, MCA, OTHER, OWNER, bought, custom, finding, ok, role } from './make-access';

test('the table has more than forty cases', () => {
  expect(CASES.length).toBeGreaterThan(40);
});

test.each(CASES.map(([source, what, ...rest]) => [source, what, rest] as const))('[%s] %s', (_, __, rest) => {
  const [given, verdict, first, lasting] = rest;
  const found = finding(given);
  expect({ verdict: found.verdict, first: found.reasons[0] }).toEqual({ verdict, first });
  if (lasting !== undefined) expect(found.lasting).toBe(lasting);
  for (const reason of found.reasons) expect(ACCESS_REASONS).toContain(reason);
  expect(AGREEMENT_KINDS).toContain(found.agreement);
});

test.each<[string, Case, string[]]>([
  ['that one id stands for two agreements', {}, ['role-on-the-list', 'enterprise-or-customer-agreement']],
  [
    'that other pages name DPOR for an Enterprise Agreement',
    { agreement: bought('enterprise-agreement') },
    ['role-on-the-list', 'enterprise-agreement'],
  ],
  [
    'that it is not known who sells it',
    { quotaId: CSP, agreement: CSP_PLAN },
    ['role-on-the-list', 'csp-seller-not-known'],
  ],
  [
    'that only a resource group counts',
    { agreement: MCA, roles: ok([role('Owner', { scope: { kind: 'resource-group', name: 'rg' } })]) },
    ['role-on-the-list', 'narrow-scope'],
  ],
  [
    'that whole days are wanted',
    { quotaId: CSP, agreement: CSP_PLAN, roles: ok([role('Owner', { how: 'activated' })]) },
    ['role-on-the-list', 'whole-day-needed', 'csp-seller-not-known'],
  ],
  [
    'that another partner manages it too',
    { agreement: MCA, managedBy: [HOME, OTHER] },
    ['role-on-the-list', 'other-partners-too'],
  ],
  ['nothing of our own management', { agreement: MCA, managedBy: [HOME] }, ['role-on-the-list']],
  ['that payment is overdue', { agreement: MCA, state: 'Warned' }, ['role-on-the-list', 'payment-overdue']],
  [
    'that it comes through a partner’s group',
    { agreement: MCA, roles: ok([role('Owner', { through: 'foreign-group' })]) },
    ['role-on-the-list', 'through-foreign-group'],
  ],
])('besides it is said %s', (_, given, reasons) => {
  expect(finding(given).reasons).toEqual(reasons);
});

test('the best role decides: the account’s own before a partner’s, the list before custom, wide before narrow, lasting before activated', () => {
  const narrow = role('Contributor', { scope: { kind: 'resource', name: 'vm' } });
  const roles = ok([
    role('Owner', { through: 'foreign-group' }),
    narrow,
    role('Owner', { how: 'activated' }),
    custom('*'),
    OWNER,
  ]);
  const found = finding({ quotaId: CSP, agreement: CSP_PLAN, roles });
  expect(found).toMatchObject({
    verdict: 'pec',
    lasting: 'permanent',
    reasons: ['role-on-the-list', 'csp-seller-not-known'],
  });
  expect(found.roles.map(({ counts }) => counts)).toEqual(['yes', 'yes', 'yes', 'yes', 'yes']);
});
