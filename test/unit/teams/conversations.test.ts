import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { asObjectId, asTenantId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';
import { Conversations } from '../../../src/teams/conversations';
import type { Place } from '../../../src/teams/incoming';

const REFERENCE = {
  serviceUrl: 'https://smba.example/emea/' as Place['serviceUrl'],
  channelId: 'msteams',
  conversation: { id: 'chat', isGroup: false, conversationType: 'personal', name: '' },
  user: { id: '29:robin', name: 'Robin' },
  bot: { id: '28:pal', name: 'PAL Assistant' },
} as const;
const ROBIN: Person = {
  tenantId: asTenantId('19ad1d3f-c1f9-4a63-b1a6-b04ecfb7e9bd')!,
  objectId: asObjectId('4b054567-7f48-419d-8a5c-58e0140c2794')!,
  displayName: 'Robin',
};
const KEY = `chat|${ROBIN.tenantId}.${ROBIN.objectId}`;

function remembered() {
  let now = Date.parse('2026-03-01T09:00:00Z');
  const clock = { now: () => new Date(now) };
  const store = openSqliteStore(':memory:', clock);
  const conversations = new Conversations(store, clock.now);
  return { conversations, store, clock, wait: (ms: number) => (now += ms) };
}

test('a conversation that was remembered can be reached, with the person’s name', async () => {
  const { conversations } = remembered();
  await conversations.remember('key', REFERENCE, ROBIN);
  expect(await conversations.find('key')).toEqual({ place: REFERENCE, name: 'Robin' });
  expect(await conversations.find('other')).toBeUndefined();
});

test('a service that moved is followed', async () => {
  const { conversations } = remembered();
  await conversations.remember('key', REFERENCE, ROBIN);
  await conversations.remember(
    'key',
    { ...REFERENCE, serviceUrl: 'https://smba.example/amer/' as Place['serviceUrl'] },
    ROBIN,
  );
  expect((await conversations.find('key'))?.place.serviceUrl).toBe('https://smba.example/amer/');
});

test('after thirty days of silence it is forgotten', async () => {
  const { conversations, wait } = remembered();
  await conversations.remember('key', REFERENCE, ROBIN);
  wait(30 * 24 * 60 * 60 * 1000);
  expect(await conversations.find('key')).toBeUndefined();
});

test('somebody who talks every day is not forgotten', async () => {
  const { conversations, wait } = remembered();
  for (let day = 0; day < 40; day += 1) {
    await conversations.remember('key', REFERENCE, ROBIN);
    wait(24 * 60 * 60 * 1000);
  }
  expect(await conversations.find('key')).toBeDefined();
});

test('a record that can’t be read is as good as none', async () => {
  const { conversations, store } = remembered();
  await store.put('references', 'key', { schema: 2 }, { absent: true });
  expect(await conversations.find('key')).toBeUndefined();
});

test('while a person is being forgotten they can still be answered, afterwards no more', async () => {
  const { conversations, store } = remembered();
  await conversations.remember(KEY, REFERENCE, ROBIN);
  await store.delete('references', KEY);
  expect(await conversations.find(KEY)).toEqual({ place: REFERENCE, name: 'Robin' });
  expect(conversations.accountOf(ROBIN)).toEqual({ userId: '29:robin', channelId: 'msteams' });
  conversations.forget(ROBIN);
  expect(await conversations.find(KEY)).toBeUndefined();
  expect(conversations.accountOf(ROBIN)).toBeUndefined();
});

test('what an earlier version has written is read, with whatever stands there besides', async () => {
  const { conversations, store } = remembered();
  const reference = { ...REFERENCE, activityId: '1772050244572', locale: 'de-DE' };
  await store.put('references', KEY, { schema: 1, reference, person: { name: 'Robin' } }, { absent: true });
  expect(await conversations.find(KEY)).toEqual({ place: reference, name: 'Robin' });
});

test('it is written once a day, and when something about it has changed', async () => {
  const { conversations, store, wait } = remembered();
  const put = jest.spyOn(store, 'put');
  const get = jest.spyOn(store, 'get');
  for (let message = 0; message < 5; message += 1) await conversations.remember(KEY, REFERENCE, ROBIN);
  expect([put.mock.calls.length, get.mock.calls.length]).toEqual([1, 1]);
  await conversations.remember(KEY, { ...REFERENCE, locale: 'de-DE' }, ROBIN);
  expect(put).toHaveBeenCalledTimes(2);
  wait(24 * 60 * 60 * 1000);
  await conversations.remember(KEY, { ...REFERENCE, locale: 'de-DE' }, ROBIN);
  expect(put).toHaveBeenCalledTimes(3);
});

test('somebody of whom the record of today tells everything is not written down again', async () => {
  const { conversations, store, clock } = remembered();
  await conversations.remember('key', REFERENCE, ROBIN);
  const before = await store.get('references', 'key');
  // Another process, or one whose memory has let go of the conversation.
  await new Conversations(store, clock.now).remember('key', REFERENCE, ROBIN);
  expect((await store.get('references', 'key'))?.etag).toBe(before?.etag);
});
