import fc from 'fast-check';
import type { OperationId, PartnerId } from '../../../src/model/identifiers';
import type { Execution } from '../../../src/pal/operation';
import { howMany } from '../../support/threats';
import { partnerIdOf } from './model-arm';
import type { Mishap, ModelArm } from './model-arm';
import { testPal } from './test-pal';
import type { TestPal } from './test-pal';

jest.setTimeout(300_000);
const RUNS = howMany({ usual: 300, full: 10_000 });
const IDS = ['1234567', '1234568', '6098754'].map(partnerIdOf);
const MOST_WRITES = 3;

type Move =
  | { readonly kind: 'plan'; readonly wanted: PartnerId | null }
  | {
      readonly kind: 'execute' | 'cancel' | 'undo';
      readonly which: number;
      readonly mishaps: readonly Mishap[];
    }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Somebody else's script. */
  | { readonly kind: 'meddle'; readonly linked: PartnerId | null };

const partner = fc.constantFrom<PartnerId | null>(...IDS, null);
const mishap = fc.constantFrom<Mishap>(
  'none',
  'none',
  'none',
  'done-unanswered',
  'lost',
  'refused',
  'fault',
  'sign-in',
  'odd',
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('plan' as const), wanted: partner }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('execute' as const, 'execute' as const, 'cancel' as const, 'undo' as const),
      which: fc.nat(7),
      mishaps: fc.array(mishap, { maxLength: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1_000, 20_000, 11 * 60_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('meddle' as const), linked: partner }) },
);

/** What was seen of one operation over the whole run. */
interface Seen {
  writes: number;
  isOver: boolean;
}

class Run {
  private readonly operations: OperationId[] = [];
  private readonly seen = new Map<OperationId, Seen>();

  constructor(private readonly testBot: TestPal) {}

  async make(step: Move): Promise<void> {
    const { testBot } = this;
    switch (step.kind) {
      case 'wait':
        testBot.wait(step.ms);
        return;
      case 'meddle':
        testBot.arm.linked = step.linked;
        return;
      case 'plan': {
        const operation = await testBot.plan(step.wanted);
        if (operation !== undefined) this.operations.push(operation.id);
        return;
      }
      case 'execute':
      case 'cancel':
      case 'undo':
        await this.press(step);
    }
  }

  private async press(step: Extract<Move, { kind: 'execute' | 'cancel' | 'undo' }>): Promise<void> {
    const id = this.operations[step.which % Math.max(this.operations.length, 1)];
    if (id === undefined) return;
    const { arm, pal, caller } = this.testBot;
    const before = arm.writes.length;
    arm.mishaps = [...step.mishaps];
    const execution = await pal[step.kind](caller, id);
    arm.mishaps = [];
    // It waits for a confirm card of its own.
    if (execution.kind === 'planned') {
      this.operations.push(execution.operation.id);
      expect(arm.writes).toHaveLength(before);
      return;
    }
    const writes = arm.writes.slice(before);
    if (step.kind === 'cancel') expect(writes).toEqual([]);
    expect(writes.length).toBeLessThanOrEqual(MOST_WRITES);
    // Never a write on top of another without a look between them.
    expect(writes.every(({ wasLookedAt }) => wasLookedAt)).toBe(true);
    if (step.kind !== 'undo') this.count(id, execution, writes.length);
    this.operations.push(...newOnes(execution, this.operations));
    agreesWith(arm, execution, writes.length);
  }

  private count(id: OperationId, execution: Execution, writes: number): void {
    const seen = this.seen.get(id) ?? { writes: 0, isOver: false };
    this.seen.set(id, seen);
    // What is over, in whatever way, never writes again.
    if (seen.isOver) expect(writes).toBe(0);
    seen.writes += writes;
    const status = 'operation' in execution ? execution.operation?.status : undefined;
    seen.isOver ||= status !== undefined && status !== 'planned';
  }
}

function newOnes(execution: Execution, known: readonly OperationId[]): OperationId[] {
  const id = 'operation' in execution ? execution.operation?.id : undefined;
  return id === undefined || known.includes(id) ? [] : [id];
}

/** "Done" right after a write is said only if ARM has exactly that; "expired" and "cancelled" only if nothing was written. */
function agreesWith(arm: ModelArm, execution: Execution, writes: number): void {
  if (execution.kind === 'done' && writes > 0) expect(arm.linked).toBe(execution.operation.after);
  if (execution.kind === 'expired' || execution.kind === 'cancelled' || execution.kind === 'changed') {
    expect(writes).toBe(0);
  }
}

test('whatever is pressed and whatever fails: no write unconfirmed, none twice or blind, and "done" only if ARM agrees', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 30 }), async (moves) => {
      const testBot = testPal();
      const run = new Run(testBot);
      for (const step of moves) await run.make(step);
      await testBot.store.close();
    }),
    { numRuns: RUNS },
  );
});

test('presses that come at the same time, with failures among them, still write at most what one may', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(mishap, { maxLength: 10 }),
      fc.integer({ min: 2, max: 6 }),
      async (mishaps, presses) => {
        const testBot = testPal();
        const operation = await testBot.plan(partnerIdOf('1234567'));
        testBot.arm.mishaps = mishaps.filter((one) => one !== 'odd');
        const id = operation!.id;
        const executions = await Promise.all(
          Array.from({ length: presses }, (_, index) =>
            index === 1 ? testBot.pal.cancel(testBot.caller, id) : testBot.pal.execute(testBot.caller, id),
          ),
        );
        const kinds = executions.map(({ kind }) => kind);
        if (kinds.includes('done')) {
          expect(testBot.arm.linked).toBe('1234567');
          expect(kinds).not.toContain('cancelled');
        }
        if (kinds.includes('cancelled')) expect(testBot.arm.writes).toEqual([]);
        await testBot.store.close();
      },
    ),
    { numRuns: RUNS },
  );
});
