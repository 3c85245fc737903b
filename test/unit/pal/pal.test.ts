import { asObjectId, newOperationId } from '../../../src/model/identifiers';
import type { Operation } from '../../../src/pal/operation';
import { operationSchema } from '../../../src/pal/operation';
import type { Caller } from '../../../src/pal/planning';
import { StorageAwayError } from '../../../src/storage/record-store';
import { all } from '../../support/record-store-promises';
import { partnerIdOf } from './model-arm';
import { palHouse } from './pal-house';

const MINE = partnerIdOf('1234567');
const THEIRS = partnerIdOf('6098754');
const TEN_MINUTES = 10 * 60_000;

async function planned(house: ReturnType<typeof palHouse>): Promise<Operation> {
  const operation = await house.plan(MINE);
  if (operation === undefined) throw new Error('There was nothing to plan.');
  return operation;
}

/** As a process leaves the record that dies in the middle of a write. */
async function leaveExecuting(house: ReturnType<typeof palHouse>, operation: Operation): Promise<void> {
  const record = await house.store.get('operations', operation.id);
  await house.store.put(
    'operations',
    operation.id,
    { ...operationSchema.parse(record?.value), status: 'executing', statusSince: operation.plannedAt },
    { etag: record?.etag ?? '' },
  );
  const { id: operationId, person, conversationKey, plannedAt: since } = operation;
  const entry = { schema: 1, operationId, person, conversationKey, since, holder: 'a process that died' };
  await house.store.put('unfinished', operationId, entry, { absent: true });
}

test('nothing is planned where the wish is true already', async () => {
  const house = palHouse();
  expect(await house.plan(null)).toBeUndefined();
  house.arm.linked = MINE;
  expect(await house.plan(MINE)).toBeUndefined();
});

test.each([
  [null, MINE, 'link', 'create'],
  [THEIRS, MINE, 'change', 'update'],
  [MINE, null, 'unlink', 'remove'],
] as const)('from %s to %s is a %s, done by one %s', async (before, after, kind, verb) => {
  const house = palHouse();
  house.arm.linked = before;
  const operation = await house.plan(after);
  expect(operation).toMatchObject({ kind, status: 'planned' });
  expect(house.arm.writes).toEqual([]);
  const execution = await house.pal.execute(house.caller, operation!.id);
  expect(execution.kind).toBe('done');
  expect(house.arm.linked).toBe(after);
  expect(house.arm.writes.map((write) => write.verb)).toEqual([verb]);
});

test('a confirmation that comes in time counts, one that comes later writes nothing', async () => {
  const house = palHouse();
  const intime = await planned(house);
  house.wait(TEN_MINUTES);
  expect((await house.pal.execute(house.caller, intime.id)).kind).toBe('done');
  const late = await house.plan(null);
  house.wait(TEN_MINUTES + 1);
  expect((await house.pal.execute(house.caller, late!.id)).kind).toBe('expired');
  expect((await house.pal.execute(house.caller, late!.id)).kind).toBe('expired');
  expect(house.arm.writes).toHaveLength(1);
});

test('a cancelled operation stays cancelled, and a done one can’t be cancelled', async () => {
  const house = palHouse();
  const cancelled = await planned(house);
  expect((await house.pal.cancel(house.caller, cancelled.id)).kind).toBe('cancelled');
  expect((await house.pal.execute(house.caller, cancelled.id)).kind).toBe('cancelled');
  expect(house.arm.writes).toEqual([]);
  const done = await planned(house);
  await house.pal.execute(house.caller, done.id);
  expect((await house.pal.cancel(house.caller, done.id)).kind).toBe('done');
});

test('a link that changed since the card was shown is left alone', async () => {
  const house = palHouse();
  const operation = await planned(house);
  house.arm.linked = THEIRS;
  expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('changed');
  expect(house.arm.writes).toEqual([]);
});

