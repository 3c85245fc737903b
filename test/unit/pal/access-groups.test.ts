import { groupsOf, isForCustomer, menderOf } from '../../../src/pal/access';
import type { Case } from './make-access';
import { AWAY, CSP, MCA, OWNER, READER, REFUSED, bought, finding, may, ok, role } from './make-access';

const ONLY_READS: Case = { roles: ok([READER]), permissions: may('*/read') };
const DISABLED: Case = { state: 'Disabled' };
const UNREADABLE: Case = { roles: REFUSED, permissions: AWAY };
const TOO_MANY: Case = { isLookedAt: false };

test('what somebody can change comes first, then what can’t be told, then what counts, then what nobody can change', () => {
  const found = [DISABLED, TOO_MANY, { agreement: MCA }, UNREADABLE, ONLY_READS].map(finding);
  expect(groupsOf(found).map(({ finding: { reasons } }) => reasons[0])).toEqual([
    'role-only-reads',
    'access-not-readable',
    'role-on-the-list',
    'too-many',
    'not-in-use',
  ]);
});

test('three hundred of the same are one group, and another role or scope is another', () => {
  const group = role('Owner', { scope: { kind: 'resource-group', name: 'web' } });
  const found = [...Array.from({ length: 300 }, () => finding({})), finding({ roles: ok([group]) })];
  expect(groupsOf(found).map(({ subscriptions }) => subscriptions.length)).toEqual([300, 1]);
});

test('the same role on another resource group is another finding; on another subscription it is not', () => {
  const of = (kind: 'resource-group' | 'subscription', name: string) =>
    finding({ roles: ok([role('Owner', { scope: { kind, name } })]) });
  const found = [
    of('resource-group', 'web'),
    of('resource-group', 'data'),
    of('subscription', 'a'),
    of('subscription', 'b'),
  ];
  expect(groupsOf(found).map(({ subscriptions }) => subscriptions.length)).toEqual([1, 1, 2]);
});

test.each<[string, Case, string, boolean]>([
  ['a role that only reads', ONLY_READS, 'customer', true],
  ['no role', { roles: ok([]), permissions: ok([]) }, 'customer', true],
  ['PIM', { ...ONLY_READS, eligible: ok([OWNER]) }, 'you-or-customer', true],
  [
    'classic CSP',
    { quotaId: CSP, agreement: bought('customer-agreement', { isAzurePlan: false }) },
    'seller',
    false,
  ],
  ['a disabled subscription', DISABLED, 'nobody', false],
  ['what counts', { agreement: MCA }, 'nobody', false],
  ['what can’t be told', UNREADABLE, 'nobody', false],
])('who can change %s', (_, given, mender, isForThem) => {
  expect([menderOf(finding(given)), isForCustomer(finding(given))]).toEqual([mender, isForThem]);
});
