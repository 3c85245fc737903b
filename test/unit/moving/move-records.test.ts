import { isWhole, moveRecords } from '../../../src/moving/move-records';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import type { RecordStore } from '../../../src/storage/record-store';
import { trailEntry } from '../../support/record-store-promises';

const now = (): Date => new Date('2026-03-01T09:00:00Z');
let source: RecordStore;
let target: RecordStore;
beforeEach(() => {
  source = openSqliteStore(':memory:', { now });
  target = openSqliteStore(':memory:', { now });
});
afterEach(() => Promise.all([source.close(), target.close()]));

const move = () => moveRecords({ source, target, now });

test('what was set aside, and what is no object, moves like everything else', async () => {
  await source.put('quarantine', 'a', { schema: 1, text: '{"cut' }, { absent: true });
  await source.put('conversations', 'b', '{"cut', { absent: true });
  expect(isWhole(await move())).toBe(true);
  expect((await target.get('quarantine', 'a'))?.value).toEqual({ schema: 1, text: '{"cut' });
  expect((await target.get('conversations', 'b'))?.value).toBe('{"cut');
});

test('a second move writes nothing', async () => {
  await source.put('operations', 'a', 1, { absent: true });
  await source.append(trailEntry('a'));
  await move();
  const counts = await move();
  expect(counts.map(({ moved }) => moved).filter((moved) => moved > 0)).toEqual([]);
  expect(counts.filter(({ alreadyThere }) => alreadyThere === 1)).toHaveLength(2);
  expect(isWhole(counts)).toBe(true);
});

test('another record of the same key is kept and counted, and so is another line', async () => {
  await source.put('operations', 'a', 1, { absent: true });
  await target.put('operations', 'a', 2, { absent: true });
  await source.append(trailEntry('a'));
  await target.append(trailEntry('a', 5));
  const counts = await move();
  expect((await target.get('operations', 'a'))?.value).toBe(2);
  expect(counts.filter(({ different }) => different === 1)).toHaveLength(2);
  expect(isWhole(counts)).toBe(false);
});

test('a record that the target loses is missed', async () => {
  await source.put('operations', 'a', 1, { absent: true });
  const get = target.get.bind(target);
  target.get = async (collection, key) => {
    await target.delete(collection, key);
    return get(collection, key);
  };
  const counts = await move();
  expect(counts.find(({ kind }) => kind === 'operations')).toMatchObject({ moved: 1, missing: 1 });
  expect(isWhole(counts)).toBe(false);
});
