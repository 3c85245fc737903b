import type { PartnerId, TenantId } from '../../../src/model/identifiers';
import type { Operation, OperationAt } from '../../../src/pal/operation';
import { isStanding, ownPartnerId } from '../../../src/pal/undo';
import type { AuditEntry } from '../../../src/storage/record-store';
import { ACCOUNT, TENANT, partnerIdOf } from './model-arm';
import { testPal } from './test-pal';
import type { TestPal } from './test-pal';

const MINE = partnerIdOf('1234567');
const OTHER = partnerIdOf('1234568');
const THEIRS = partnerIdOf('6098754');

/** A change to this PartnerID that was confirmed and done. */
async function done(testBot: TestPal, wanted: PartnerId | null): Promise<Operation> {
  const operation = await testBot.plan(wanted);
  if (operation === undefined) throw new Error('There was nothing to plan.');
  const execution = await testBot.pal.execute(testBot.caller, operation.id);
  if (execution.kind !== 'done') throw new Error(execution.kind);
  return execution.operation;
}

/** It was not taken back, but asks: the link has changed since. */
const ASKS = { kind: 'planned', asks: 'changed' };

test('the latest change is taken back at once, to what ARM had before', async () => {
  const testBot = testPal();
  const first = await done(testBot, MINE);
  const second = await done(testBot, OTHER);
  expect(await testBot.pal.undo(testBot.caller, second.id)).toMatchObject({
    kind: 'done',
    operation: { isUndo: true, after: MINE },
  });
  expect(testBot.arm.linked).toBe(MINE);
  // What was taken back does not count: the one before it is the latest again, as its card says.
  expect(await testBot.pal.undo(testBot.caller, first.id)).toMatchObject({
    kind: 'done',
    operation: { after: null },
  });
  expect(testBot.arm.linked).toBeNull();
});

test('three changes are taken back one after the other, each from its own card and in no other order', async () => {
  const testBot = testPal();
  const changes = [await done(testBot, MINE), await done(testBot, OTHER), await done(testBot, null)];
  const [first, second, third] = changes.map(
    ({ id }) =>
      () =>
        testBot.pal.undo(testBot.caller, id),
  );
  expect(await second?.()).toMatchObject(ASKS);
  expect((await third?.())?.kind).toBe('done');
  expect(await first?.()).toMatchObject(ASKS);
  expect((await second?.())?.kind).toBe('done');
  expect((await first?.())?.kind).toBe('done');
  expect(testBot.arm.linked).toBeNull();
});

test('what was taken back and done again counts again', async () => {
  const testBot = testPal();
  const first = await done(testBot, MINE);
  const second = await done(testBot, OTHER);
  const undone = await testBot.pal.undo(testBot.caller, second.id);
  const redo = await testBot.pal.undo(testBot.caller, undone.operation?.id ?? second.id);
  expect(redo).toMatchObject({ kind: 'planned', asks: 'redo' });
  await testBot.pal.execute(testBot.caller, redo.operation?.id ?? second.id);
  expect(await testBot.pal.undo(testBot.caller, first.id)).toMatchObject(ASKS);
  expect(testBot.arm.linked).toBe(OTHER);
});

test('pressed again it shows that it is undone, and writes nothing', async () => {
  const testBot = testPal();
  const operation = await done(testBot, MINE);
  await testBot.pal.undo(testBot.caller, operation.id);
  const writes = testBot.arm.writes.length;
  expect(await testBot.pal.undo(testBot.caller, operation.id)).toMatchObject({
    kind: 'done',
    operation: { isUndo: true },
  });
  expect(testBot.arm.writes).toHaveLength(writes);
});

test('an old card up in the chat changes nothing once something else was done', async () => {
  const testBot = testPal();
  const operation = await done(testBot, MINE);
  await testBot.pal.undo(testBot.caller, operation.id);
  await done(testBot, OTHER);
  const writes = testBot.arm.writes.length;
  expect(await testBot.pal.undo(testBot.caller, operation.id)).toMatchObject({
    ...ASKS,
    operation: { before: { partnerId: OTHER }, after: null },
  });
  expect(testBot.arm.writes).toHaveLength(writes);
  expect(testBot.arm.linked).toBe(OTHER);
});

test('the same number again, linked by a later change, is not taken back by the earlier card', async () => {
  const testBot = testPal();
  const first = await done(testBot, MINE);
  await done(testBot, null);
  await done(testBot, MINE);
  expect(await testBot.pal.undo(testBot.caller, first.id)).toMatchObject(ASKS);
  expect(testBot.arm.linked).toBe(MINE);
});

test('somebody’s script was there since: told, and nothing is written', async () => {
  const testBot = testPal();
  const operation = await done(testBot, MINE);
  testBot.arm.linked = THEIRS;
  expect(await testBot.pal.undo(testBot.caller, operation.id)).toMatchObject(ASKS);
  expect(testBot.arm.linked).toBe(THEIRS);
});

test('where what was there before the change is linked again, there is nothing to ask', async () => {
  const testBot = testPal();
  testBot.arm.linked = THEIRS;
  const operation = await done(testBot, MINE);
  testBot.arm.linked = THEIRS;
  expect((await testBot.pal.undo(testBot.caller, operation.id)).kind).toBe('changed');
});

test('somebody changed it since and changed it back: the change is not the latest, and nothing is written', async () => {
  const testBot = testPal();
  const operation = await done(testBot, MINE);
  testBot.arm.linked = THEIRS;
  testBot.arm.linked = MINE;
  const writes = testBot.arm.writes.length;
  expect(await testBot.pal.undo(testBot.caller, operation.id)).toMatchObject(ASKS);
  expect(testBot.arm.writes).toHaveLength(writes);
});

