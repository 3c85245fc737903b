import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { References } from '../../../src/teams/references';

const REFERENCE = {
  serviceUrl: 'https://smba.example/emea/',
  channelId: 'msteams',
  conversation: { id: 'chat', isGroup: false, conversationType: 'personal', name: '' },
};

function remembered() {
  let now = Date.parse('2026-03-01T09:00:00Z');
  const clock = { now: () => new Date(now) };
  const store = openSqliteStore(':memory:', clock);
  return { references: new References(store, clock.now), store, wait: (ms: number) => (now += ms) };
}

test('a conversation that was remembered can be reached, with the person’s name', async () => {
  const { references } = remembered();
  await references.remember('key', REFERENCE, 'Robin');
  expect(await references.find('key')).toEqual({ reference: REFERENCE, name: 'Robin' });
  expect(await references.find('other')).toBeUndefined();
});

test('a service that moved is followed', async () => {
  const { references } = remembered();
  await references.remember('key', REFERENCE, 'Robin');
  await references.remember('key', { ...REFERENCE, serviceUrl: 'https://smba.example/amer/' }, 'Robin');
  expect((await references.find('key'))?.reference.serviceUrl).toBe('https://smba.example/amer/');
});

test('after thirty days of silence it is forgotten', async () => {
  const { references, wait } = remembered();
  await references.remember('key', REFERENCE, 'Robin');
  wait(30 * 24 * 60 * 60 * 1000);
  expect(await references.find('key')).toBeUndefined();
});

test('somebody who talks every day is not forgotten', async () => {
  const { references, wait } = remembered();
  for (let day = 0; day < 40; day += 1) {
    await references.remember('key', REFERENCE, 'Robin');
    wait(24 * 60 * 60 * 1000);
  }
  expect(await references.find('key')).toBeDefined();
});

test('a record that can’t be read is as good as none', async () => {
  const { references, store } = remembered();
  await store.put('references', 'key', { schema: 2 }, { absent: true });
  expect(await references.find('key')).toBeUndefined();
});

test('while a person is being forgotten they can still be answered, afterwards no more', async () => {
  const { references, store } = remembered();
  const [key, person] = ['chat|t.robin', { tenantId: 't', objectId: 'robin' }];
  await references.remember(key, REFERENCE, 'Robin');
  await store.delete('references', key);
  expect(await references.find(key)).toEqual({ reference: REFERENCE, name: 'Robin' });
  references.forget(person as Parameters<References['forget']>[0]);
  expect(await references.find(key)).toBeUndefined();
});
