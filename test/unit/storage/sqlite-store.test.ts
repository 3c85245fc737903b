import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { all, recordStorePromises, trailEntry } from '../../support/record-store-promises';

const clock = { now: () => new Date('2026-03-01T09:00:00Z') };
const folder = mkdtempSync(join(tmpdir(), 'pal-store-'));
const file = join(folder, 'records.db');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a store in SQLite', () => {
  recordStorePromises((movable) => openSqliteStore(':memory:', movable));
});

test('records and trail survive a restart', async () => {
  const before = openSqliteStore(file, clock);
  await before.put('operations', 'a', { kept: true }, { absent: true });
  await before.append(trailEntry('kept'));
  await before.close();
  const afterwards = openSqliteStore(file, clock);
  expect((await afterwards.get('operations', 'a'))?.value).toEqual({ kept: true });
  expect(await all(afterwards.trail())).toHaveLength(1);
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

test.each([
  ['cut off', '{"schema":1,"dia'],
  ['far too long', JSON.stringify('x'.repeat(5_000_000))],
])('a record that is %s is given as the text it is, so that its owner can set it aside', async (_, text) => {
  const store = openSqliteStore(file, clock);
  await store.put('conversations', 'poisoned', 1, { absent: true });
  const database = new Database(file);
  database.prepare("UPDATE records SET value = ? WHERE key = 'poisoned'").run(text);
  database.close();
  const record = await store.get('conversations', 'poisoned');
  expect(record?.value).toBe(text);
  expect(await all(store.list('conversations'))).toMatchObject([{ key: 'poisoned' }]);
  await store.delete('conversations', 'poisoned');
  await store.close();
});
