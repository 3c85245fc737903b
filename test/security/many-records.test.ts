import type { Person } from '../../src/model/person';
import { asObjectId, asTenantId } from '../../src/model/identifiers';
import { forgetPerson, isExecutingFor } from '../../src/pal/forget-person';
import { historyOf } from '../../src/pal/operations';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import type { RecordStore } from '../../src/storage/record-store';
import { trailEntry } from '../support/record-store-promises';
import { expectPassed, howMany, isInTime } from '../support/threats';

const RECORDS = howMany({ usual: 3_000, full: 100_000 });
const LINES = howMany({ usual: 1_000, full: 20_000 });
/** Longer than this nobody else is kept waiting. */
const MOST_MS = 50;
const START = Date.parse('2026-03-01T09:00:00Z');

const tenantId = asTenantId('11f0a2b3-4c5d-4e6f-8a9b-0c1d2e3f4a5b')!;
const personOf = (number: number): Person => ({
  tenantId,
  objectId: asObjectId(`7a1b9c52-5d0e-4f0b-8a34-${String(number).padStart(12, '0')}`)!,
  displayName: 'Robin',
});
const ROBIN = personOf(0);

/** A day's work of everybody: records of activities, and every tenth time a conversation; Robin's own trail. */
async function filled(): Promise<RecordStore> {
  const store = openSqliteStore(':memory:', { now: () => new Date(START) });
  const soon = new Date(START + 86_400_000);
  for (let number = 0; number < RECORDS; number += 1) {
    const whose = personOf(number % 1_000);
    const collection = number % 10 === 0 ? 'conversations' : number % 10 === 1 ? 'operations' : 'activities';
    const value = { schema: 1, person: whose, status: 'done', text: 'x'.repeat(200) };
    await store.put(collection, `${number}|${whose.objectId}`, value, { absent: true }, soon);
  }
  for (let line = 0; line < LINES; line += 1) {
    const names = { personTenantId: ROBIN.tenantId, personObjectId: ROBIN.objectId };
    await store.append(trailEntry(`line ${line}`, line, names));
  }
  return store;
}

/** The longest piece of the work that nothing else could be done in, in milliseconds of CPU time of this process. */
async function longestPiece(work: () => Promise<unknown>): Promise<number> {
  let [longest, isOver] = [0, false];
  let since = process.cpuUsage();
  const tick = (): void => {
    const { user, system } = process.cpuUsage(since);
    longest = Math.max(longest, (user + system) / 1_000);
    since = process.cpuUsage();
    if (!isOver) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  isOver = true;
  tick();
  return longest;
}

/** At the first time the rubbish of what was set up is cleared away. */
async function secondOf(measure: () => Promise<number>): Promise<number> {
  await measure();
  return measure();
}

test('who has their history shown, or is forgotten, among many records does not keep the others waiting', async () => {
  const store = await filled();
  const pieces = [
    ['my history', await secondOf(() => longestPiece(() => historyOf(store, ROBIN)))],
    ['is something being written', await secondOf(() => longestPiece(() => isExecutingFor(store, ROBIN)))],
    ['forget me', await longestPiece(() => forgetPerson(store, ROBIN))],
  ] as const;
  expect(await historyOf(store, ROBIN)).toEqual([]);
  await store.close();
  expectPassed({
    id: 'T55',
    what: `among ${RECORDS} records and ${LINES} own lines of the trail: others get their turn within ${MOST_MS} ms`,
    tried: pieces.length,
    passed: pieces.filter(([, ms]) => isInTime(ms, MOST_MS)).length,
    figure: pieces.map(([what, ms]) => `${what}: ${Math.round(ms)} ms of CPU at a time`).join(', '),
  });
});