test('the same where a change of the person above it was undone in between', async () => {
  const testBot = testPal();
  const first = await done(testBot, MINE);
  const second = await done(testBot, OTHER);
  await testBot.pal.undo(testBot.caller, second.id);
  testBot.arm.linked = THEIRS;
  testBot.arm.linked = MINE;
  expect(await testBot.pal.undo(testBot.caller, first.id)).toMatchObject(ASKS);
});

test("a PartnerID of the person's company is brought back at once, whoever linked it", async () => {
  const testBot = testPal({ isCompanys: (_, partnerId) => partnerId === THEIRS });
  testBot.arm.linked = THEIRS;
  const operation = await done(testBot, MINE);
  expect((await testBot.pal.undo(testBot.caller, operation.id)).kind).toBe('done');
  expect(testBot.arm.linked).toBe(THEIRS);
});

test('a foreign PartnerID is brought back only after a question', async () => {
  const testBot = testPal();
  testBot.arm.linked = THEIRS;
  const operation = await done(testBot, MINE);
  const writes = testBot.arm.writes.length;
  const asked = await testBot.pal.undo(testBot.caller, operation.id);
  expect(asked).toMatchObject({ kind: 'planned', asks: 'foreign', operation: { after: THEIRS } });
  // Asked again it asks again.
  expect((await testBot.pal.undo(testBot.caller, operation.id)).kind).toBe('planned');
  expect(testBot.arm.writes).toHaveLength(writes);
  if (asked.kind !== 'planned') throw new Error(asked.kind);
  expect((await testBot.pal.execute(testBot.caller, asked.operation.id)).kind).toBe('done');
  expect(testBot.arm.linked).toBe(THEIRS);
});

test('an undo is taken back by a change like any other, after a question', async () => {
  const testBot = testPal();
  const operation = await done(testBot, MINE);
  const undone = await testBot.pal.undo(testBot.caller, operation.id);
  if (undone.kind !== 'done') throw new Error(undone.kind);
  const redo = await testBot.pal.undo(testBot.caller, undone.operation.id);
  expect(redo).toMatchObject({ kind: 'planned', asks: 'redo', operation: { isUndo: false, after: MINE } });
  expect(testBot.arm.linked).toBeNull();
});

test('undos in vain are not tried at once for ever: after five it asks', async () => {
  const testBot = testPal();
  const operation = await done(testBot, MINE);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    testBot.arm.mishaps = ['none', 'none', 'refused'];
    expect((await testBot.pal.undo(testBot.caller, operation.id)).kind).toBe('problem');
  }
  expect(await testBot.pal.undo(testBot.caller, operation.id)).toMatchObject({
    kind: 'planned',
    asks: 'tried',
  });
});

test.each<[string, Partial<AuditEntry>, boolean]>([
  ['a later change of this account here', {}, false],
  ['a later change in another directory', { tenantId: '33333333-3333-4333-8333-333333333333' }, true],
  ['a later change of another account', { accountObjectId: '33333333-3333-4333-8333-333333333333' }, true],
  ['a later change that failed', { status: 'failed' }, true],
  ['its own line', { operationId: 'it' }, true],
])('whether a change still stands after %s', (_, bent, isIt) => {
  const operation = {
    id: 'it',
    tenantId: TENANT,
    account: { objectId: ACCOUNT },
    result: null,
  } as OperationAt<'done'>;
  const where = { tenantId: TENANT, accountObjectId: ACCOUNT };
  const line = { operationId: 'later', status: 'done', action: 'link', ...where, ...bent };
  expect(isStanding(operation, { kind: 'not-linked' }, [line as AuditEntry])).toBe(isIt);
});

describe('the PartnerID that the person linked last and has not taken back', () => {
  type Line = readonly [string, string, PartnerId | null, PartnerId | null];
  const trailOf = (lines: readonly Line[]): AuditEntry[] =>
    lines.map(
      ([tenantId, action, before, after], place) =>
        ({
          tenantId,
          action,
          before,
          after,
          status: 'done',
          operationId: `${place}`,
        }) as unknown as AuditEntry,
    );
  const mistake: readonly Line[] = [
    ['a', 'link', null, MINE],
    ['a', 'change', MINE, OTHER],
  ];

  test.each<[string, readonly Line[], PartnerId | undefined]>([
    ['is the latest', mistake, OTHER],
    ['is the one before an undone change', [...mistake, ['a', 'undo:change', OTHER, MINE]], MINE],
    [
      'is what was done again after an undo',
      [...mistake, ['a', 'undo:change', OTHER, MINE], mistake[1]!],
      OTHER,
    ],
    ['is none when all is undone', [mistake[0]!, ['a', 'undo:unlink', MINE, null]], undefined],
    [
      'is not what a script had put there',
      [
        ['a', 'change', THEIRS, OTHER],
        ['a', 'undo:change', OTHER, THEIRS],
      ],
      undefined,
    ],
    [
      'stays where one of two was undone',
      [...mistake, ['b', 'link', null, OTHER], ['b', 'undo:unlink', OTHER, null]],
      OTHER,
    ],
    ['is not forgotten by a removal', [mistake[0]!, ['a', 'unlink', MINE, null]], MINE],
  ])('%s', (_, lines, wanted) => {
    expect(ownPartnerId(trailOf(lines))).toBe(wanted);
  });

  test('is not what is being taken back at this moment', () => {
    expect(ownPartnerId(trailOf(mistake), ['a' as TenantId])).toBe(MINE);
  });
});
