import { asObjectId, asTenantId } from '../../../src/model/identifiers';
import { forgetPerson, isExecutingFor } from '../../../src/pal/forget-person';
import type { RecordStore } from '../../../src/storage/record-store';
import { COLLECTIONS } from '../../../src/storage/record-store';
import { quarantine } from '../../../src/storage/record-text';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { all, trailEntry } from '../../support/record-store-promises';
import { partnerIdOf } from './model-arm';
import { testPal } from './test-pal';

const NOW = new Date('2026-03-01T09:00:00Z');
const ROBIN = person('7a1b9c52-5d0e-4f0b-8a34-9be1f2c3d4e5');
const PRIYA = person('c3d41b7a-0f9e-4d52-b1c6-2f8e7a9b0c1d');

function person(id: string) {
  const [objectId, tenantId] = [asObjectId(id), asTenantId('11f0a2b3-4c5d-4e6f-8a9b-0c1d2e3f4a5b')];
  if (objectId === undefined || tenantId === undefined) throw new Error('These are no ids.');
  return { objectId, tenantId };
}

function newStore(): RecordStore {
  return openSqliteStore(':memory:', { now: () => NOW });
}

async function keysIn(store: RecordStore): Promise<string[]> {
  const found = await Promise.all(COLLECTIONS.map((collection) => all(store.list(collection))));
  return found.flatMap((records, index) => records.map(({ key }) => `${COLLECTIONS[index] ?? ''}/${key}`));
}

test('in every collection what names the person goes, by key or by value, and the other person’s stays', async () => {
  const store = newStore();
  for (const collection of COLLECTIONS) {
    await store.put(collection, `chat|${ROBIN.tenantId}.${ROBIN.objectId}`, { schema: 1 }, { absent: true });
    await store.put(collection, 'by-value', { person: ROBIN }, { absent: true });
    await store.put(collection, `chat|${PRIYA.tenantId}.${PRIYA.objectId}`, { schema: 1 }, { absent: true });
    await store.put(collection, 'of-priya', { person: PRIYA }, { absent: true });
  }
  await forgetPerson(store, ROBIN);
  const left = await keysIn(store);
  expect(left).toHaveLength(2 * COLLECTIONS.length);
  expect(left.filter((key) => !key.includes(PRIYA.objectId) && !key.endsWith('of-priya'))).toEqual([]);
});

test('the person’s lines of the audit trail go, those of others stay', async () => {
  const store = newStore();
  for (const [operationId, whose] of [
    ['one', ROBIN],
    ['two', ROBIN],
    ['three', PRIYA],
  ] as const) {
    const names = { personTenantId: whose.tenantId, personObjectId: whose.objectId };
    await store.append(trailEntry(operationId, 0, names));
  }
  await forgetPerson(store, ROBIN);
  expect((await all(store.trail())).map(({ operationId }) => operationId)).toEqual(['three']);
});

test('where the trail has to stay for a while, the person’s lines stay, and all else goes', async () => {
  const store = newStore();
  const names = { personTenantId: ROBIN.tenantId, personObjectId: ROBIN.objectId };
  await store.append(trailEntry('one', 0, names));
  await store.put('conversations', ROBIN.objectId, { schema: 1 }, { absent: true });
  await forgetPerson(store, ROBIN, { trail: true });
  expect(await all(store.trail())).toHaveLength(1);
  expect(await keysIn(store)).toEqual([]);
});

test.each([
  ['in capitals', { about: ROBIN.objectId.toUpperCase() }],
  ['in a text that is no record', `{"half a record of ${ROBIN.objectId}`],
  ['deep inside', { a: [{ b: { c: `29:${ROBIN.objectId}` } }] }],
])('an id %s is found', async (_, value) => {
  const store = newStore();
  await store.put('outbox', 'key', value, { absent: true });
  await forgetPerson(store, ROBIN);
  expect(await keysIn(store)).toEqual([]);
});

test('what was set aside because nobody can read it goes too', async () => {
  const store = newStore();
  const place = { collection: 'conversations', key: 'chat|somebody' } as const;
  await quarantine(store, place, { value: `{"cut off: ${ROBIN.objectId}`, etag: '1' }, NOW);
  await forgetPerson(store, ROBIN);
  expect(await keysIn(store)).toEqual([]);
});

test('a change is under way for the person whose it is, for as long as it is being written', async () => {
  const testBot = testPal();
  const { arm, pal, caller, store } = testBot;
  const operation = await testBot.plan(partnerIdOf('1234567'));
  if (operation === undefined) throw new Error('There was nothing to plan.');
  expect(await isExecutingFor(store, caller.person)).toBe(false);
  const during = new Promise<boolean[]>((resolve) => {
    const mine = arm.create.bind(arm);
    jest.spyOn(arm, 'create').mockImplementation(async (...given) => {
      const colleague = { ...caller.person, objectId: PRIYA.objectId };
      resolve(
        await Promise.all([caller.person, PRIYA, colleague].map((whose) => isExecutingFor(store, whose))),
      );
      return mine(...given);
    });
  });
  await pal.execute(caller, operation.id);
  expect(await during).toEqual([true, false, false]);
  expect(await isExecutingFor(store, caller.person)).toBe(false);
});
