import type { PartnerId } from '../../../src/model/identifiers';
import type { BatchResult } from '../../../src/pal/batches';
import { startOutboxSweep } from '../../../src/pal/outbox-sweep';
import { StorageAwayError } from '../../../src/storage/record-store';
import type { Collection, RecordStore } from '../../../src/storage/record-store';
import { all } from '../../support/record-store-promises';
import { manyDirectories } from './many-directories';
import type { ManyDirectories } from './many-directories';
import { partnerIdOf } from './model-arm';

const MINE = partnerIdOf('1234567');
const THEIRS = partnerIdOf('6098754');
const LEASE_MS = 15_000;

function wishes({ directories }: ManyDirectories, wanted: PartnerId | null = MINE) {
  return directories.map((directory) => ({ directory, wanted }));
}

const writesOf = (many: ManyDirectories): number[] =>
  many.directories.map(({ tenantId }) => many.arm(tenantId).writes.length);
const entries = async ({ store }: ManyDirectories): Promise<number> =>
  (await all(store.list('outbox'))).length;

test('while what ARM said is put on record the next ones are begun: eight at ARM, and eight whose records wait', async () => {
  const many = manyDirectories(20);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  const { store } = many as { store: { putWithLine: RecordStore['putWithLine'] } };
  const putWithLine = store.putWithLine.bind(store);
  let free = (): void => undefined;
  const isFree = new Promise<void>((resolve) => (free = resolve));
  store.putWithLine = async (...all) => {
    await isFree;
    return putWithLine(...all);
  };
  const running = pal.batches.execute(many.caller, planned.id);
  const written = (): number => writesOf(many).filter((writes) => writes === 1).length;
  for (let turns = 0; turns < 1_000; turns += 1) await new Promise(setImmediate);
  expect(written()).toBe(16);
  free();
  expect(await running).toMatchObject({ kind: 'over' });
  expect(written()).toBe(20);
  expect(many.mostAbreast()).toBeLessThanOrEqual(8);
});

