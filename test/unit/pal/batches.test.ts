import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import type { PartnerId } from '../../../src/model/identifiers';
import type { BatchProgress } from '../../../src/pal/batch';
import type { BatchResult } from '../../../src/pal/batches';
import type { Pal } from '../../../src/pal/pal';
import { StorageAwayError } from '../../../src/storage/record-store';
import { all } from '../../support/record-store-promises';
import { howMany } from '../../support/threats';
import { partnerIdOf } from './model-arm';
import type { Mishap } from './model-arm';
import { manyDirectories } from './many-directories';
import type { ManyDirectories } from './many-directories';

jest.setTimeout(300_000);
const RUNS = howMany({ usual: 120, full: 3_000 });
const MINE = partnerIdOf('1234567');
const THEIRS = partnerIdOf('6098754');
const LEASE_MS = 15_000;

function wishes({ directories }: ManyDirectories, wanted: PartnerId | null = MINE) {
  return directories.map((directory) => ({ directory, wanted }));
}

function progressOf(result: BatchResult): BatchProgress {
  if (result.kind === 'problem') throw new Error(result.problem.code);
  return result.progress;
}

function states(progress: BatchProgress): string[] {
  return progress.items.map(({ state }) => state);
}

const linked = (many: ManyDirectories): (PartnerId | null)[] =>
  many.directories.map(({ tenantId }) => many.arm(tenantId).linked);

test('the overview reads every directory, at most eight at a time, and says what it found in each', async () => {
  const many = manyDirectories(30);
  const [first, second, third] = many.directories;
  many.arm(first!.tenantId).linked = THEIRS;
  many.arm(second!.tenantId).mishaps = ['sign-in'];
  many.arm(third!.tenantId).mishaps = ['fault'];
  const read = await all(many.start().readAll(many.caller, many.directories));
  const kinds = new Map(read.map(({ directory, state }) => [directory.tenantId, state.kind]));
  expect(kinds.size).toBe(30);
  expect([first, second, third].map((one) => kinds.get(one!.tenantId))).toEqual([
    'linked',
    'needs-sign-in',
    'not-readable',
  ]);
  expect(many.mostAbreast()).toBeLessThanOrEqual(8);
});

test('a batch links everywhere where it was planned, once, and says so', async () => {
  const many = manyDirectories(20);
  const pal = many.start();
  many.arm(many.directories[3]!.tenantId).linked = MINE;
  many.arm(many.directories[4]!.tenantId).linked = THEIRS;
  many.arm(many.directories[5]!.tenantId).mishaps = ['sign-in'];
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  expect(planned).toMatchObject({
    already: [{ directory: many.directories[3] }],
    left: [{ directory: many.directories[5], state: { kind: 'needs-sign-in' } }],
    changed: [],
  });
  expect(planned.operations).toHaveLength(18);
  const seen: number[] = [];
  const result = await pal.batches.execute(many.caller, planned.id, {
    onProgress: (progress) => seen.push(states(progress).filter((state) => state === 'done').length),
  });
  expect(result.kind).toBe('over');
  expect(new Set(states(progressOf(result)))).toEqual(new Set(['done']));
  expect(seen).toEqual(Array.from({ length: 19 }, (_, index) => index));
  expect(linked(many).filter((one) => one === MINE)).toHaveLength(19);
  expect(many.mostAbreast()).toBeLessThanOrEqual(8);
  await pal.batches.acknowledge(planned.id);
  expect(await all(many.store.list('outbox'))).toEqual([]);
  // Pressed again it shows the same, and writes nothing.
  expect(states(progressOf(await pal.batches.execute(many.caller, planned.id)))).toHaveLength(18);
  expect(many.arm(many.directories[0]!.tenantId).writes).toHaveLength(1);
});

test('what needs the person waits, and goes on by itself alone', async () => {
  const many = manyDirectories(3);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  const { tenantId } = many.directories[1]!;
  many.arm(tenantId).mishaps = ['none', 'sign-in'];
  const first = progressOf(await pal.batches.execute(many.caller, planned.id));
  expect(states(first)).toEqual(['done', 'needs-you', 'done']);
  expect(first.needs.get(tenantId)).toEqual({ reason: 'step-up' });
  await pal.batches.acknowledge(planned.id);
  const second = progressOf(await pal.batches.execute(many.caller, planned.id, { only: [tenantId] }));
  expect(states(second)).toEqual(['done', 'done', 'done']);
});

test('after Stop nothing begins; what was begun is told as it is', async () => {
  const many = manyDirectories(60);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  let stopping: Promise<BatchResult> | undefined;
  const running = pal.batches.execute(many.caller, planned.id, {
    onProgress: (progress) => {
      if (states(progress).filter((state) => state === 'done').length === 3) {
        stopping ??= pal.batches.stop(many.caller, planned.id);
      }
    },
  });
  const result = progressOf(await running);
  await stopping;
  const done = states(result).filter((state) => state === 'done').length;
  expect(done).toBeLessThan(60);
  expect(linked(many).filter((one) => one === MINE)).toHaveLength(done);
  expect(new Set(states(result))).toEqual(new Set(['done', 'stopped']));
  await pal.batches.execute(many.caller, planned.id);
  expect(linked(many).filter((one) => one === MINE)).toHaveLength(done);
});