test('another account than the card showed is never written for', async () => {
  const house = palHouse();
  const operation = await planned(house);
  house.arm.account = asObjectId('33333333-3333-4333-8333-333333333333')!;
  const execution = await house.pal.execute(house.caller, operation.id);
  expect(execution).toMatchObject({ kind: 'problem', problem: { code: 'token-mismatch' } });
  expect(house.arm.writes).toEqual([]);
});

describe('somebody else', () => {
  const others: [string, (caller: Caller) => Caller][] = [
    [
      'another person',
      (caller) => ({
        ...caller,
        person: { ...caller.person, objectId: asObjectId('44444444-4444-4444-8444-444444444444')! },
      }),
    ],
    ['another conversation', (caller) => ({ ...caller, conversationKey: 'group|robin' })],
  ];
  test.each(others)('%s can neither confirm nor cancel nor undo nor see it', async (_, other) => {
    const house = palHouse();
    const operation = await planned(house);
    const stranger = other(house.caller);
    const refused = { kind: 'problem', problem: { code: 'not-yours' } };
    expect(await house.pal.execute(stranger, operation.id)).toMatchObject(refused);
    expect(await house.pal.cancel(stranger, operation.id)).toMatchObject(refused);
    expect(await house.pal.undo(stranger, operation.id)).toMatchObject(refused);
    expect(await house.pal.planned(stranger, operation.id)).toBeUndefined();
    expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('done');
    expect(house.arm.writes).toHaveLength(1);
  });
});

test('an operation that is not known is told as such', async () => {
  const house = palHouse();
  const execution = await house.pal.execute(house.caller, newOperationId());
  expect(execution).toMatchObject({ kind: 'problem', problem: { code: 'operation-unknown' } });
});

describe('after a crash in the middle of a write', () => {
  test('a press right away finds it busy, and writes nothing', async () => {
    const house = palHouse();
    const operation = await planned(house);
    await leaveExecuting(house, operation);
    expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('busy');
    expect(house.arm.writes).toEqual([]);
  });

  test.each([
    [MINE, 'done'],
    [null, 'problem'],
  ] as const)('a later press settles it by reading alone: linked to %s is %s', async (linked, kind) => {
    const house = palHouse();
    const operation = await planned(house);
    await leaveExecuting(house, operation);
    house.arm.linked = linked;
    expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('busy');
    house.wait(16_000);
    expect((await house.pal.execute(house.caller, operation.id)).kind).toBe(kind);
    expect((await house.pal.execute(house.caller, operation.id)).kind).toBe(kind);
    expect(house.arm.writes).toEqual([]);
  });
});

test('twenty confirmations at once write once', async () => {
  const house = palHouse();
  const operation = await planned(house);
  const executions = await Promise.all(
    Array.from({ length: 20 }, () => house.pal.execute(house.caller, operation.id)),
  );
  expect(house.arm.writes).toHaveLength(1);
  expect(executions.filter(({ kind }) => kind === 'done').length).toBeGreaterThanOrEqual(1);
  expect(new Set(executions.map(({ kind }) => kind))).not.toContain('problem');
});

test('a write that needs a sign-in waits for it, and can be confirmed again', async () => {
  const house = palHouse();
  const operation = await planned(house);
  house.arm.mishaps = ['none', 'sign-in'];
  expect(await house.pal.execute(house.caller, operation.id)).toMatchObject({
    kind: 'sign-in',
    need: { reason: 'step-up' },
  });
  expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('done');
});

test('the audit trail tells what was decided, by whom, where, and what came of it', async () => {
  const house = palHouse();
  const operation = await planned(house);
  await house.pal.execute(house.caller, operation.id);
  await house.pal.undo(house.caller, operation.id);
  expect(await house.store.audit(house.caller.person)).toMatchObject([
    { action: 'link', before: null, after: '1234567', status: 'done', operationId: operation.id },
    { action: 'undo:unlink', before: '1234567', after: null, status: 'done' },
  ]);
});

