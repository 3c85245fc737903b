import { overviewData } from '../../../src/dialogs/overview';
import type { Directory } from '../../../src/model/directory';
import { asTenantId, newCorrelationId } from '../../../src/model/identifiers';
import type { DirectoryReading } from '../../../src/pal/overview';

const directories = Array.from({ length: 23 }, (_, index): Directory => {
  const digits = String(index).padStart(8, '0');
  const tenantId = asTenantId(`${digits}-1111-4111-8111-111111111111`)!;
  return { tenantId, name: `Customer ${index}`, defaultDomain: `c${index}.example`, kind: 'customer' };
});
const STATES = ['needs-admin', 'lighthouse', 'needs-sign-in', 'not-readable', 'not-linked'] as const;

/** The first of the directories, each in another state. */
const read = new Map(
  directories.slice(0, STATES.length).map((directory, index) => {
    const problem = { code: 'consent-needed', correlationId: newCorrelationId() };
    const state = { kind: STATES[index], problem } as DirectoryReading['state'];
    return [directory.tenantId, { directory, state, readAt: `2026-01-01T00:00:0${index}Z` }] as const;
  }),
);
const reading = { directories, read, startedAt: 0 };

test('every directory is counted once, the worst comes first, and what is not read yet last', () => {
  const data = overviewData(reading, { filter: 'all', page: 1 }, undefined);
  const { linked, missing, lighthouse, needsYou, needsAdmin, unreadable, pending, total } = data;
  expect([missing, lighthouse, needsYou, needsAdmin, unreadable]).toEqual([1, 1, 1, 1, 1]);
  expect(linked + missing + lighthouse + needsYou + needsAdmin + unreadable + pending).toBe(total);
  expect(data.rows.map(({ state }) => state).slice(0, 6)).toEqual([
    'missing',
    'needs-you',
    'needs-admin',
    'unreadable',
    'lighthouse',
    'pending',
  ]);
  expect(data.rows.find(({ state }) => state === 'needs-admin')?.request).toBe('consent');
  expect(data.readAt).toBe('2026-01-01T00:00:04Z');
});

test.each([
  [-1, 1, 10],
  [2, 2, 10],
  [3, 3, 3],
  [99, 3, 3],
])('page %d is page %d of three, with %d rows', (asked, page, rows) => {
  const data = overviewData(reading, { filter: 'all', page: asked }, undefined);
  expect([data.page, data.pages, data.rows.length]).toEqual([page, 3, rows]);
});

test('a filter shows what fits it and counts all the same', () => {
  const data = overviewData(reading, { filter: 'needs', page: 1 }, undefined);
  expect(data.rows.map(({ state }) => state)).toEqual(['needs-you', 'needs-admin', 'unreadable']);
  expect(data.total).toBe(23);
});
