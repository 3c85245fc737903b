import Database from 'libsql';
import { setImmediate } from 'node:timers/promises';
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asObjectId, asTenantId } from '../../../src/model/identifiers';
import { forgetPerson } from '../../../src/pal/forget-person';
import type { PutResult, RecordStore } from '../../../src/storage/record-store';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { all, recordStorePromises, trailEntry } from '../../support/record-store-promises';

const clock = { now: () => new Date('2026-03-01T09:00:00Z') };
const TENANT = '66666666-6666-4666-8666-666666666666';
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
  await store.put('conversations', 'damaged', 1, { absent: true });
  const database = new Database(file);
  database.prepare("UPDATE records SET value = ? WHERE key = 'damaged'").run(text);
  database.close();
  const record = await store.get('conversations', 'damaged');
  expect(record?.value).toBe(text);
  expect(await all(store.list('conversations'))).toMatchObject([{ key: 'damaged' }]);
  await store.delete('conversations', 'damaged');
  await store.close();
});

/** A disk that takes as long as the test wants: each call of `fdatasync` ends when its own function is called. */
function slowDisk(): ((error?: Error) => void)[] {
  const calls: ((error?: Error) => void)[] = [];
  jest.spyOn(fs, 'fdatasync').mockImplementation((_, done) => {
    calls.push((error) => {
      done(error ?? null);
    });
  });
  return calls;
}

async function isDone(work: Promise<unknown>): Promise<boolean> {
  let is = false;
  void work.then(() => (is = true));
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  return is;
}

describe('with a slow disk', () => {
  let store: RecordStore;
  let disk: ((error?: Error) => void)[];
  beforeEach(() => {
    store = openSqliteStore(join(mkdtempSync(join(folder, 'slow-')), 'records.db'), clock);
    disk = slowDisk();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await store.close();
  });
  const put = (key: string) => store.put('operations', key, 1, { absent: true });

  test('operations and trail wait for it, what can be said again does not', async () => {
    expect(await isDone(store.put('conversations', 'a', 1, { absent: true }))).toBe(true);
    expect(disk).toHaveLength(0);
    for (const write of [
      () => put('a'),
      () => store.append(trailEntry('a')),
      () =>
        store.putWithLine(
          { collection: 'operations', key: 'b', value: 1, expected: { absent: true } },
          trailEntry('b'),
        ),
      () => store.delete('operations', 'a'),
    ]) {
      const writing = write();
      expect(await isDone(writing)).toBe(false);
      disk.shift()?.();
      expect(await isDone(writing)).toBe(true);
    }
  });

  test('whoever writes while it is busy waits for its next time, together', async () => {
    const first = put('a');
    expect(await isDone(first)).toBe(false);
    const [second, third] = [put('b'), put('c')];
    expect(await isDone(second)).toBe(false);
    expect(disk).toHaveLength(1);
    disk[0]?.();
    expect(await isDone(first)).toBe(true);
    expect([await isDone(second), await isDone(third)]).toEqual([false, false]);
    expect(disk).toHaveLength(2);
    disk[1]?.();
    expect([await isDone(second), await isDone(third)]).toEqual([true, true]);
  });

  test('what it refuses is not kept for sure: before the next write all of the log is worked in', async () => {
    const refused = put('a');
    expect(await isDone(refused.catch(() => undefined))).toBe(false);
    disk.shift()?.(new Error('the disk has failed'));
    await expect(refused).rejects.toThrow('the disk has failed');
    const pragma = jest.spyOn(Database.prototype, 'pragma').mockReturnValueOnce([{ busy: 1 }]);
    await expect(put('b')).rejects.toThrow('worked in');
    const written = put('b');
    expect(await isDone(written)).toBe(false);
    disk.shift()?.();
    expect((await written).kind).toBe('stored');
    const again = put('c');
    expect(await isDone(again)).toBe(false);
    disk.shift()?.();
    await again;
    expect(pragma.mock.calls).toEqual([['wal_checkpoint(TRUNCATE)'], ['wal_checkpoint(TRUNCATE)']]);
  });

  test('what waits for it is kept before the store is closed', async () => {
    const last = put('a');
    const closing = store.close();
    expect(await isDone(closing)).toBe(false);
    disk.shift()?.();
    await closing;
    expect((await last).kind).toBe('stored');
    jest.restoreAllMocks();
    store = openSqliteStore(':memory:', clock);
  });
});

