import { accessOfAllData, rowOf } from '../../../src/dialogs/access-of-all';
import type { Directory } from '../../../src/model/directory';
import type { AccessReport } from '../../../src/pal/access';
import type { Case } from '../pal/make-access';
import { AWAY, MCA, READER, REFUSED, finding, may, ok } from '../pal/make-access';
import { TENANT } from './make-command';

const directory: Directory = {
  tenantId: TENANT,
  name: 'Contoso',
  defaultDomain: 'contoso.example',
  kind: 'customer',
};
const ONLY_READS: Case = { roles: ok([READER]), permissions: may('*/read') };
const UNREADABLE: Case = { roles: REFUSED, permissions: AWAY };
const COUNTS: Case = { agreement: MCA };

function report(cases: readonly Case[], isLinked: boolean): AccessReport {
  const state = isLinked ? { kind: 'linked', link: {} } : { kind: 'not-linked' };
  return {
    directory,
    current: { account: {}, state } as AccessReport['current'],
    way: 'guest',
    findings: cases.map(finding),
    isCut: false,
    otherPartners: [],
    readAt: '2026-11-27T09:00:00.000Z',
  };
}

test.each<[string, readonly Case[], boolean, string]>([
  ['linked, and something counts', [COUNTS, ONLY_READS], true, 'counts'],
  ['linked, no eligible role', [ONLY_READS], true, 'no-role'],
  ['linked, no subscription at all', [], true, 'no-role'],
  ['linked, nothing in use', [{ state: 'Disabled' }], true, 'nothing-counts'],
  ['linked, one that can’t be told', [UNREADABLE, ONLY_READS], true, 'unknown'],
  ['not linked, though something would count', [COUNTS], false, 'would-count'],
  ['not linked, nothing would count', [ONLY_READS], false, 'not-linked'],
])('%s', (_, cases, isLinked, state) => {
  expect(rowOf(directory, { kind: 'ok', value: report(cases, isLinked) }).state).toBe(state);
});

test.each([
  ['needs-you', { kind: 'sign-in', need: { reason: 'first' } }],
  ['needs-admin', { kind: 'problem', problem: { code: 'consent-needed', correlationId: '' } }],
  ['unreadable', { kind: 'problem', problem: { code: 'arm-failed', correlationId: '' } }],
] as const)('what stands in the way is %s', (state, outcome) => {
  expect(rowOf(directory, outcome as Parameters<typeof rowOf>[1]).state).toBe(state);
});

test('a directory that is not read yet is pending, and a page beyond the last is the last', () => {
  const data = accessOfAllData([directory], new Map(), 9);
  expect([data.pending, data.page, data.pages, data.rows[0]?.state]).toEqual([1, 1, 1, 'pending']);
});
