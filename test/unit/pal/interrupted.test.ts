import type { OperationId } from '../../../src/model/identifiers';
import { startOutboxSweep } from '../../../src/pal/outbox-sweep';
import type { Every } from '../../../src/lib/async';
import type { Operation } from '../../../src/pal/operation';
import { operationSchema } from '../../../src/pal/operation';
import { partnerIdOf } from './model-arm';
import { testPal } from './test-pal';
import type { TestPal } from './test-pal';

const MINE = partnerIdOf('1234567');
const LEASE_MS = 15_000;

async function planned(testBot: TestPal): Promise<Operation> {
  const operation = await testBot.plan(MINE);
  if (operation === undefined) throw new Error('There was nothing to plan.');
  return operation;
}

async function interrupted({ pal }: TestPal): Promise<OperationId[]> {
  const found: OperationId[] = [];
  for await (const one of pal.interrupted()) if ('operationId' in one) found.push(one.operationId);
  return found;
}

/** As a process leaves the record that dies in the middle of a write. */
async function dieWriting(testBot: TestPal, operation: Operation): Promise<void> {
  // The read before the write fails, so that the decision is noted and nothing else happens.
  testBot.arm.mishaps = ['fault'];
  await testBot.pal.execute(testBot.caller, operation.id);
  const record = await testBot.store.get('operations', operation.id);
  const value = { ...operationSchema.parse(record?.value), status: 'executing' };
  await testBot.store.put('operations', operation.id, value, { etag: record?.etag ?? '' });
}

async function outcomes({ store, caller }: TestPal): Promise<string[]> {
  const trail = await store.audit(caller.person);
  return trail.map(({ status, problemCode }) => [status, problemCode].filter(Boolean).join(':'));
}

test('a decision is taken up when its time is over, by one process, and again after another lease', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  await dieWriting(testBot, operation);
  testBot.wait(LEASE_MS - 1);
  expect(await interrupted(testBot)).toEqual([]);
  testBot.wait(1);
  const both = await Promise.all([interrupted(testBot), interrupted(testBot)]);
  expect(both.flat()).toEqual([operation.id]);
  expect(await interrupted(testBot)).toEqual([]);
  testBot.wait(LEASE_MS);
  expect(await interrupted(testBot)).toEqual([operation.id]);
  await testBot.pal.acknowledge(operation.id);
  testBot.wait(LEASE_MS);
  expect(await interrupted(testBot)).toEqual([]);
});

test('what was done and not told is taken up too', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  await testBot.pal.execute(testBot.caller, operation.id);
  testBot.wait(LEASE_MS);
  expect(await interrupted(testBot)).toEqual([operation.id]);
  expect((await testBot.pal.resume(testBot.caller, operation.id)).kind).toBe('done');
  expect(await outcomes(testBot)).toEqual(['done']);
  expect(testBot.arm.writes).toHaveLength(1);
});

test('nobody is told of a change that another one took the place of', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  await testBot.pal.drop(testBot.caller, operation.id);
  testBot.wait(LEASE_MS);
  expect(await interrupted(testBot)).toEqual([]);
});

describe('taken up in the middle of a write', () => {
  test.each([
    [MINE, 'done', 'done'],
    [null, 'problem', 'failed:arm-failed'],
  ] as const)('ARM has %s: %s, on record, and nothing is written', async (linked, kind, outcome) => {
    const testBot = testPal();
    const operation = await planned(testBot);
    await dieWriting(testBot, operation);
    testBot.arm.linked = linked;
    expect((await testBot.pal.resume(testBot.caller, operation.id)).kind).toBe(kind);
    expect(await outcomes(testBot)).toEqual([outcome]);
    expect(testBot.arm.writes).toEqual([]);
  });

  test.each([
    ['sign-in', 'sign-in'],
    ['fault', 'problem'],
  ] as const)(
    'ARM can’t be read (%s): on record as not known, and settled when it can',
    async (mishap, kind) => {
      const testBot = testPal();
      const operation = await planned(testBot);
      await dieWriting(testBot, operation);
      testBot.arm.linked = MINE;
      testBot.arm.mishaps = [mishap];
      const open = await testBot.pal.resume(testBot.caller, operation.id);
      expect(open).toMatchObject({ kind, operation: { status: 'unknown' } });
      expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('done');
      expect(await outcomes(testBot)).toEqual(['unknown:outcome-unknown', 'done']);
      expect(testBot.arm.writes).toEqual([]);
    },
  );

  test('a line that is missing in the audit trail is added, once', async () => {
    const testBot = testPal();
    const operation = await planned(testBot);
    await testBot.pal.execute(testBot.caller, operation.id);
    await testBot.store.forgetTrail(testBot.caller.person);
    await testBot.pal.resume(testBot.caller, operation.id);
    await testBot.pal.resume(testBot.caller, operation.id);
    expect(await outcomes(testBot)).toEqual(['done']);
  });
});

test('taken up before anything was done: it can still be confirmed, unless it is too old', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  expect((await testBot.pal.resume(testBot.caller, operation.id)).kind).toBe('not-begun');
  expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('done');
  const late = await testBot.plan(null);
  testBot.wait(11 * 60_000);
  expect((await testBot.pal.resume(testBot.caller, late!.id)).kind).toBe('expired');
  expect(testBot.arm.writes).toHaveLength(1);
});

