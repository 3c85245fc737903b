import { all } from '../../support/record-store-promises';
import { ACCOUNT, TENANT, partnerIdOf } from './model-arm';
import { testPal } from './test-pal';

const MINE = partnerIdOf('1234567');
const ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const person = { tenantId: TENANT, objectId: ACCOUNT };

/** As version 0.1.0 (bd7ba67) wrote it. */
const operation = {
  schema: 1,
  id: ID,
  kind: 'link',
  person,
  conversationKey: 'chat|robin',
  tenantId: TENANT,
  directoryName: 'Contoso',
  account: { objectId: ACCOUNT, username: 'robin@example.test' },
  before: null,
  after: MINE,
  isUndo: false,
  shownOn: 'f:1',
  status: 'planned',
  plannedAt: '2026-03-01T08:59:00.000Z',
  statusSince: '2026-03-01T08:59:00.000Z',
  correlationId: '77777777-7777-4777-8777-777777777777',
};
const result = {
  partnerId: MINE,
  partnerName: '',
  tenantId: TENANT,
  objectId: ACCOUNT,
  version: 1,
  linkedSince: '2026-01-01T00:00:00.000Z',
  lastChanged: '2026-01-01T00:00:00.000Z',
  state: 'Active',
};
const entry = {
  schema: 1,
  operationId: ID,
  person,
  conversationKey: 'chat|robin',
  since: '2026-03-01T08:59:00.000Z',
  begun: '2026-03-01T08:59:00.000Z',
  tries: 0,
};

test('a change that an earlier version planned is confirmed', async () => {
  const testBot = testPal();
  await testBot.store.put('operations', ID, operation, { absent: true });
  expect((await testBot.pal.execute(testBot.caller, ID as never)).kind).toBe('done');
  expect(testBot.arm.linked).toBe(MINE);
});

test('a change that an earlier version did is taken back', async () => {
  const testBot = testPal();
  testBot.arm.linked = MINE;
  await testBot.store.put('operations', ID, { ...operation, status: 'done', result }, { absent: true });
  expect((await testBot.pal.undo(testBot.caller, ID as never)).kind).toBe('done');
  expect(testBot.arm.linked).toBeNull();
});

test('what an earlier version left in the middle of its write is taken over, found out and told', async () => {
  const testBot = testPal();
  testBot.arm.linked = MINE;
  await testBot.store.put('operations', ID, { ...operation, status: 'executing' }, { absent: true });
  await testBot.store.put('outbox', ID, entry, { absent: true });
  expect(await all(testBot.pal.interrupted())).toEqual([]);
  testBot.wait(15_000);
  expect(await all(testBot.pal.interrupted())).toMatchObject([{ operationId: ID }]);
  expect((await testBot.pal.resume(testBot.caller, ID as never)).kind).toBe('done');
  await testBot.pal.acknowledge(ID as never);
  expect(await testBot.store.audit(person)).toMatchObject([{ operationId: ID, status: 'done' }]);
  expect(await all(testBot.store.list('outbox'))).toEqual([]);
});