/** Has the work done before the next call of the method is answered. */
function beforeNext<K extends string>(
  owner: Record<K, (...all: unknown[]) => Promise<unknown>>,
  method: K,
  work: () => Promise<unknown>,
): void {
  const original = owner[method];
  owner[method] = async (...all) => {
    owner[method] = original;
    const answer = await original.apply(owner, all);
    await work();
    return answer;
  };
}

test('a Stop that comes just after somebody has started it stops what has not begun, and says so', async () => {
  const many = manyDirectories(60);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  let running: Promise<BatchResult> | undefined;
  beforeNext(many.store as never, 'get', async () => {
    const isStarted = new Promise<void>((resolve) => {
      running = pal.batches.execute(many.caller, planned.id, {
        onProgress: (progress) => {
          if (states(progress).includes('done')) resolve();
        },
      });
    });
    await isStarted;
  });
  const stopped = await pal.batches.stop(many.caller, planned.id);
  expect(stopped.kind).toBe('over');
  const last = progressOf(await running!);
  expect(new Set(states(last))).toEqual(new Set(['done', 'stopped']));
  const isDone = (one: unknown): boolean => one === MINE;
  expect(linked(many).filter(isDone)).toHaveLength(states(last).filter((state) => state === 'done').length);
});

test('a Stop that could not be put on record, and was told so, stops nothing later', async () => {
  const many = manyDirectories(3);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  many.arm(many.directories[0]!.tenantId).mishaps = ['sign-in'];
  let stopping: Promise<unknown> | undefined;
  const [get, put] = [jest.spyOn(many.store, 'get'), jest.spyOn(many.store, 'put')];
  const running = pal.batches.execute(many.caller, planned.id, {
    onProgress: (progress) => {
      if (stopping !== undefined || !states(progress).includes('done')) return;
      put.mockRejectedValue(new StorageAwayError());
      stopping = pal.batches.stop(many.caller, planned.id).catch((error: unknown) => error);
      throw new StorageAwayError();
    },
  });
  await expect(running).rejects.toBeInstanceOf(StorageAwayError);
  expect(await stopping).toBeInstanceOf(StorageAwayError);
  get.mockRestore();
  put.mockRestore();
  const last = progressOf(await pal.batches.execute(many.caller, planned.id));
  expect(states(last)).toEqual(['done', 'done', 'done']);
});

test('a process that stood still, and whose batch another one has taken over, begins nothing more', async () => {
  const many = manyDirectories(1);
  const [frozen, other] = [many.start(), many.start()];
  const arm = many.arm(many.directories[0]!.tenantId);
  const planned = await frozen.batches.plan(many.caller, { wishes: wishes(many) });
  beforeNext(arm as never, 'read', async () => {
    await all(other.interrupted());
    many.wait(LEASE_MS);
    expect(await all(other.interrupted())).toHaveLength(1);
    arm.mishaps = ['sign-in'];
    const waiting = progressOf(await other.batches.execute(many.caller, planned.id));
    expect(states(waiting)).toEqual(['needs-you']);
    await other.batches.acknowledge(planned.id);
  });
  await frozen.batches.execute(many.caller, planned.id);
  await frozen.batches.acknowledge(planned.id);
  expect([arm.writes, await all(many.store.list('outbox'))]).toEqual([[], []]);
  expect(states(progressOf(await other.batches.execute(many.caller, planned.id)))).toEqual(['done']);
});

test('a batch that nobody confirmed in time, or that was cancelled, writes nothing', async () => {
  const many = manyDirectories(2);
  const pal = many.start();
  const late = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  const cancelled = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  expect((await pal.batches.stop(many.caller, cancelled.id)).kind).toBe('cancelled');
  expect((await pal.batches.execute(many.caller, cancelled.id)).kind).toBe('cancelled');
  many.wait(10 * 60_000 + 1);
  expect((await pal.batches.execute(many.caller, late.id)).kind).toBe('expired');
  expect(linked(many)).toEqual([null, null]);
});

test('nobody else learns of a batch, and nobody else starts it', async () => {
  const many = manyDirectories(1);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  const stranger = { ...many.caller, conversationKey: 'group|robin' };
  const refused = { kind: 'problem', problem: { code: 'not-yours' } };
  expect(await pal.batches.find(stranger, planned.id)).toMatchObject(refused);
  expect(await pal.batches.execute(stranger, planned.id)).toMatchObject(refused);
  expect(await pal.batches.stop(stranger, planned.id)).toMatchObject(refused);
  expect(linked(many)).toEqual([null]);
});

