import type { OperationId } from '../../../src/model/identifiers';
import { startOutboxSweep } from '../../../src/pal/outbox-sweep';
import type { Every } from '../../../src/pal/outbox-sweep';
import type { Operation } from '../../../src/pal/operation';
import { operationSchema } from '../../../src/pal/operation';
import { partnerIdOf } from './model-arm';
import { palHouse } from './pal-house';
import type { PalHouse } from './pal-house';

const MINE = partnerIdOf('1234567');
const LEASE_MS = 15_000;

async function planned(house: PalHouse): Promise<Operation> {
  const operation = await house.plan(MINE);
  if (operation === undefined) throw new Error('There was nothing to plan.');
  return operation;
}

async function interrupted({ pal }: PalHouse): Promise<OperationId[]> {
  const found: OperationId[] = [];
  for await (const one of pal.interrupted()) if ('operationId' in one) found.push(one.operationId);
  return found;
}

/** As a process leaves the record that dies in the middle of a write. */
async function dieWriting(house: PalHouse, operation: Operation): Promise<void> {
  // The read before the write fails, so that the decision is noted and nothing else happens.
  house.arm.mishaps = ['fault'];
  await house.pal.execute(house.caller, operation.id);
  const record = await house.store.get('operations', operation.id);
  const value = { ...operationSchema.parse(record?.value), status: 'executing' };
  await house.store.put('operations', operation.id, value, { etag: record?.etag ?? '' });
}

async function outcomes({ store, caller }: PalHouse): Promise<string[]> {
  const trail = await store.audit(caller.person);
  return trail.map(({ status, problemCode }) => [status, problemCode].filter(Boolean).join(':'));
}

test('a decision is taken up when its time is over, by one process, and again after another lease', async () => {
  const house = palHouse();
  const operation = await planned(house);
  await dieWriting(house, operation);
  house.wait(LEASE_MS - 1);
  expect(await interrupted(house)).toEqual([]);
  house.wait(1);
  const both = await Promise.all([interrupted(house), interrupted(house)]);
  expect(both.flat()).toEqual([operation.id]);
  expect(await interrupted(house)).toEqual([]);
  house.wait(LEASE_MS);
  expect(await interrupted(house)).toEqual([operation.id]);
  await house.pal.acknowledge(operation.id);
  house.wait(LEASE_MS);
  expect(await interrupted(house)).toEqual([]);
});

test('what was done and not told is taken up too', async () => {
  const house = palHouse();
  const operation = await planned(house);
  await house.pal.execute(house.caller, operation.id);
  house.wait(LEASE_MS);
  expect(await interrupted(house)).toEqual([operation.id]);
  expect((await house.pal.resume(house.caller, operation.id)).kind).toBe('done');
  expect(await outcomes(house)).toEqual(['done']);
  expect(house.arm.writes).toHaveLength(1);
});

test('nobody is told of a change that another one took the place of', async () => {
  const house = palHouse();
  const operation = await planned(house);
  await house.pal.drop(house.caller, operation.id);
  house.wait(LEASE_MS);
  expect(await interrupted(house)).toEqual([]);
});

describe('taken up in the middle of a write', () => {
  test.each([
    [MINE, 'done', 'done'],
    [null, 'problem', 'failed:arm-failed'],
  ] as const)('ARM has %s: %s, on record, and nothing is written', async (linked, kind, outcome) => {
    const house = palHouse();
    const operation = await planned(house);
    await dieWriting(house, operation);
    house.arm.linked = linked;
    expect((await house.pal.resume(house.caller, operation.id)).kind).toBe(kind);
    expect(await outcomes(house)).toEqual([outcome]);
    expect(house.arm.writes).toEqual([]);
  });

  test.each([
    ['sign-in', 'sign-in'],
    ['fault', 'problem'],
  ] as const)(
    'ARM can’t be read (%s): on record as not known, and settled when it can',
    async (mishap, kind) => {
      const house = palHouse();
      const operation = await planned(house);
      await dieWriting(house, operation);
      house.arm.linked = MINE;
      house.arm.mishaps = [mishap];
      const open = await house.pal.resume(house.caller, operation.id);
      expect(open).toMatchObject({ kind, operation: { status: 'unknown' } });
      expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('done');
      expect(await outcomes(house)).toEqual(['unknown:outcome-unknown', 'done']);
      expect(house.arm.writes).toEqual([]);
    },
  );

  test('a line that is missing in the audit trail is added, once', async () => {
    const house = palHouse();
    const operation = await planned(house);
    await house.pal.execute(house.caller, operation.id);
    await house.store.forgetTrail(house.caller.person);
    await house.pal.resume(house.caller, operation.id);
    await house.pal.resume(house.caller, operation.id);
    expect(await outcomes(house)).toEqual(['done']);
  });
});

