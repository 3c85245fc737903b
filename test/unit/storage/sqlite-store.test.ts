import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry, RecordStore } from '../../../src/storage/record-store';
import { openSqliteStore } from '../../../src/storage/sqlite-store';

let now = 0;
const clock = { now: () => new Date(now) };
const folder = mkdtempSync(join(tmpdir(), 'pal-store-'));
const file = join(folder, 'records.db');
let store: RecordStore;

beforeEach(() => {
  now = Date.parse('2026-03-01T09:00:00Z');
  store = openSqliteStore(':memory:', clock);
});
afterEach(() => store.close());
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const entry = (operationId: string): AuditEntry => ({
  at: clock.now().toISOString(),
  operationId,
  correlationId: 'c',
  personTenantId: 't',
  personObjectId: 'o',
  tenantId: 't2',
  accountObjectId: 'o2',
  action: 'link',
  before: null,
  after: '1234567',
  outcome: 'done',
});

async function etagOf(key: string): Promise<string> {
  return (await store.get('operations', key))?.etag ?? '';
}

test('what was put is there, and what was not is not', async () => {
  await store.put('operations', 'a', { text: 'naïve ”quotes” \u0000' }, { absent: true });
  expect((await store.get('operations', 'a'))?.value).toEqual({ text: 'naïve ”quotes” \u0000' });
  expect(await store.get('operations', 'b')).toBeUndefined();
  expect(await store.get('conversations', 'a')).toBeUndefined();
});

test('a record that must be absent is not overwritten', async () => {
  expect((await store.put('operations', 'a', 1, { absent: true })).kind).toBe('stored');
  expect((await store.put('operations', 'a', 2, { absent: true })).kind).toBe('conflict');
  expect((await store.get('operations', 'a'))?.value).toBe(1);
});

test('a record changes only for who has seen it as it is', async () => {
  await store.put('operations', 'a', 1, { absent: true });
  const seen = await etagOf('a');
  expect((await store.put('operations', 'a', 2, { etag: seen })).kind).toBe('stored');
  expect((await store.put('operations', 'a', 3, { etag: seen })).kind).toBe('conflict');
  expect((await store.put('operations', 'b', 3, { etag: seen })).kind).toBe('conflict');
  expect((await store.get('operations', 'a'))?.value).toBe(2);
});

test('of many writers at once exactly one wins', async () => {
  await store.put('operations', 'a', 0, { absent: true });
  const etag = await etagOf('a');
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, number) => store.put('operations', 'a', number + 1, { etag })),
  );
  expect(results.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
});

test('a record is forgotten at its time, not before, and its key is free again', async () => {
  const expiresAt = new Date(now + 1_000);
  await store.put('operations', 'a', 1, { absent: true }, expiresAt);
  const etag = await etagOf('a');
  now += 999;
  expect(await store.get('operations', 'a')).toBeDefined();
  now += 1;
  expect(await store.get('operations', 'a')).toBeUndefined();
  expect((await store.put('operations', 'a', 2, { etag })).kind).toBe('conflict');
  expect((await store.put('operations', 'a', 2, { absent: true })).kind).toBe('stored');
});

test('what is deleted is gone, and deleting it again is no error', async () => {
  await store.put('operations', 'a', 1, { absent: true });
  await store.delete('operations', 'a');
  await store.delete('operations', 'a');
  expect(await store.get('operations', 'a')).toBeUndefined();
});

test('the audit trail keeps the order, for one person only', async () => {
  for (const id of ['first', 'second', 'third']) await store.append(entry(id));
  await store.append({ ...entry('hers'), personObjectId: 'p' });
  const trail = await store.audit('t', 'o');
  expect(trail.map(({ operationId }) => operationId)).toEqual(['first', 'second', 'third']);
});

test('records and trail survive a restart', async () => {
  const before = openSqliteStore(file, clock);
  await before.put('operations', 'a', { kept: true }, { absent: true });
  await before.append(entry('kept'));
  await before.close();
  const afterwards = openSqliteStore(file, clock);
  expect((await afterwards.get('operations', 'a'))?.value).toEqual({ kept: true });
  expect(await afterwards.audit('t', 'o')).toHaveLength(1);
  await afterwards.close();
});

test('two processes on one file see each other’s writes, and never overwrite them', async () => {
  const one = openSqliteStore(file, clock);
  const two = openSqliteStore(file, clock);
  await one.put('operations', 'shared', 1, { absent: true });
  const seen = await two.get('operations', 'shared');
  expect((await two.put('operations', 'shared', 2, { etag: seen?.etag ?? '' })).kind).toBe('stored');
  expect((await one.put('operations', 'shared', 3, { etag: seen?.etag ?? '' })).kind).toBe('conflict');
  await one.close();
  await two.close();
});

test('a value that is no JSON is refused by a rejection, and nothing is stored', async () => {
  await expect(store.put('operations', 'a', 10n, { absent: true })).rejects.toThrow();
  expect(await store.get('operations', 'a')).toBeUndefined();
});