describe('undo, pressed again', () => {
  test('ten times at once: undone once, and each says so', async () => {
    const testBot = testPal();
    const operation = await planned(testBot);
    await testBot.pal.execute(testBot.caller, operation.id);
    const presses = Array.from({ length: 10 }, () => testBot.pal.undo(testBot.caller, operation.id));
    const kinds = (await Promise.all(presses)).map(({ kind }) => kind);
    expect(kinds).toContain('done');
    expect(kinds.every((kind) => kind === 'done' || kind === 'busy')).toBe(true);
    expect((await testBot.pal.undo(testBot.caller, operation.id)).kind).toBe('done');
    expect(testBot.arm.writes.map(({ verb }) => verb)).toEqual(['create', 'remove']);
  });

  test('after one in vain there is another', async () => {
    const testBot = testPal();
    const operation = await planned(testBot);
    await testBot.pal.execute(testBot.caller, operation.id);
    testBot.arm.mishaps = ['none', 'none', 'refused'];
    expect((await testBot.pal.undo(testBot.caller, operation.id)).kind).toBe('problem');
    testBot.arm.mishaps = [];
    expect((await testBot.pal.undo(testBot.caller, operation.id)).kind).toBe('done');
    expect(testBot.arm.linked).toBeNull();
  });
});

describe('the sweep', () => {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const one = { operationId: 'one' as OperationId } as never;
  const two = { operationId: 'two' as OperationId } as never;
  const byHand = () => {
    let round: () => Promise<void> = () => Promise.resolve();
    const every: Every = (_, work) => {
      round = work;
      return { stop: () => Promise.resolve() };
    };
    return { every, round: () => round() };
  };

  test('tells each, also after one that could not be told', async () => {
    const { every, round } = byHand();
    const reported: unknown[] = [];
    const takeOver = async function* () {
      await Promise.resolve();
      yield one;
      yield two;
    };
    startOutboxSweep({
      takeOver,
      report: (interrupted) => {
        reported.push(interrupted);
        return interrupted === one ? Promise.reject(new Error('gone')) : Promise.resolve();
      },
      log: quiet,
      every,
    });
    await round();
    expect(reported).toEqual([one, two]);
  });

  test('tells the reachable at once, however many can’t be reached, and logs each as it is', async () => {
    jest.useFakeTimers();
    const { every, round } = byHand();
    const [reported, logged]: [unknown[], string[]] = [[], []];
    const dead = Array.from({ length: 20 }, (_, index) => ({ operationId: `dead ${index}` }));
    const takeOver = async function* () {
      await Promise.resolve();
      yield* [...dead, one, two] as never[];
    };
    const log = {
      info: () => undefined,
      warn: (event: string) => logged.push(event),
      error: (event: string) => logged.push(event),
    };
    startOutboxSweep({
      takeOver,
      report: (interrupted) => {
        if (interrupted !== one && interrupted !== two) return new Promise(() => undefined);
        reported.push(interrupted);
        return Promise.resolve();
      },
      log,
      every,
    });
    const running = round();
    await jest.advanceTimersByTimeAsync(0);
    expect(reported).toEqual([one, two]);
    await jest.advanceTimersByTimeAsync(10_000);
    await running;
    jest.useRealTimers();
    expect(logged.filter((event) => event === 'pal.interrupted.taken-up')).toHaveLength(2);
    expect(logged.filter((event) => event === 'pal.interrupted.not-reported')).toHaveLength(20);
  });

  test('outlives a storage that is away', async () => {
    const { every, round } = byHand();
    startOutboxSweep({
      takeOver: () => {
        throw new Error('away');
      },
      report: () => Promise.resolve(),
      log: quiet,
      every,
    });
    await expect(round()).resolves.toBeUndefined();
  });
});

test('who can’t be reached is tried less and less often, and not beyond what can be told', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  await testBot.pal.execute(testBot.caller, operation.id);
  const takenUpAt: number[] = [];
  const day = 24 * 60 * 60;
  for (let seconds = 0; seconds < 2 * day; seconds += 15) {
    if ((await interrupted(testBot)).length > 0) takenUpAt.push(seconds);
    testBot.wait(15_000);
  }
  expect(takenUpAt.slice(0, 5)).toEqual([15, 30, 60, 120, 240]);
  expect(takenUpAt.at(-1)).toBeLessThanOrEqual(day);
  expect(takenUpAt.length).toBeLessThan(120);
});

test('whoever is there is told before its time, by one of two at once', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  await testBot.pal.execute(testBot.caller, operation.id);
  const claims = await Promise.all([1, 2].map(() => testBot.pal.isUndelivered(operation.id)));
  expect(claims.filter((isMine) => isMine)).toHaveLength(1);
  expect(await interrupted(testBot)).toEqual([]);
  await testBot.pal.acknowledge(operation.id);
  expect(await testBot.pal.isUndelivered(operation.id)).toBe(false);
});

test('who is taken up for the first time comes before those who could not be reached before', async () => {
  const testBot = testPal();
  const first = await planned(testBot);
  await testBot.pal.execute(testBot.caller, first.id);
  testBot.wait(LEASE_MS);
  expect(await interrupted(testBot)).toEqual([first.id]);
  const second = await testBot.plan(null);
  await testBot.pal.execute(testBot.caller, second!.id);
  testBot.wait(LEASE_MS);
  expect(await interrupted(testBot)).toEqual([second!.id, first.id]);
});

test('an operation that is being written is not struck off by another message', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  await dieWriting(testBot, operation);
  expect(await testBot.pal.drop(testBot.caller, operation.id)).toBe(false);
  testBot.wait(LEASE_MS);
  expect(await interrupted(testBot)).toEqual([operation.id]);
});