test('taken up before anything was done: it can still be confirmed, unless it is too old', async () => {
  const house = palHouse();
  const operation = await planned(house);
  expect((await house.pal.resume(house.caller, operation.id)).kind).toBe('not-begun');
  expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('done');
  const late = await house.plan(null);
  house.wait(11 * 60_000);
  expect((await house.pal.resume(house.caller, late!.id)).kind).toBe('expired');
  expect(house.arm.writes).toHaveLength(1);
});

describe('undo, pressed again', () => {
  test('ten times at once: undone once, and each says so', async () => {
    const house = palHouse();
    const operation = await planned(house);
    await house.pal.execute(house.caller, operation.id);
    const presses = Array.from({ length: 10 }, () => house.pal.undo(house.caller, operation.id));
    const kinds = (await Promise.all(presses)).map(({ kind }) => kind);
    expect(kinds).toContain('done');
    expect(kinds.every((kind) => kind === 'done' || kind === 'busy')).toBe(true);
    expect((await house.pal.undo(house.caller, operation.id)).kind).toBe('done');
    expect(house.arm.writes.map(({ verb }) => verb)).toEqual(['create', 'remove']);
  });

  test('after one in vain there is another', async () => {
    const house = palHouse();
    const operation = await planned(house);
    await house.pal.execute(house.caller, operation.id);
    house.arm.mishaps = ['none', 'none', 'refused'];
    expect((await house.pal.undo(house.caller, operation.id)).kind).toBe('problem');
    house.arm.mishaps = [];
    expect((await house.pal.undo(house.caller, operation.id)).kind).toBe('done');
    expect(house.arm.linked).toBeNull();
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
    const told: unknown[] = [];
    const takeOver = async function* () {
      await Promise.resolve();
      yield one;
      yield two;
    };
    startOutboxSweep({
      takeOver,
      tell: (interrupted) => {
        told.push(interrupted);
        return interrupted === one ? Promise.reject(new Error('gone')) : Promise.resolve();
      },
      log: quiet,
      every,
    });
    await round();
    expect(told).toEqual([one, two]);
  });

  test('tells the reachable at once, however many can’t be reached, and logs each as it is', async () => {
    jest.useFakeTimers();
    const { every, round } = byHand();
    const [told, logged]: [unknown[], string[]] = [[], []];
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
      tell: (interrupted) => {
        if (interrupted !== one && interrupted !== two) return new Promise(() => undefined);
        told.push(interrupted);
        return Promise.resolve();
      },
      log,
      every,
    });
    const running = round();
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toEqual([one, two]);
    await jest.advanceTimersByTimeAsync(10_000);
    await running;
    jest.useRealTimers();
    expect(logged.filter((event) => event === 'pal.interrupted.taken-up')).toHaveLength(2);
    expect(logged.filter((event) => event === 'pal.interrupted.not-told')).toHaveLength(20);
  });

  test('outlives a storage that is away', async () => {
    const { every, round } = byHand();
    startOutboxSweep({
      takeOver: () => {
        throw new Error('away');
      },
      tell: () => Promise.resolve(),
      log: quiet,
      every,
    });
    await expect(round()).resolves.toBeUndefined();
  });
});

test('who can’t be reached is tried less and less often, and not beyond what can be told', async () => {
  const house = palHouse();
  const operation = await planned(house);
  await house.pal.execute(house.caller, operation.id);
  const takenUpAt: number[] = [];
  const day = 24 * 60 * 60;
  for (let seconds = 0; seconds < 2 * day; seconds += 15) {
    if ((await interrupted(house)).length > 0) takenUpAt.push(seconds);
    house.wait(15_000);
  }
  expect(takenUpAt.slice(0, 5)).toEqual([15, 30, 60, 120, 240]);
  expect(takenUpAt.at(-1)).toBeLessThanOrEqual(day);
  expect(takenUpAt.length).toBeLessThan(120);
});

test('whoever is there is told before its time, by one of two at once', async () => {
  const house = palHouse();
  const operation = await planned(house);
  await house.pal.execute(house.caller, operation.id);
  const claims = await Promise.all([1, 2].map(() => house.pal.isUndelivered(operation.id)));
  expect(claims.filter((isMine) => isMine)).toHaveLength(1);
  expect(await interrupted(house)).toEqual([]);
  await house.pal.acknowledge(operation.id);
  expect(await house.pal.isUndelivered(operation.id)).toBe(false);
});

test('who is taken up for the first time comes before those who could not be reached before', async () => {
  const house = palHouse();
  const first = await planned(house);
  await house.pal.execute(house.caller, first.id);
  house.wait(LEASE_MS);
  expect(await interrupted(house)).toEqual([first.id]);
  const second = await house.plan(null);
  await house.pal.execute(house.caller, second!.id);
  house.wait(LEASE_MS);
  expect(await interrupted(house)).toEqual([second!.id, first.id]);
});

test('an operation that is being written is not struck off by another message', async () => {
  const house = palHouse();
  const operation = await planned(house);
  await dieWriting(house, operation);
  expect(await house.pal.drop(house.caller, operation.id)).toBe(false);
  house.wait(LEASE_MS);
  expect(await interrupted(house)).toEqual([operation.id]);
});
