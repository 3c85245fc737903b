import { Operations, historyOf } from '../../../src/pal/operations';
import type { Move } from '../../../src/pal/operation';
import { mayMove } from '../../../src/pal/operation';
import { NewerRecordError } from '../../../src/storage/record-store';
import { all } from '../../support/record-store-promises';
import { partnerIdOf } from './model-arm';
import { testPal } from './test-pal';

/** Each status with what an operation has only there. */
const MOVES: readonly Move[] = [
  { status: 'planned' },
  { status: 'executing' },
  { status: 'done', result: null },
  { status: 'failed', problemCode: 'arm-failed' },
  { status: 'expired' },
  { status: 'cancelled', cancelReason: 'stopped' },
  { status: 'unknown', problemCode: 'outcome-unknown' },
];

async function planned() {
  const testBot = testPal();
  const operation = await testBot.plan(partnerIdOf('1234567'));
  if (operation === undefined) throw new Error('There was nothing to plan.');
  const operations = new Operations(testBot.store, { now: () => new Date('2026-03-01T09:00:00Z') });
  const stored = async () => {
    const found = await operations.find(operation.id);
    if (found === undefined) throw new Error('It is gone.');
    return found;
  };
  /** As another version, or another process, leaves it. */
  const put = async (value: object) => {
    const record = await testBot.store.get('operations', operation.id);
    const etag = record?.etag ?? '';
    await testBot.store.put('operations', operation.id, { ...operation, ...value }, { etag });
  };
  return { ...testBot, operation, operations, stored, put };
}

test.each(MOVES)('an operation that is $status goes only where the state machine lets it', async (from) => {
  for (const to of MOVES) {
    const { operation, operations, stored, put, store } = await planned();
    await put(from);
    const isAllowed = mayMove(from.status, to.status);
    const moved = await operations.move(await stored(), to);
    expect([to.status, moved?.operation.status]).toEqual([to.status, isAllowed ? to.status : undefined]);
    // What it had only where it stood before is gone with that.
    const now = (await store.get('operations', operation.id))?.value as object;
    expect(now).toEqual({
      ...operation,
      ...(isAllowed ? to : from),
      statusSince: expect.any(String) as string,
    });
    await store.close();
  }
});

test.each([
  ['done, and nobody knows what is linked', { status: 'done' }],
  ['failed without a reason', { status: 'failed' }],
])('a record that says what can’t be is set aside: %s', async (_, value) => {
  const { operation, operations, put } = await planned();
  await put(value);
  expect(await operations.find(operation.id)).toBeUndefined();
});

test('who has not seen the latest version moves nothing', async () => {
  const { operations, stored } = await planned();
  const stale = await stored();
  expect(await operations.fence(stale)).toBe(true);
  expect(await operations.move(stale, { status: 'executing' })).toBeUndefined();
  expect(await operations.fence(stale)).toBe(false);
  expect((await stored()).operation.status).toBe('planned');
});

test('what a newer version of the bot wrote is neither read nor set aside', async () => {
  const { operation, operations, store, put } = await planned();
  await put({ schema: 2, somethingNew: true });
  await expect(operations.find(operation.id)).rejects.toBeInstanceOf(NewerRecordError);
  expect(await all(store.list('quarantine'))).toEqual([]);
  expect(await store.get('operations', operation.id)).toMatchObject({ value: { schema: 2 } });
});

test('what nobody can read is set aside once, and is no operation', async () => {
  const { operation, operations, store, put } = await planned();
  await put({ kind: 'something' });
  expect(await operations.find(operation.id)).toBeUndefined();
  expect(await operations.find(operation.id)).toBeUndefined();
  expect(await all(store.list('quarantine'))).toHaveLength(1);
});

test('a clock that is behind dates no line before the one that it follows', async () => {
  const { operations, stored, put, store, caller } = await planned();
  await put({ statusSince: '2026-03-01T09:30:00.000Z' });
  await operations.move(await stored(), { status: 'cancelled' });
  expect(await store.audit(caller.person)).toMatchObject([{ at: '2026-03-01T09:30:00.001Z' }]);
});

test('a decision that was unclear at first counts once, as what it turned out to be', async () => {
  const { operations, stored, store, caller } = await planned();
  await operations.move(await stored(), { status: 'executing' });
  await operations.move(await stored(), { status: 'unknown', problemCode: 'outcome-unknown' });
  expect(await historyOf(store, caller.person)).toMatchObject([{ outcome: 'unclear' }]);
  await operations.move(await stored(), { status: 'done', result: null });
  expect(await historyOf(store, caller.person)).toMatchObject([{ outcome: 'done' }]);
});
