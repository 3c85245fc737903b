import type { Actor } from '../../../src/auth/ports';
import { Operations } from '../../../src/pal/operations';
import type { Operation } from '../../../src/pal/operation';
import { Settling } from '../../../src/pal/settle';
import { all } from '../../support/record-store-promises';
import { TENANT, partnerIdOf } from './model-arm';
import { testPal } from './test-pal';
import type { TestPal } from './test-pal';

const MINE = partnerIdOf('1234567');
const THEIRS = partnerIdOf('6098754');
const LEASE_MS = 15_000;

async function planned(testBot: TestPal): Promise<Operation> {
  const operation = await testBot.plan(MINE);
  if (operation === undefined) throw new Error('There was nothing to plan.');
  return operation;
}

/** The operation as it is being written, and what settles it. */
async function executing({ arm, store, caller }: TestPal, { id }: Operation) {
  const operations = new Operations(store, { now: () => new Date() });
  const stored = await operations.find(id);
  const begun = stored === undefined ? undefined : await operations.move(stored, { status: 'executing' });
  if (begun === undefined) throw new Error('It could not be begun.');
  const actor: Actor = { person: caller.person, tenantId: TENANT, correlationId: caller.correlationId };
  return { settling: new Settling(operations, arm), begun, actor };
}

async function outcomes({ store, caller }: TestPal): Promise<string[]> {
  return (await store.audit(caller.person)).map(({ status }) => status);
}

test('read afterwards, where something else is linked than before and than was asked, nobody claims that it failed', async () => {
  const testBot = testPal();
  const { settling, begun, actor } = await executing(testBot, await planned(testBot));
  testBot.arm.linked = THEIRS;
  const execution = await settling.byReading(begun, actor, new AbortController().signal);
  expect(execution).toMatchObject({ kind: 'problem', problem: { code: 'outcome-unknown' } });
  expect(await outcomes(testBot)).toEqual(['unknown']);
});

test('what ARM answers to the write outweighs what another process has read before it took effect', async () => {
  const testBot = testPal();
  const operation = await planned(testBot);
  const { arm, caller } = testBot;
  const other = testBot.another();
  const create = arm.create.bind(arm);
  jest.spyOn(arm, 'create').mockImplementation(async (...asked) => {
    await all(other.interrupted());
    testBot.wait(LEASE_MS);
    await all(other.interrupted());
    expect(await other.resume(caller, operation.id)).toMatchObject({ problem: { code: 'arm-failed' } });
    return create(...asked);
  });
  expect((await testBot.pal.execute(caller, operation.id)).kind).toBe('done');
  expect((await testBot.pal.execute(caller, operation.id)).kind).toBe('done');
  expect(await outcomes(testBot)).toEqual(['failed', 'done']);
});

test('after its time nothing is written a second time', async () => {
  const testBot = testPal();
  const { settling, begun, actor } = await executing(testBot, await planned(testBot));
  testBot.arm.mishaps = ['fault'];
  expect(await settling.write(begun, actor, AbortSignal.abort())).toMatchObject({ kind: 'problem' });
  expect(testBot.arm.writes).toHaveLength(1);
});

test('there are three writes at most, each after a read that shows that the last one did not take', async () => {
  const testBot = testPal();
  const { settling, begun, actor } = await executing(testBot, await planned(testBot));
  testBot.arm.mishaps = ['fault', 'none', 'fault', 'none', 'fault', 'none', 'fault'];
  const execution = await settling.write(begun, actor, new AbortController().signal);
  expect(execution).toMatchObject({ problem: { code: 'arm-failed' } });
  expect(testBot.arm.writes.map(({ wasLookedAt }) => wasLookedAt)).toEqual([true, true, true]);
});

test('what is read back after an unclear write counts only if it is what was asked for', async () => {
  const testBot = testPal();
  const { settling, begun, actor } = await executing(testBot, await planned(testBot));
  testBot.arm.mishaps = ['fault'];
  const read = testBot.arm.read.bind(testBot.arm);
  jest.spyOn(testBot.arm, 'read').mockImplementationOnce((asked) => {
    testBot.arm.linked = THEIRS;
    return read(asked);
  });
  const execution = await settling.write(begun, actor, new AbortController().signal);
  expect(execution.kind).toBe('problem');
  expect([testBot.arm.linked, await outcomes(testBot)]).toEqual([THEIRS, ['failed']]);
});