test('of two presses at two processes at once one does the batch, and the entry stays that one’s', async () => {
  const many = manyDirectories(3);
  const processes = [many.start(), many.start()];
  const planned = await many.start().batches.plan(many.caller, { wishes: wishes(many) });
  const results = await Promise.all(processes.map(({ batches }) => batches.execute(many.caller, planned.id)));
  expect(results.map(({ kind }) => kind).sort()).toEqual(['busy', 'over']);
  expect(writesOf(many)).toEqual([1, 1, 1]);
  await processes[results.findIndex(({ kind }) => kind === 'over')]?.batches.acknowledge(planned.id);
  expect(await entries(many)).toBe(0);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'whose process dies after %i calls: a batch that was started is taken over by another one',
  async (calls) => {
    const many = manyDirectories(2);
    const other = many.start();
    const planned = await other.batches.plan(many.caller, { wishes: wishes(many) });
    void many.start(calls).batches.execute(many.caller, planned.id);
    for (let round = 0; round < 30; round += 1) await new Promise(setImmediate);
    const record = await many.store.get('batches', planned.id);
    const isStarted = (record?.value as { status?: string } | undefined)?.status === 'started';
    await all(other.interrupted());
    many.wait(LEASE_MS);
    const takenOver = await all(other.interrupted());
    if (isStarted) expect(takenOver).toMatchObject([{ batchId: planned.id }]);
    const result = await other.batches.execute(many.caller, planned.id);
    // What had begun and was not written is told as failed; the rest is done, once.
    const states = writesOf(many).map((writes) => ({ state: writes === 1 ? 'done' : 'failed' }));
    expect(result).toMatchObject({ kind: 'over', progress: { items: states } });
  },
);

/** Somebody who was interrupted is told within this time. */
const TOLD_WITHIN_MS = 60_000;

test.each([8, 10, 12, 14, 16, 18, 20, 24, 28])(
  'whose process dies after %i calls: another one’s sweep tells the truth of the batch within a minute',
  async (calls) => {
    const many = manyDirectories(3);
    const other = many.start();
    const planned = await other.batches.plan(many.caller, { wishes: wishes(many) });
    void many.start(calls).batches.execute(many.caller, planned.id);
    for (let turns = 0; turns < 60; turns += 1) await new Promise(setImmediate);
    expect((await many.store.get('batches', planned.id))?.value).toMatchObject({ status: 'started' });
    const told: BatchResult[] = [];
    let round = (): Promise<void> => Promise.resolve();
    let passed = 0;
    startOutboxSweep({
      takeOver: () => other.interrupted(),
      report: async () => {
        told.push(await other.batches.execute(many.caller, planned.id));
        await other.batches.acknowledge(planned.id);
      },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      every: (pauseMs, work) => {
        round = async () => {
          await work();
          many.wait(pauseMs());
          passed += pauseMs();
        };
        return { stop: () => Promise.resolve() };
      },
    });
    while (passed < TOLD_WITHIN_MS && told.length === 0) await round();
    expect(passed).toBeLessThan(TOLD_WITHIN_MS);
    const linked = many.directories.map(({ tenantId }) => many.arm(tenantId).linked === MINE);
    const states = linked.map((isLinked) => ({ state: isLinked ? 'done' : 'failed' }));
    expect(told).toMatchObject([{ kind: 'over', progress: { items: states } }]);
    for (const writes of writesOf(many)) expect(writes).toBeLessThanOrEqual(1);
    expect(await entries(many)).toBe(0);
  },
);

test('a batch of which something could not be put on record stays in the outbox, though the person was told', async () => {
  const many = manyDirectories(2);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  const away = jest.spyOn(many.store, 'putWithLine').mockRejectedValue(new StorageAwayError());
  const result = await pal.batches.execute(many.caller, planned.id);
  expect(result).toMatchObject({ kind: 'over', progress: { items: [{ state: 'done' }, { state: 'done' }] } });
  await pal.batches.acknowledge(planned.id);
  expect(await entries(many)).toBe(1);
  away.mockRestore();
});

test('something newer takes the place of a batch that waits, not of one that was confirmed', async () => {
  const many = manyDirectories(2);
  const pal = many.start();
  const [waiting, begun] = [
    await pal.batches.plan(many.caller, { wishes: wishes(many) }),
    await pal.batches.plan(many.caller, { wishes: wishes(many) }),
  ];
  many.arm(many.directories[0]!.tenantId).mishaps = ['sign-in'];
  await pal.batches.execute(many.caller, begun.id);
  for (const { id } of [waiting, begun]) await pal.batches.drop(many.caller, id);
  expect((await pal.batches.execute(many.caller, waiting.id)).kind).toBe('cancelled');
  expect(await pal.batches.execute(many.caller, begun.id)).toMatchObject({
    kind: 'over',
    progress: { status: 'started', items: [{ state: 'done' }, { state: 'done' }] },
  });
});

test('what was told while another process is at it stays that one’s', async () => {
  const many = manyDirectories(1);
  const [one, other] = [many.start(), many.start()];
  const planned = await one.batches.plan(many.caller, { wishes: wishes(many) });
  const arm = many.arm(many.directories[0]!.tenantId);
  const create = arm.create.bind(arm);
  jest.spyOn(arm, 'create').mockImplementation(async (...asked) => {
    expect((await other.batches.execute(many.caller, planned.id)).kind).toBe('busy');
    await other.batches.acknowledge(planned.id);
    expect(await entries(many)).toBe(1);
    return create(...asked);
  });
  await one.batches.execute(many.caller, planned.id);
  await one.batches.acknowledge(planned.id);
  expect([writesOf(many), await entries(many)]).toEqual([[1], 0]);
});

test('what failed, or was changed by somebody else, is not taken back, and what was changed is not tried again', async () => {
  const many = manyDirectories(3);
  const pal = many.start();
  const [, second, third] = many.directories.map(({ tenantId }) => many.arm(tenantId));
  second!.linked = THEIRS;
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  second!.mishaps = ['none', 'refused'];
  third!.linked = THEIRS;
  const result = await pal.batches.execute(many.caller, planned.id);
  expect(result).toMatchObject({
    progress: { items: [{ state: 'done' }, { state: 'failed' }, { state: 'unchanged' }] },
  });
  const planNext = async (kind: 'undo' | 'retry') => {
    const next = await pal.batches.planNext(many.caller, planned.id, many.directories, { kind });
    if (next.kind !== 'ok') throw new Error(next.kind);
    const { operations, changed, left } = next.value;
    return [operations.map(({ tenantId }) => tenantId), changed.length, left.length];
  };
  expect(await planNext('undo')).toEqual([[many.directories[0]!.tenantId], 0, 0]);
  expect(await planNext('retry')).toEqual([[many.directories[1]!.tenantId], 0, 0]);
});

test('what was chosen is planned only while it is as it was shown', async () => {
  const many = manyDirectories(2);
  const pal = many.start();
  const [first, second] = many.directories.map(({ tenantId }) => many.arm(tenantId));
  second!.linked = THEIRS;
  const wish = { wanted: MINE, isOnlyMissing: true };
  const onlyMissing = wishes(many).map((one) => ({ ...one, onlyIf: null }));
  const planned = await pal.batches.plan(many.caller, { wishes: onlyMissing, wish });
  // Meanwhile somebody has linked another number in each.
  for (const arm of [first, second]) arm!.linked = partnerIdOf('7777777');
  const chosen = many.directories.map(({ tenantId }) => tenantId);
  const next = { kind: 'chosen', directories: chosen } as const;
  const outcome = await pal.batches.planNext(many.caller, planned.id, many.directories, next);
  expect(outcome).toMatchObject({ kind: 'ok', value: { operations: [], changed: [{}, {}] } });
});

/** Another process stores the record once more, with something changed in it. */
async function storeAnew({ store }: ManyDirectories, collection: Collection, key: string, more: object = {}) {
  const record = await store.get(collection, key);
  const value = { ...(record?.value as object), ...more };
  await store.put(collection, key, value, { etag: record?.etag ?? '' });
}

test('a change that another process has begun meanwhile is left to it, and not settled by reading', async () => {
  const many = manyDirectories(1);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  const operation = planned.operations[0]!;
  let begun: Promise<void> | undefined;
  const get = many.store.get.bind(many.store);
  const result = pal.batches.execute(many.caller, planned.id, {
    onProgress: () => {
      if (begun !== undefined) return;
      begun = storeAnew(many, 'operations', operation.id, { status: 'executing' });
      const waits = begun;
      jest.spyOn(many.store, 'get').mockImplementation(async (...asked) => {
        await waits;
        return get(...asked);
      });
    },
  });
  expect(await result).toMatchObject({ progress: { items: [{ state: 'writing' }] } });
  expect(await many.store.audit(many.caller.person)).toEqual([]);
});

test('who has lost the entry of a batch begins no change of it, however the record stands', async () => {
  const many = manyDirectories(1);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  const arm = many.arm(many.directories[0]!.tenantId);
  const read = arm.read.bind(arm);
  jest.spyOn(arm, 'read').mockImplementationOnce(async (actor) => {
    await storeAnew(many, 'operations', planned.operations[0]!.id);
    await storeAnew(many, 'outbox', planned.id, { holder: 'another process' });
    return read(actor);
  });
  await pal.batches.execute(many.caller, planned.id);
  expect(arm.writes).toEqual([]);
});

test('after a sign-in in one directory it goes on there, and in no other that waits', async () => {
  const many = manyDirectories(2);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  for (const { tenantId } of many.directories) many.arm(tenantId).mishaps = ['sign-in'];
  await pal.batches.execute(many.caller, planned.id);
  await pal.batches.execute(many.caller, planned.id, { only: [many.directories[1]!.tenantId] });
  expect(writesOf(many)).toEqual([0, 1]);
});

test('a colleague in the same conversation starts, stops and sees nothing of a batch', async () => {
  const many = manyDirectories(1);
  const { batches } = many.start();
  const planned = await batches.plan(many.caller, { wishes: wishes(many) });
  const colleague = {
    ...many.caller,
    person: { ...many.caller.person, objectId: many.directories[0]!.tenantId as never },
  };
  const refused = { kind: 'problem', problem: { code: 'not-yours' } };
  expect(await batches.execute(colleague, planned.id)).toMatchObject(refused);
  expect(await batches.stop(colleague, planned.id)).toMatchObject(refused);
  expect(await batches.find(colleague, planned.id)).toMatchObject(refused);
  await batches.drop(colleague, planned.id);
  expect((await batches.execute(many.caller, planned.id)).kind).toBe('over');
});
