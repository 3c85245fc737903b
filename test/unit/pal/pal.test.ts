import { asObjectId, newOperationId } from '../../../src/model/identifiers';
import type { Operation } from '../../../src/pal/operation';
import { operationSchema } from '../../../src/pal/operation';
import type { Caller } from '../../../src/pal/planning';
import { StorageAwayError } from '../../../src/storage/record-store';
import { all } from '../../support/record-store-promises';
import { partnerIdOf } from './model-arm';
import { testPal } from './test-pal';

const MINE = partnerIdOf('1234567');
const THEIRS = partnerIdOf('6098754');
const TEN_MINUTES = 10 * 60_000;

async function planned(testBot: ReturnType<typeof testPal>): Promise<Operation> {
  const operation = await testBot.plan(MINE);
  if (operation === undefined) throw new Error('There was nothing to plan.');
  return operation;
}

/** As a process leaves the record that dies in the middle of a write. */
async function leaveExecuting(testBot: ReturnType<typeof testPal>, operation: Operation): Promise<void> {
  const record = await testBot.store.get('operations', operation.id);
  await testBot.store.put(
    'operations',
    operation.id,
    { ...operationSchema.parse(record?.value), status: 'executing', statusSince: operation.plannedAt },
    { etag: record?.etag ?? '' },
  );
  const { id: operationId, person, conversationKey, plannedAt: since } = operation;
  const entry = { schema: 1, operationId, person, conversationKey, since, holder: 'a process that died' };
  await testBot.store.put('outbox', operationId, entry, { absent: true });
}

test('nothing is planned where the wish is true already', async () => {
  const testBot = testPal();
  expect(await testBot.plan(null)).toBeUndefined();
  testBot.arm.linked = MINE;
  expect(await testBot.plan(MINE)).toBeUndefined();
});

test.each([
  [null, MINE, 'link', 'create'],
  [THEIRS, MINE, 'change', 'update'],
  [MINE, null, 'unlink', 'remove'],
] as const)('from %s to %s is a %s, done by one %s', async (before, after, kind, verb) => {
  const testBot = testPal();
  testBot.arm.linked = before;
  const operation = await testBot.plan(after);
  expect(operation).toMatchObject({ kind, status: 'planned' });
  expect(testBot.arm.writes).toEqual([]);
  const execution = await testBot.pal.execute(testBot.caller, operation!.id);
  expect(execution.kind).toBe('done');
  expect(testBot.arm.linked).toBe(after);
  expect(testBot.arm.writes.map((write) => write.verb)).toEqual([verb]);
});

test('a confirmation that comes in time counts, one that comes later writes nothing', async () => {
  const testBot = testPal();
  const intime = await planned(testBot);
  testBot.wait(TEN_MINUTES);
  expect((await testBot.pal.execute(testBot.caller, intime.id)).kind).toBe('done');
  const late = await testBot.plan(null);
  testBot.wait(TEN_MINUTES + 1);
  expect((await testBot.pal.execute(testBot.caller, late!.id)).kind).toBe('expired');
  expect((await testBot.pal.execute(testBot.caller, late!.id)).kind).toBe('expired');
  expect(testBot.arm.writes).toHaveLength(1);
});

test('a cancelled operation stays cancelled, and a done one can’t be cancelled', async () => {
  const testBot = testPal();
  const cancelled = await planned(testBot);
  expect((await testBot.pal.cancel(testBot.caller, cancelled.id)).kind).toBe('cancelled');
  expect((await testBot.pal.execute(testBot.caller, cancelled.id)).kind).toBe('cancelled');
  expect(testBot.arm.writes).toEqual([]);
  const done = await planned(testBot);
  await testBot.pal.execute(testBot.caller, done.id);
  expect((await testBot.pal.cancel(testBot.caller, done.id)).kind).toBe('done');
});

test('a link that changed since the card was shown is left alone', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  testBot.arm.linked = THEIRS;
  expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('changed');
  expect(testBot.arm.writes).toEqual([]);
});