test('a link takes one call to the records until it is confirmed, and five from there on', async () => {
  const house = palHouse();
  const calls: string[] = [];
  for (const name of ['get', 'put', 'putWithLine', 'delete', 'append'] as const) {
    const call = house.store[name].bind(house.store) as (...all: unknown[]) => unknown;
    Object.assign(house.store, {
      [name]: (...all: unknown[]) => {
        calls.push(name);
        return call(...all);
      },
    });
  }
  const operation = await planned(house);
  expect(calls).toEqual(['put']);
  await house.pal.execute(house.caller, operation.id);
  await house.pal.acknowledge(operation.id);
  expect(calls.slice(1)).toEqual(['get', 'put', 'put', 'putWithLine', 'delete']);
});

describe('what ARM says to a write', () => {
  test('a first "already linked" is a definite no: one write, nothing is tried again', async () => {
    const house = palHouse();
    const operation = await planned(house);
    // Somebody links between our read and our write.
    const create = house.arm.create.bind(house.arm);
    house.arm.create = (...all) => {
      house.arm.linked = THEIRS;
      return create(...all);
    };
    expect(await house.pal.execute(house.caller, operation.id)).toMatchObject({
      kind: 'problem',
      problem: { code: 'already-linked' },
      operation: { status: 'failed' },
    });
    expect(house.arm.writes).toHaveLength(1);
  });

  test('a removal that the read after it contradicts is no "done"', async () => {
    const house = palHouse();
    house.arm.linked = MINE;
    const operation = await house.plan(null);
    const remove = house.arm.remove.bind(house.arm);
    house.arm.remove = async (...all) => {
      const answered = await remove(...all);
      house.arm.linked = MINE;
      return answered;
    };
    expect(await house.pal.execute(house.caller, operation!.id)).toMatchObject({
      kind: 'problem',
      problem: { code: 'arm-odd-answer' },
      operation: { status: 'failed' },
    });
  });

  test('is told although the records can’t keep it, and is put there when they can', async () => {
    const house = palHouse();
    const operation = await planned(house);
    const putWithLine = house.store.putWithLine.bind(house.store);
    house.store.putWithLine = () => Promise.reject(new StorageAwayError());
    expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('done');
    await house.pal.acknowledge(operation.id);
    expect(await house.store.audit(house.caller.person)).toEqual([]);
    house.store.putWithLine = putWithLine;
    expect(await all(house.pal.interrupted())).toEqual([]);
    expect(await house.store.audit(house.caller.person)).toMatchObject([{ status: 'done' }]);
    expect(await all(house.store.list('unfinished'))).toEqual([]);
  });

  test('about another account is "not as asked"', async () => {
    const house = palHouse();
    const operation = await planned(house);
    const create = house.arm.create.bind(house.arm);
    house.arm.create = async (...all) => {
      const answered = await create(...all);
      const objectId = asObjectId('33333333-3333-4333-8333-333333333333')!;
      return answered.kind === 'ok' ? { ...answered, value: { ...answered.value, objectId } } : answered;
    };
    expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('not-as-asked');
  });
});

test('what goes back to be confirmed again adds no line to the trail', async () => {
  const house = palHouse();
  const operation = await planned(house);
  house.arm.mishaps = ['none', 'sign-in'];
  expect((await house.pal.execute(house.caller, operation.id)).kind).toBe('sign-in');
  expect(await house.store.audit(house.caller.person)).toEqual([]);
});

describe('a record that nobody can use', () => {
  test.each(['operations', 'unfinished'] as const)(
    'in %s is set aside, and nothing ends',
    async (collection) => {
      const house = palHouse();
      const operation = await planned(house);
      house.arm.mishaps = ['fault'];
      await house.pal.execute(house.caller, operation.id);
      const record = await house.store.get(collection, operation.id);
      await house.store.put(
        collection,
        operation.id,
        { schema: 1, half: 'a rec' },
        { etag: record?.etag ?? '' },
      );
      house.wait(60_000);
      await all(house.pal.interrupted());
      const executed = await house.pal.execute(house.caller, operation.id);
      expect(executed.kind).toBe(collection === 'operations' ? 'problem' : 'done');
      expect(await all(house.store.list('poison'))).toHaveLength(1);
    },
  );
});