test('taken back it is as it was, but where somebody has changed it since', async () => {
  const many = manyDirectories(3);
  const pal = many.start();
  many.arm(many.directories[1]!.tenantId).linked = THEIRS;
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  await pal.batches.execute(many.caller, planned.id);
  many.arm(many.directories[2]!.tenantId).linked = THEIRS;
  const undo = await pal.batches.planNext(many.caller, planned.id, many.directories, { kind: 'undo' });
  if (undo.kind !== 'ok') throw new Error(undo.kind);
  expect(undo.value.changed).toMatchObject([{ directory: many.directories[2] }]);
  expect(undo.value.operations.map(({ after, isUndo }) => [after, isUndo])).toEqual([
    [null, true],
    [THEIRS, true],
  ]);
  await pal.batches.execute(many.caller, undo.value.id);
  expect(linked(many)).toEqual([null, THEIRS, THEIRS]);
});

test('what failed is tried again, and nothing else', async () => {
  const many = manyDirectories(3);
  const pal = many.start();
  const planned = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  many.arm(many.directories[1]!.tenantId).mishaps = ['none', 'refused'];
  const first = progressOf(await pal.batches.execute(many.caller, planned.id));
  expect(states(first)).toEqual(['done', 'failed', 'done']);
  const retry = await pal.batches.planNext(many.caller, planned.id, many.directories, { kind: 'retry' });
  if (retry.kind !== 'ok') throw new Error(retry.kind);
  expect(retry.value.operations.map(({ tenantId }) => tenantId)).toEqual([many.directories[1]!.tenantId]);
  await pal.batches.execute(many.caller, retry.value.id);
  expect(linked(many)).toEqual([MINE, MINE, MINE]);
});

const mishap = fc.constantFrom<Mishap>(
  'none',
  'none',
  'none',
  'refused',
  'sign-in',
  'done-unanswered',
  'fault',
);

/** What is pressed by whom while the batch is done. */
async function disturb(
  many: ManyDirectories,
  pal: Pal,
  id: Parameters<Pal['batches']['acknowledge']>[0],
  isStopped: boolean,
) {
  for (let round = 0; round < 40; round += 1) await setImmediate();
  await Promise.all([
    pal.batches.execute(many.caller, id),
    isStopped ? pal.batches.stop(many.caller, id) : undefined,
  ]);
}

test('killed anywhere, pressed twice, stopped, with failures: nothing is lost, doubled, or written unconfirmed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          before: fc.constantFrom<PartnerId | null>(null, THEIRS),
          mishaps: fc.array(mishap, { maxLength: 4 }),
        }),
        {
          minLength: 1,
          maxLength: 12,
        },
      ),
      fc.nat(120),
      fc.boolean(),
      fc.boolean(),
      async (places, diesAfter, isPressedTwice, isStopped) => {
        const many = manyDirectories(places.length + 1);
        // One is not in the batch: nobody may touch it.
        const inBatch = many.directories.slice(0, -1);
        places.forEach(({ before }, index) => (many.arm(inBatch[index]!.tenantId).linked = before));
        const wished = inBatch.map((directory) => ({ directory, wanted: MINE }));
        const planned = await many.start().batches.plan(many.caller, { wishes: wished });
        places.forEach(({ mishaps }, index) => (many.arm(inBatch[index]!.tenantId).mishaps = [...mishaps]));
        const [mortal, other] = [many.start(diesAfter), many.start()];
        const first = mortal.batches.execute(many.caller, planned.id);
        if (isPressedTwice) await disturb(many, other, planned.id, isStopped);
        for (let round = 0; round < 200; round += 1) await setImmediate();
        // Whoever died never answers; whoever did not has answered by now.
        await Promise.race([first, setImmediate()]);

        await all(other.interrupted());
        many.wait(LEASE_MS);
        await all(other.interrupted());
        await other.batches.execute(many.caller, planned.id);
        // What needed the person or could not be read goes on when they ask.
        for (const { tenantId } of inBatch) many.arm(tenantId).mishaps = [];
        const last = progressOf(await other.batches.execute(many.caller, planned.id));

        const trail = await many.store.audit(many.caller.person);
        for (const { operation, state } of last.items) {
          const arm = many.arm(operation.tenantId);
          const done = trail.filter(
            ({ operationId, status }) => operationId === operation.id && status === 'done',
          );
          expect(arm.linked === MINE ? ['done', 1] : [state, done.length]).toEqual([state, done.length]);
          expect(state === 'done').toBe(arm.linked === MINE);
          expect(['done', 'failed', 'stopped']).toContain(state);
          expect(arm.writes.every(({ wasLookedAt }) => wasLookedAt)).toBe(true);
        }
        expect(last.items).toHaveLength(inBatch.length);
        expect(many.arm(many.directories.at(-1)!.tenantId).writes).toEqual([]);
        await many.store.close();
      },
    ),
    { numRuns: RUNS },
  );
});
