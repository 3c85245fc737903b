import { all } from '../../support/record-store-promises';
import { ACCOUNT, TENANT, partnerIdOf } from './model-arm';
import { palHouse } from './pal-house';

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
  const house = palHouse();
  await house.store.put('operations', ID, operation, { absent: true });
  expect((await house.pal.execute(house.caller, ID as never)).kind).toBe('done');
  expect(house.arm.linked).toBe(MINE);
});

test('a change that an earlier version did is taken back', async () => {
  const house = palHouse();
  house.arm.linked = MINE;
  await house.store.put('operations', ID, { ...operation, status: 'done', result }, { absent: true });
  expect((await house.pal.undo(house.caller, ID as never)).kind).toBe('done');
  expect(house.arm.linked).toBeNull();
});

test('what an earlier version left in the middle of its write is taken over, found out and told', async () => {
  const house = palHouse();
  house.arm.linked = MINE;
  await house.store.put('operations', ID, { ...operation, status: 'executing' }, { absent: true });
  await house.store.put('unfinished', ID, entry, { absent: true });
  expect(await all(house.pal.interrupted())).toEqual([]);
  house.wait(15_000);
  expect(await all(house.pal.interrupted())).toMatchObject([{ operationId: ID }]);
  expect((await house.pal.resume(house.caller, ID as never)).kind).toBe('done');
  await house.pal.acknowledge(ID as never);
  expect(await house.store.audit(person)).toMatchObject([{ operationId: ID, status: 'done' }]);
  expect(await all(house.store.list('unfinished'))).toEqual([]);
});
