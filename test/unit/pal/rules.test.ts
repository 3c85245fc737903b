import type { Operation } from '../../../src/pal/operation';
import { changeNeeded, hasExpired, isAsAsked, isSameLink, mayMove } from '../../../src/pal/operation';
import type { Link } from '../../../src/model/directory';
import { ACCOUNT, TENANT, partnerIdOf } from './model-arm';

const MINE = { partnerId: partnerIdOf('1234567'), partnerName: 'Mine' };
const THEIRS = { partnerId: partnerIdOf('6098754'), partnerName: 'Theirs' };

test.each([
  [null, null, 'nothing'],
  [null, MINE.partnerId, 'link'],
  [MINE, MINE.partnerId, 'nothing'],
  [THEIRS, MINE.partnerId, 'change'],
  [MINE, null, 'unlink'],
] as const)('from %j to %j: %s', (current, wanted, change) => {
  expect(changeNeeded(current, wanted)).toBe(change);
});

test('links are compared by PartnerID, leading zeros and all; names don’t count', () => {
  expect(isSameLink(MINE, { ...MINE, partnerName: 'Renamed' })).toBe(true);
  expect(isSameLink(MINE, { ...MINE, partnerId: partnerIdOf('01234567') })).toBe(false);
  expect(isSameLink(null, null)).toBe(true);
  expect(isSameLink(MINE, null)).toBe(false);
});

test.each<[string, Partial<Link>, boolean]>([
  ['as it was asked', {}, true],
  ['another PartnerID', { partnerId: THEIRS.partnerId }, false],
  ['another directory', { tenantId: '33333333-3333-4333-8333-333333333333' as Link['tenantId'] }, false],
  ['another account', { objectId: '33333333-3333-4333-8333-333333333333' as Link['objectId'] }, false],
])('ARM’s answer is held against what was asked: %s', (_, bent, isRight) => {
  const operation = { tenantId: TENANT, account: { objectId: ACCOUNT }, after: MINE.partnerId } as Operation;
  const link = { tenantId: TENANT, objectId: ACCOUNT, partnerId: MINE.partnerId, ...bent } as Link;
  expect(isAsAsked(operation, link)).toBe(isRight);
});

const STATUSES: readonly Operation['status'][] = [
  'planned',
  'executing',
  'done',
  'failed',
  'expired',
  'cancelled',
  'unknown',
];

test.each(['done', 'expired', 'cancelled'] as const)('%s is final', (from) => {
  expect(STATUSES.filter((to) => mayMove(from, to))).toEqual([]);
});

test('what failed is final, unless ARM’s answer to the write comes after that', () => {
  expect(STATUSES.filter((to) => mayMove('failed', to))).toEqual(['done']);
});

test('only what is planned may be executed, expired or cancelled', () => {
  for (const to of ['executing', 'expired', 'cancelled'] as const) {
    expect(STATUSES.filter((from) => mayMove(from, to))).toEqual(['planned']);
  }
});

test('a confirmation is good for ten minutes, the last millisecond included', () => {
  const operation = { plannedAt: '2026-03-01T09:00:00.000Z' } as Operation;
  expect(hasExpired(operation, new Date('2026-03-01T09:10:00.000Z'))).toBe(false);
  expect(hasExpired(operation, new Date('2026-03-01T09:10:00.001Z'))).toBe(true);
});
