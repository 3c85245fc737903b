import fc from 'fast-check';
import type { OperationId } from '../../../src/model/identifiers';
import { operationSchema } from '../../../src/pal/operation';
import { all } from '../../support/record-store-promises';
import { howMany } from '../../support/threats';
import { ACCOUNT, TENANT, partnerIdOf } from './model-arm';
import { TwoInstances } from './two-instances';
import type { Weather } from './two-instances';

jest.setTimeout(600_000);
const RUNS = howMany({ usual: 250, full: 10_000 });
/** One each, so that what ARM has linked tells which of them was written last. */
const IDS = ['1234567', '1234568', '6098754'].map(partnerIdOf);
/** Until everything that was interrupted has been taken up and told. */
const REST_MS = 6 * 60_000;

interface Step {
  readonly afterMs: number;
  readonly at: number;
  readonly kind: 'plan' | 'press' | 'drop' | 'cancel' | 'freeze' | 'kill';
  readonly amount: number;
}

const weather: fc.Arbitrary<Weather> = fc.record({
  skews: fc.constantFrom<[number, number][]>([0, 0], [0, 16_000], [16_000, 0], [-300_000, 300_000]),
  armMs: fc.array(fc.constantFrom(20, 600, 3_800, 3_800), { minLength: 1, maxLength: 4 }),
  effectAt: fc.constantFrom(0.1, 0.9),
  tokenAfterMs: fc.constantFrom(0, 0, 18_500, 19_000, 20_000, 24_500),
  hiccup: fc.record({ fromMs: fc.nat(20_000), ms: fc.constantFrom(0, 1_500, 8_000) }),
  hasTwoTables: fc.boolean(),
  sweepAfterMs: fc.tuple(fc.nat(5_000), fc.nat(5_000)),
  isTokenShared: fc.boolean(),
  isSilent: fc.boolean(),
  deliverMs: fc.constantFrom(0, 400, 3_000, 20_000),
});
const step: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.constantFrom(0, 2, 300, 3_000, 8_000, 14_000, 22_000),
  at: fc.nat(1),
  kind: fc.constantFrom('press', 'press', 'press', 'press', 'plan', 'drop', 'cancel', 'freeze', 'kill'),
  amount: fc.nat(30),
});

/** Begins the step; what it leads to happens as time passes. */
function make(run: TwoInstances, { kind, at, amount }: Step): void {
  const id = run.operations.at(-1 - (amount % 2)) ?? run.operations[0];
  const wanted = IDS[run.operations.length];
  if (kind === 'freeze') run.freeze(at, amount * 1_000);
  else if (kind === 'kill') run.kill(at, amount);
  else if (kind === 'plan' && wanted !== undefined) void run.plan(at, wanted);
  else if (kind !== 'plan' && id !== undefined) void run[kind](at, id);
}

async function statusOf(run: TwoInstances, id: OperationId): Promise<string> {
  return operationSchema.parse((await run.store.get('operations', id))?.value).status;
}

/** The trail says of every write that ARM has done exactly once that it is done, and of nothing else. */
async function agrees(run: TwoInstances): Promise<void> {
  const trail = await run.store.audit({ tenantId: TENANT, objectId: ACCOUNT });
  for (const id of run.operations) {
    const lines = trail.filter(({ operationId }) => operationId === id).map(({ status }) => status);
    const writes = run.written.filter((one) => one === id).length;
    const status = await statusOf(run, id);
    const about = `${status}, ${lines.join(' then ')}, told ${run.reported.get(id)?.join(' then ')}, ${writes} writes`;
    expect(writes).toBeLessThanOrEqual(1);
    // Where a later change stands now, reading can’t tell any more whether this one had taken effect.
    const isHidden = run.written.at(-1) !== id && status === 'unknown';
    if (isHidden) continue;
    const done = lines.filter((line) => line === 'done').length;
    expect(`${done} done: ${about}`).toBe(`${writes} done: ${about}`);
    if (writes === 1) expect(`${lines.at(-1)}: ${about}`).toBe(`done: ${about}`);
    expect(`${status === 'done'}: ${about}`).toBe(`${writes === 1}: ${about}`);
    if (writes === 1) expect(`${run.reported.get(id)?.includes('done')}: ${about}`).toBe(`true: ${about}`);
    expect(['planned', 'done', 'failed', 'cancelled', 'expired']).toContain(status);
  }
}

/** Lives through the steps, lets everything come to rest, and holds the records, the trail and what was told against ARM. */
async function live(sky: Weather, steps: readonly Step[]): Promise<void> {
  const run = new TwoInstances(sky);
  const first = run.plan(0, partnerIdOf('1234567'));
  await run.time.pass(10_000);
  await first;
  make(run, { afterMs: 0, at: 0, kind: 'press', amount: 0 });
  for (const one of steps) {
    make(run, one);
    await run.time.pass(one.afterMs);
  }
  await run.time.pass(REST_MS);
  // A process that dies before it could put on record what ARM said takes that with it: then reading has to do.
  const mayBeLost = sky.hiccup.ms > 0 && steps.some(({ kind }) => kind === 'kill');
  for (const id of mayBeLost ? [] : run.operations) {
    const isReported = run.reported.get(id)?.includes('done') ?? false;
    expect(isReported ? await statusOf(run, id) : 'done').toBe('done');
  }
  // What could not be told when it was taken up is found out when the person asks.
  for (const id of run.operations) {
    if ((await statusOf(run, id)) === 'unknown') void run.press(0, id);
    await run.time.pass(60_000);
  }
  await agrees(run);
  expect(await all(run.store.list('outbox'))).toEqual([]);
  await run.store.close();
}

test('two instances, clocks apart, slow ARM, late sign-in, freezes, deaths, a trail that hiccups: each write has its line', async () => {
  await fc.assert(fc.asyncProperty(weather, fc.array(step, { minLength: 1, maxLength: 8 }), live), {
    numRuns: RUNS,
  });
});

const CALM: Weather = {
  skews: [0, 0],
  armMs: [20],
  effectAt: 0.1,
  tokenAfterMs: 0,
  hiccup: { fromMs: 0, ms: 0 },
  hasTwoTables: false,
  sweepAfterMs: [0, 0],
  isTokenShared: false,
  isSilent: false,
  deliverMs: 0,
};

/** After so many calls: from the first that notes the decision to the last that strikes it off. */
test.each([4, 5, 6, 7, 8])(
  'who stands still before the write, is taken for dead, and dies %i calls later leaves nothing open that nobody settles',
  async (amount) => {
    await live(CALM, [
      { afterMs: 0, at: 0, kind: 'kill', amount },
      { afterMs: 0, at: 0, kind: 'freeze', amount: 21 },
    ]);
  },
);