test('what is asked for together waits for the disk together; what can’t be a record fails by itself', async () => {
  const store = openSqliteStore(':memory:', clock);
  const exec = jest.spyOn(Database.prototype, 'exec');
  const put = { collection: 'operations', key: 'b', value: 1, expected: { absent: true } } as const;
  const done = await Promise.allSettled([
    ...[1, 2].map((value) => store.put('operations', 'a', value, { absent: true })),
    store.put('operations', 'c', 'x'.repeat(1_000_000), { absent: true }),
    store.putWithLine(put, trailEntry('b')),
    store.append(trailEntry('c')),
    store.delete('operations', 'nobody'),
  ]);
  expect(
    done.map((one) => (one.status === 'fulfilled' ? (one.value as PutResult | undefined)?.kind : 'failed')),
  ).toEqual(['stored', 'conflict', 'failed', 'stored', undefined, undefined]);
  expect(exec.mock.calls.filter(([sql]) => sql === 'COMMIT')).toHaveLength(1);
  expect((await store.get('operations', 'a'))?.value).toBe(1);
  expect(await all(store.trail())).toHaveLength(2);
  exec.mockRestore();
  await store.close();
});

test('of what is asked for together all fails with the disk, and nothing of it is kept', async () => {
  const full = openSqliteStore(join(folder, 'full.db'), clock);
  const exec = jest.spyOn(Database.prototype, 'exec').mockImplementationOnce(function (
    this: unknown,
    sql: string,
  ) {
    exec.mockRestore();
    (this as Database.Database).exec(sql);
    jest.spyOn(Database.prototype, 'exec').mockImplementationOnce(() => {
      jest.restoreAllMocks();
      throw new Error('the disk is full');
    });
    return this as Database.Database;
  });
  const writes = ['a', 'b'].map((key) => full.put('operations', key, 1, { absent: true }));
  expect((await Promise.allSettled(writes)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await all(full.list('operations'))).toEqual([]);
  expect((await full.put('operations', 'a', 1, { absent: true })).kind).toBe('stored');
  await full.close();
});

test('a file that is removed while it is open takes nothing more that must not be lost', async () => {
  const removed = join(folder, 'removed.db');
  const store = openSqliteStore(removed, clock);
  await store.put('operations', 'a', 1, { absent: true });
  rmSync(removed);
  await expect(store.put('operations', 'b', 1, { absent: true })).rejects.toThrow('not there any more');
  await expect(store.append(trailEntry('a'))).rejects.toThrow('not there any more');
  await expect(store.delete('conversations', 'nobody')).rejects.toThrow('not there any more');
  await store.close();
});

describe('with tens of thousands of records', () => {
  const person = { tenantId: 't', objectId: '55555555-5555-4555-8555-555555555555' };
  let now = clock.now().getTime();
  const many = openSqliteStore(':memory:', { now: () => new Date(now) });
  beforeAll(async () => {
    const expired = new Date(clock.now().getTime() + 1);
    for (let row = 0; row < 20_000; row += 1) {
      await many.put(
        'activities',
        `key ${row}`,
        { schema: 1, text: 'a record of usual length' },
        { absent: true },
        expired,
      );
    }
    for (let row = 0; row < 10_000; row += 1) {
      await many.append(
        trailEntry(`operation ${row}`, row, { personTenantId: 't', personObjectId: person.objectId }),
      );
    }
  });
  afterAll(() => many.close());

  test.each<[string, () => Promise<unknown>]>([
    ['listing them', () => all(many.list('activities'))],
    [
      '"forget me"',
      () => forgetPerson(many, { tenantId: asTenantId(TENANT)!, objectId: asObjectId(person.objectId)! }),
    ],
    ['"my history"', () => many.audit({ tenantId: 't', objectId: person.objectId })],
    [
      'the sweep',
      () => {
        now += 1_000;
        return many.sweep(new Date(0));
      },
    ],
  ])('%s lets others in between', async (_, work) => {
    let turns = 0;
    const counting = new AbortController();
    const others = (async () => {
      for (; !counting.signal.aborted; turns += 1) await setImmediate();
    })();
    await work();
    counting.abort();
    await others;
    // A page is 500 rows; the trail has been forgotten by the second.
    expect(turns).toBeGreaterThan(10);
  });
});