test('another account than the card showed is never written for', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  testBot.arm.account = asObjectId('33333333-3333-4333-8333-333333333333')!;
  const execution = await testBot.pal.execute(testBot.caller, operation.id);
  expect(execution).toMatchObject({ kind: 'problem', problem: { code: 'token-mismatch' } });
  expect(testBot.arm.writes).toEqual([]);
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
    const testBot = testPal();
    const operation = await planned(testBot);
    const stranger = other(testBot.caller);
    const refused = { kind: 'problem', problem: { code: 'not-yours' } };
    expect(await testBot.pal.execute(stranger, operation.id)).toMatchObject(refused);
    expect(await testBot.pal.cancel(stranger, operation.id)).toMatchObject(refused);
    expect(await testBot.pal.undo(stranger, operation.id)).toMatchObject(refused);
    expect(await testBot.pal.planned(stranger, operation.id)).toBeUndefined();
    expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('done');
    expect(testBot.arm.writes).toHaveLength(1);
  });
});

test('an operation that is not known is told as such', async () => {
  const testBot = testPal();
  const execution = await testBot.pal.execute(testBot.caller, newOperationId());
  expect(execution).toMatchObject({ kind: 'problem', problem: { code: 'operation-unknown' } });
});

describe('after a crash in the middle of a write', () => {
  test('a press right away finds it busy, and writes nothing', async () => {
    const testBot = testPal();
    const operation = await planned(testBot);
    await leaveExecuting(testBot, operation);
    expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('busy');
    expect(testBot.arm.writes).toEqual([]);
  });

  test.each([
    [MINE, 'done'],
    [null, 'problem'],
  ] as const)('a later press settles it by reading alone: linked to %s is %s', async (linked, kind) => {
    const testBot = testPal();
    const operation = await planned(testBot);
    await leaveExecuting(testBot, operation);
    testBot.arm.linked = linked;
    expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('busy');
    testBot.wait(16_000);
    expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe(kind);
    expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe(kind);
    expect(testBot.arm.writes).toEqual([]);
  });
});

test('twenty confirmations at once write once', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  const executions = await Promise.all(
    Array.from({ length: 20 }, () => testBot.pal.execute(testBot.caller, operation.id)),
  );
  expect(testBot.arm.writes).toHaveLength(1);
  expect(executions.filter(({ kind }) => kind === 'done').length).toBeGreaterThanOrEqual(1);
  expect(new Set(executions.map(({ kind }) => kind))).not.toContain('problem');
});

test('a write that needs a sign-in waits for it, and can be confirmed again', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  testBot.arm.mishaps = ['none', 'sign-in'];
  expect(await testBot.pal.execute(testBot.caller, operation.id)).toMatchObject({
    kind: 'sign-in',
    need: { reason: 'step-up' },
  });
  expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('done');
});

test('the audit trail tells what was decided, by whom, where, and what came of it', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  await testBot.pal.execute(testBot.caller, operation.id);
  await testBot.pal.undo(testBot.caller, operation.id);
  expect(await testBot.store.audit(testBot.caller.person)).toMatchObject([
    { action: 'link', before: null, after: '1234567', status: 'done', operationId: operation.id },
    { action: 'undo:unlink', before: '1234567', after: null, status: 'done' },
  ]);
});

test('a link takes one call to the records until it is confirmed, and five from there on', async () => {
  const testBot = testPal();
  const calls: string[] = [];
  for (const name of ['get', 'put', 'putWithLine', 'delete', 'append'] as const) {
    const call = testBot.store[name].bind(testBot.store) as (...all: unknown[]) => unknown;
    Object.assign(testBot.store, {
      [name]: (...all: unknown[]) => {
        calls.push(name);
        return call(...all);
      },
    });
  }
  const operation = await planned(testBot);
  expect(calls).toEqual(['put']);
  await testBot.pal.execute(testBot.caller, operation.id);
  await testBot.pal.acknowledge(operation.id);
  expect(calls.slice(1)).toEqual(['get', 'put', 'put', 'putWithLine', 'delete']);
});

