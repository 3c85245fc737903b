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
    const state = { kind: STATES[index], problem, need: { reason: 'consent' } } as DirectoryReading['state'];
    return [directory.tenantId, { directory, state, readAt: `2026-01-01T00:00:0${index}Z` }] as const;
  }),
);
const ANY = { partnerIds: [], isCompanys: false };
const reading = { directories, read, startedAt: 0 };

test('every directory is counted once, the worst comes first, and what is not read yet last', () => {
  const data = overviewData(reading, { filter: 'all', page: 1 }, ANY);
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
  expect(data.withoutConsent).toBe(2);
  expect(data.readAt).toBe('2026-01-01T00:00:04Z');
});

test.each([
  [-1, 1, 10],
  [2, 2, 10],
  [3, 3, 3],
  [99, 3, 3],
])('page %d is page %d of three, with %d rows', (asked, page, rows) => {
  const data = overviewData(reading, { filter: 'all', page: asked }, ANY);
  expect([data.page, data.pages, data.rows.length]).toEqual([page, 3, rows]);
});

test('a filter shows what fits it and counts all the same', () => {
  const data = overviewData(reading, { filter: 'needs', page: 1 }, ANY);
  expect(data.rows.map(({ state }) => state)).toEqual(['needs-you', 'needs-admin', 'unreadable']);
  expect(data.total).toBe(23);
});

test('a search finds by a part of the name or the domain, however it is written', () => {
  for (const search of ['CUSTOMER 21', 'c21.exa']) {
    const data = overviewData(reading, { filter: 'all', page: 1, search }, ANY);
    expect([data.rows.map(({ directoryName }) => directoryName), data.total]).toEqual([['Customer 21'], 23]);
  }
});

test("a link to a PartnerID that is not the company's is marked, whatever the person used last", () => {
  const [first] = directories;
  const link = { partnerId: '6098754', partnerName: '' };
  const state = { kind: 'linked', current: { state: { kind: 'linked', link } } };
  const linked = new Map([
    [first!.tenantId, { directory: first!, state, readAt: '' }],
  ]) as unknown as typeof read;
  const shown = (...partnerIds: string[]) =>
    overviewData(
      { ...reading, read: linked },
      { filter: 'all', page: 1 },
      {
        partnerIds: partnerIds as never,
        isCompanys: true,
      },
    ).other;
  expect([shown(), shown('6098754'), shown('1234567', '2345678')]).toEqual([0, 0, 1]);
});
