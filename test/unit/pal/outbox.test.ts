import type { OperationId } from '../../../src/model/identifiers';
import { StorageAwayError } from '../../../src/storage/record-store';
import { all } from '../../support/record-store-promises';
import { partnerIdOf, TENANT } from './model-arm';
import { testPal } from './test-pal';
import type { TestPal } from './test-pal';

const MINE = partnerIdOf('1234567');
const LEASE_MS = 15_000;

async function planned(testBot: TestPal): Promise<OperationId> {
  const operation = await testBot.plan(MINE);
  if (operation === undefined) throw new Error('There was nothing to plan.');
  return operation.id;
}

const entries = async ({ store }: TestPal): Promise<number> => (await all(store.list('outbox'))).length;

test('what was told and could not be put on record stays in the outbox, and is put there when the storage is back', async () => {
  const testBot = testPal();
  const id = await planned(testBot);
  const away = jest.spyOn(testBot.store, 'putWithLine').mockRejectedValue(new StorageAwayError());
  expect((await testBot.pal.execute(testBot.caller, id)).kind).toBe('done');
  await testBot.pal.acknowledge(id);
  expect(await entries(testBot)).toBe(1);
  away.mockRestore();
  await all(testBot.pal.interrupted());
  expect(await entries(testBot)).toBe(0);
  expect(await testBot.store.audit(testBot.caller.person)).toMatchObject([{ status: 'done' }]);
});

test('what another process is writing at this moment is busy, and is not settled by reading', async () => {
  const testBot = testPal();
  const id = await planned(testBot);
  const create = testBot.arm.create.bind(testBot.arm);
  jest.spyOn(testBot.arm, 'create').mockImplementation(async (...asked) => {
    expect((await testBot.another().resume(testBot.caller, id)).kind).toBe('busy');
    expect((await testBot.another().execute(testBot.caller, id)).kind).toBe('busy');
    expect(await testBot.store.audit(testBot.caller.person)).toEqual([]);
    return create(...asked);
  });
  expect((await testBot.pal.execute(testBot.caller, id)).kind).toBe('done');
});

test('who presses where the process that was at it has died is told by this one, and not once more by a sweep', async () => {
  const testBot = testPal();
  const id = await planned(testBot);
  testBot.arm.mishaps = ['sign-in', 'sign-in'];
  await testBot.pal.execute(testBot.caller, id);
  const other = testBot.another();
  await all(other.interrupted());
  testBot.wait(LEASE_MS);
  expect((await other.execute(testBot.caller, id)).kind).toBe('sign-in');
  await other.acknowledge(id);
  expect(await entries(testBot)).toBe(0);
});

test('an outcome that one process could not deliver is delivered by one other, after the lease', async () => {
  const testBot = testPal();
  const id = await planned(testBot);
  await testBot.pal.execute(testBot.caller, id);
  const [one, other] = [testBot.another(), testBot.another()];
  const takenOver = async (): Promise<number> =>
    (await Promise.all([all(one.interrupted()), all(other.interrupted())])).flat().length;
  expect(await takenOver()).toBe(0);
  testBot.wait(LEASE_MS - 1);
  expect(await takenOver()).toBe(0);
  testBot.wait(1);
  expect(await takenOver()).toBe(1);
});

test('a clock that is five minutes behind, or ahead, makes nobody take a living process for dead', async () => {
  const testBot = testPal();
  const id = await planned(testBot);
  await testBot.pal.execute(testBot.caller, id);
  const [entry] = await all(testBot.store.list('outbox'));
  for (const since of ['2026-03-01T08:55:00.000Z', '2026-03-01T09:05:00.000Z']) {
    const there = await testBot.store.get('outbox', id);
    const value = { ...(entry?.value as object), since, holder: 'somebody else' };
    await testBot.store.put('outbox', id, value, { etag: there?.etag ?? '' });
    expect(await all(testBot.another().interrupted())).toEqual([]);
  }
});

test('of two presses at two processes at once one writes, and the entry stays that one’s', async () => {
  const testBot = testPal();
  const id = await planned(testBot);
  const processes = [testBot.pal, testBot.another()];
  const executions = await Promise.all(processes.map((pal) => pal.execute(testBot.caller, id)));
  expect(executions.map(({ kind }) => kind).sort()).toEqual(['busy', 'done']);
  expect(testBot.arm.writes).toHaveLength(1);
  await processes[executions.findIndex(({ kind }) => kind === 'done')]?.acknowledge(id);
  expect(await entries(testBot)).toBe(0);
});

test('who added the entry, and lost to a process that is about to claim it, does not settle by reading what that one writes', async () => {
  const testBot = testPal();
  const { arm, store, caller } = testBot;
  const [one, other] = [testBot.another(), testBot.another()];
  const id = await planned(testBot);
  const [read, put] = [arm.read.bind(arm), store.put.bind(store)];
  let begin = (): void => undefined;
  const hasBegun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  jest.spyOn(arm, 'read').mockImplementationOnce(async (...asked) => {
    await hasBegun;
    return read(...asked);
  });
  const lost = other.execute(caller, id);
  const pressed: string[] = [];
  jest.spyOn(store, 'put').mockImplementation(async (...asked) => {
    const [collection, , , expected] = asked;
    if (collection === 'outbox' && 'etag' in expected && pressed.length === 0) {
      begin();
      pressed.push((await lost).kind);
      pressed.push((await other.execute(caller, id)).kind);
    }
    return put(...asked);
  });
  expect((await one.execute(caller, id)).kind).toBe('done');
  expect(pressed).toEqual(['busy', 'busy']);
});

test('while it is under way nothing strikes it off', async () => {
  const testBot = testPal();
  const id = await planned(testBot);
  const create = testBot.arm.create.bind(testBot.arm);
  jest.spyOn(testBot.arm, 'create').mockImplementation(async (...asked) => {
    await testBot.pal.acknowledge(id);
    expect(await entries(testBot)).toBe(1);
    return create(...asked);
  });
  expect((await testBot.pal.execute(testBot.caller, id)).kind).toBe('done');
  await testBot.pal.acknowledge(id);
  expect(await entries(testBot)).toBe(0);
});

test('a press that comes while the outcome before it is being struck off goes on, and is not taken for a second one', async () => {
  const testBot = testPal();
  const { pal, caller, arm, store } = testBot;
  const directory = { tenantId: TENANT, name: 'Contoso', defaultDomain: '', kind: 'customer' } as const;
  const { id } = await pal.batches.plan(caller, { wishes: [{ directory, wanted: MINE }] });
  arm.mishaps = ['sign-in', 'sign-in'];
  await pal.batches.execute(caller, id);
  arm.mishaps = [];
  const [strike, put] = [store.delete.bind(store), store.put.bind(store)];
  let open = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  jest.spyOn(store, 'delete').mockImplementation(async (...asked) => {
    await isOpen;
    return strike(...asked);
  });
  const acknowledged = pal.batches.acknowledge(id);
  // The press has found the entry, and it goes before the press can claim it.
  jest.spyOn(store, 'put').mockImplementationOnce(async (...asked) => {
    open();
    await acknowledged;
    return put(...asked);
  });
  expect(await pal.batches.execute(caller, id)).toMatchObject({
    kind: 'over',
    progress: { items: [{ state: 'done' }] },
  });
});