describe('what ARM says to a write', () => {
  test('a first "already linked" is a definite no: one write, nothing is tried again', async () => {
    const testBot = testPal();
    const operation = await planned(testBot);
    // Somebody links between our read and our write.
    const create = testBot.arm.create.bind(testBot.arm);
    testBot.arm.create = (...all) => {
      testBot.arm.linked = THEIRS;
      return create(...all);
    };
    expect(await testBot.pal.execute(testBot.caller, operation.id)).toMatchObject({
      kind: 'problem',
      problem: { code: 'already-linked' },
      operation: { status: 'failed' },
    });
    expect(testBot.arm.writes).toHaveLength(1);
  });

  test('a removal that the read after it contradicts is no "done"', async () => {
    const testBot = testPal();
    testBot.arm.linked = MINE;
    const operation = await testBot.plan(null);
    const remove = testBot.arm.remove.bind(testBot.arm);
    testBot.arm.remove = async (...all) => {
      const answered = await remove(...all);
      testBot.arm.linked = MINE;
      return answered;
    };
    expect(await testBot.pal.execute(testBot.caller, operation!.id)).toMatchObject({
      kind: 'problem',
      problem: { code: 'arm-odd-answer' },
      operation: { status: 'failed' },
    });
  });

  test('is told although the records can’t keep it, and is put there when they can', async () => {
    const testBot = testPal();
    const operation = await planned(testBot);
    const putWithLine = testBot.store.putWithLine.bind(testBot.store);
    testBot.store.putWithLine = () => Promise.reject(new StorageAwayError());
    expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('done');
    await testBot.pal.acknowledge(operation.id);
    expect(await testBot.store.audit(testBot.caller.person)).toEqual([]);
    testBot.store.putWithLine = putWithLine;
    expect(await all(testBot.pal.interrupted())).toEqual([]);
    expect(await testBot.store.audit(testBot.caller.person)).toMatchObject([{ status: 'done' }]);
    expect(await all(testBot.store.list('outbox'))).toEqual([]);
  });

  test('about another account is "not as asked"', async () => {
    const testBot = testPal();
    const operation = await planned(testBot);
    const create = testBot.arm.create.bind(testBot.arm);
    testBot.arm.create = async (...all) => {
      const answered = await create(...all);
      const objectId = asObjectId('33333333-3333-4333-8333-333333333333')!;
      return answered.kind === 'ok' ? { ...answered, value: { ...answered.value, objectId } } : answered;
    };
    expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('not-as-asked');
  });
});

test('what goes back to be confirmed again adds no line to the trail', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  testBot.arm.mishaps = ['none', 'sign-in'];
  expect((await testBot.pal.execute(testBot.caller, operation.id)).kind).toBe('sign-in');
  expect(await testBot.store.audit(testBot.caller.person)).toEqual([]);
});

describe('a record that nobody can use', () => {
  test.each(['operations', 'outbox'] as const)('in %s is set aside, and nothing ends', async (collection) => {
    const testBot = testPal();
    const operation = await planned(testBot);
    testBot.arm.mishaps = ['fault'];
    await testBot.pal.execute(testBot.caller, operation.id);
    const record = await testBot.store.get(collection, operation.id);
    await testBot.store.put(
      collection,
      operation.id,
      { schema: 1, half: 'a rec' },
      { etag: record?.etag ?? '' },
    );
    testBot.wait(60_000);
    await all(testBot.pal.interrupted());
    const executed = await testBot.pal.execute(testBot.caller, operation.id);
    expect(executed.kind).toBe(collection === 'operations' ? 'problem' : 'done');
    expect(await all(testBot.store.list('quarantine'))).toHaveLength(1);
  });
});
