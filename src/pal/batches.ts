import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { BatchId, TenantId } from '../model/identifiers';
import type { Outcome, Problem, SignInNeed } from '../model/problem';
import { ok } from '../model/problem';
import type { RecordStore } from '../storage/record-store';
import type { Caller, ReadCurrent } from './planning';
import { itemOf, leftAloneIn, statusOf, stillWaits, undoneBy } from './batch';
import type { Batch, BatchItem, BatchProgress, NextOfBatch } from './batch';
import { nextWishes, pastBatch, planBatch } from './batch-plan';
import type { BatchOrder, PlannedBatch } from './batch-plan';
import { BatchRecords } from './batch-records';
import type { BatchRecord } from './batch-records';
import type { Execution, Operation } from './operation';
import { hasExpired } from './operation';
import type { Executor } from './executor';
import type { Operations } from './operations';
import type { Outbox } from './outbox';
import { ABREAST, abreast, forEachAbreast } from './overview';
import type { Refusals } from './overview';

/** What came of starting, continuing or stopping a batch. */
export type BatchResult =
  /** As far as it can go now. */
  | { readonly kind: 'over'; readonly progress: BatchProgress }
  /** Another press or process is at it; that one tells. */
  | { readonly kind: 'busy'; readonly progress: BatchProgress }
  | { readonly kind: 'expired' | 'cancelled'; readonly progress: BatchProgress }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** The trail is looked through for later changes this far back, in lines. */
const MOST_LINES = 5_000;

/** Whoever follows a batch that another process is at looks at its records so often, for five minutes. */
const LOOK_MS = 2_000;
const MOST_LOOKS = 150;

/** What batches are built from. */
export interface BatchParts {
  readonly store: RecordStore;
  readonly operations: Operations;
  readonly outbox: Outbox;
  readonly executor: Executor;
  readonly readCurrent: ReadCurrent;
  readonly refusals: Refusals;
  readonly clock: Clock;
}

/** Changes in many directories: each an operation of its own, with all its guarantees; confirmed, told and resumed together. */
export class Batches {
  /** Told to stop here, so that what has not begun need not find that out from its record. */
  private readonly stopping = new Set<BatchId>();

  private readonly records: BatchRecords;

  constructor(private readonly parts: BatchParts) {
    this.records = new BatchRecords(parts.store, parts.clock);
  }

  /** Reads the directories of the wishes anew, and plans what can be done there. Nothing is written to ARM. */
  async plan(caller: Caller, order: BatchOrder): Promise<PlannedBatch> {
    const planned = await planBatch(this.parts, caller, order);
    // Where nothing can be done yet, what needs the person first is kept all the same.
    if (planned.operations.length + planned.left.length > 0) await this.records.keep(caller, planned, order);
    return planned;
  }

  /**
   * Starts a planned batch, or goes on with one that is not over: after a sign-in, or after the process that was at it has
   * died. `only`: just these directories. `onProgress` is called at the start and after each change; it must not throw.
   */
  async execute(
    caller: Caller,
    id: BatchId,
    options: {
      readonly only?: readonly TenantId[];
      readonly onProgress?: (progress: BatchProgress) => void;
    } = {},
  ): Promise<BatchResult> {
    const { outbox, clock } = this.parts;
    const owned = await this.records.own(caller, id);
    if (owned.kind !== 'ok') return owned;
    const { batch } = owned.value;
    const decided = { batchId: id, person: batch.person, conversationKey: batch.conversationKey };
    if (batch.status === 'cancelled') return { kind: 'cancelled', progress: await this.progress(batch) };
    if (batch.status === 'planned') {
      if (hasExpired(batch, clock.now())) return this.expire(owned.value);
      await outbox.add(decided);
      // Whoever loses this has another press beside them, which does it.
      if (!(await this.records.move(owned.value, 'started'))) return this.busy(batch);
    } else if (!outbox.hasClaim(id) && !(await outbox.takeOverOne(id))) {
      return this.busy(batch);
    }
    if (outbox.isUnderWay(id)) return this.busy(batch);
    return outbox.hold(id, async () => {
      if (!outbox.hasClaim(id)) {
        await outbox.add(decided, { writes: true });
      }
      if (batch.undoes !== undefined) await this.endUndone(batch.undoes);
      // A Stop before this is on record, and its items are cancelled.
      this.stopping.delete(id);
      return this.run(caller, batch, options);
    });
  }

  /**
   * How a batch stands that another press or process is at, looked at until that one has told what came of it. `busy` after
   * minutes: it still is.
   */
  async follow(
    caller: Caller,
    id: BatchId,
    onProgress: (progress: BatchProgress) => void,
  ): Promise<BatchResult> {
    for (let looks = 1; ; looks += 1) {
      const isOpen = await this.parts.outbox.isOpen(id);
      const owned = await this.records.own(caller, id);
      if (owned.kind !== 'ok') return owned;
      const progress = await this.progress(owned.value.batch);
      if (!isOpen) return { kind: 'over', progress };
      onProgress(progress);
      if (looks === MOST_LOOKS) return { kind: 'busy', progress };
      await setTimeout(LOOK_MS, undefined, { ref: false });
    }
  }

  /** Ends what has not begun: it never will. Tells how it stands then; what was being written at that moment is still so. */
  async stop(caller: Caller, id: BatchId): Promise<BatchResult> {
    const owned = await this.records.own(caller, id);
    if (owned.kind !== 'ok') return owned;
    const { batch } = owned.value;
    // Somebody was faster, perhaps the press that starts it: look at what the batch is now.
    if (!(await this.records.move(owned.value, batch.status === 'planned' ? 'cancelled' : 'stopped'))) {
      return this.stop(caller, id);
    }
    if (this.parts.outbox.isUnderWay(id)) this.stopping.add(id);
    await this.cancelWaiting(batch, batch.status === 'planned' ? undefined : 'stopped');
    const progress = await this.progress({ ...batch, status: 'stopped' });
    return { kind: batch.status === 'planned' ? 'cancelled' : 'over', progress };
  }

  /** Lets go of a batch that something newer takes the place of; one that was confirmed goes on. */
  async drop(caller: Caller, id: BatchId): Promise<void> {
    const owned = await this.records.own(caller, id);
    if (owned.kind !== 'ok' || owned.value.batch.status !== 'planned') return;
    if (await this.records.move(owned.value, 'cancelled'))
      await this.cancelWaiting(owned.value.batch, 'replaced');
  }

  /** How the batch stands, by the records. */
  async find(caller: Caller, id: BatchId): Promise<Outcome<BatchProgress>> {
    const owned = await this.records.own(caller, id);
    return owned.kind === 'ok' ? ok(await this.progress(owned.value.batch)) : owned;
  }

  /** The person was told what came of it. What could not be put on record yet keeps the sweep at it. */
  async acknowledge(id: BatchId): Promise<void> {
    const { executor, outbox } = this.parts;
    const batch = (await this.records.read(id))?.batch;
    if (batch?.items.some(({ operationId }) => executor.isUnkept(operationId)) === true) return;
    if (outbox.hasClaim(id)) return outbox.ack(id);
    // Another press has claimed it since; with nothing left to do it has nothing to tell.
    if (batch === undefined || outbox.isUnderWay(id)) return;
    const { items } = await this.progress(batch);
    if (!items.some(({ state }) => state === 'waiting' || state === 'writing')) await outbox.remove(id);
  }

  /**
   * Plans what the batch leads to next, from what is there now: `undo` takes it back where its change still stands,
   * `redo` does again what was done and taken back,
   * `retry` is what failed or was stopped, `rest` what did not fit into it, `left` what could not be read without the
   * person, `chosen` the part of it in these directories, and what has another PartnerID among them. Of a batch that is on
   * record no more the trail still tells what to undo and redo.
   */
  async planNext(
    caller: Caller,
    id: BatchId,
    directories: readonly Directory[],
    next: NextOfBatch,
    { leftAlone = [], ...options }: Pick<BatchOrder, 'most' | 'leftAlone'> = {},
  ): Promise<Outcome<PlannedBatch>> {
    const [owned, trail] = await Promise.all([
      this.records.own(caller, id),
      next.kind === 'undo' || next.kind === 'redo' ? this.parts.store.audit(caller.person, MOST_LINES) : [],
    ]);
    if (owned.kind !== 'ok') {
      const past =
        owned.problem.code === 'operation-unknown' ? pastBatch(id, next, directories, trail) : undefined;
      if (past === undefined) return owned;
      const { undoneUntil, wishes } = past;
      const order = { wishes, isUndo: next.kind === 'undo', ...options, leftAlone };
      return ok({ ...(await this.plan(caller, order)), undoneUntil });
    }
    const { batch } = owned.value;
    const { items } = await this.progress(batch);
    const wishes = nextWishes(batch, items, next, directories, trail);
    const isUndo = next.kind === 'undo' || (next.kind !== 'redo' && batch.isUndo);
    const wish = batch.wish === undefined ? {} : { wish: batch.wish };
    const undoes = undoneBy(next.kind, batch);
    const alone = [...(next.kind === 'undo' ? [] : leftAloneIn(batch)), ...leftAlone];
    const leftOut = next.kind === 'chosen' && !isUndo ? batch.leftOut.filter(stillWaits) : [];
    const order = { wishes, isUndo, undoes, ...wish, ...options, leftAlone: alone, leftOut };
    return ok(await this.plan(caller, order));
  }

  private async run(
    caller: Caller,
    batch: Batch,
    { only, onProgress }: { only?: readonly TenantId[]; onProgress?: (progress: BatchProgress) => void },
  ): Promise<BatchResult> {
    const { executor, outbox } = this.parts;
    const start = await this.progress(batch);
    const items = new Map(start.items.map((item) => [item.operation.tenantId, item]));
    const [needs, problems] = [new Map<TenantId, SignInNeed>(), new Map<TenantId, Problem>()];
    const now = (): BatchProgress => ({
      ...start,
      status: statusOf(batch, [...items.values()]),
      items: [...items.values()],
      needs: new Map(needs),
      problems: new Map(problems),
    });
    const open = start.items.filter(
      ({ operation, state }) =>
        ['waiting', 'writing', 'unknown'].includes(state) && (only?.includes(operation.tenantId) ?? true),
    );
    const work = async (
      { operation, state }: BatchItem,
      makeRoom: () => void,
    ): Promise<[Operation, Execution]> => {
      // It was stopped, or another process has taken this one for dead and goes on with it.
      const goesOn = outbox.hasClaim(batch.id) && !this.stopping.has(batch.id);
      if (!goesOn) return [operation, { kind: 'busy', operation }];
      const execution = await executor.executeClaimed(caller, operation.id, state !== 'waiting', makeRoom);
      return [operation, execution];
    };
    onProgress?.(now());
    for await (const [{ tenantId }, execution] of abreast(open, ABREAST, undefined, work)) {
      if (execution.kind === 'sign-in') needs.set(tenantId, execution.need);
      if (execution.kind === 'problem') problems.set(tenantId, execution.problem);
      const { operation } = execution;
      if (operation !== undefined) {
        const isWaitingForPerson = execution.kind === 'sign-in';
        items.set(tenantId, isWaitingForPerson ? { operation, state: 'needs-you' } : itemOf(operation));
      }
      onProgress?.(now());
    }
    if (!this.stopping.has(batch.id)) return { kind: 'over', progress: now() };
    // Whoever stopped it does this too; what is told here is told when it is so.
    await this.cancelWaiting(batch, 'stopped');
    return { kind: 'over', progress: await this.progress({ ...batch, status: 'stopped' }) };
  }

  /** What a batch that is being undone has left to do is not done by a card of it any more. */
  private async endUndone(id: BatchId): Promise<void> {
    const record = await this.records.read(id);
    if (record === undefined || record.batch.isUndone === true) return;
    // Somebody has moved it meanwhile: look at what it is now.
    if (!(await this.records.move(record, 'stopped', { isUndone: true }))) return this.endUndone(id);
    if (this.parts.outbox.isUnderWay(id)) this.stopping.add(id);
    await this.cancelWaiting(record.batch, 'stopped');
  }

  private cancelWaiting({ items }: Batch, cancelReason?: 'replaced' | 'stopped'): Promise<void> {
    const move = { status: 'cancelled', ...(cancelReason === undefined ? {} : { cancelReason }) } as const;
    return forEachAbreast(items, ABREAST, async ({ operationId }) => {
      const record = await this.parts.operations.find(operationId);
      // Whoever begins to write moves the record as well: only one of the two can.
      if (record !== undefined) await this.parts.operations.move(record, move);
    });
  }

  private async busy(batch: Batch): Promise<BatchResult> {
    return { kind: 'busy', progress: await this.progress(batch) };
  }

  private async expire(record: BatchRecord): Promise<BatchResult> {
    await this.records.move(record, 'cancelled');
    return { kind: 'expired', progress: await this.progress(record.batch) };
  }

  private async progress(batch: Batch): Promise<BatchProgress> {
    const found = new Map<TenantId, BatchItem>();
    const find = ({ operationId }: Batch['items'][number]) => this.parts.operations.find(operationId);
    for await (const record of abreast(batch.items, ABREAST, undefined, find)) {
      if (record !== undefined) found.set(record.operation.tenantId, itemOf(record.operation));
    }
    const items = batch.items.flatMap(({ tenantId }) => found.get(tenantId) ?? []);
    const { id, status, isUndo, wish, leftOut, rest } = batch;
    const [needs, problems] = [new Map(), new Map()];
    const of = { id, status, isUndo, isUndone: batch.isUndone === true, items, wanted: wish?.wanted };
    return { ...of, leftOut, rest: rest.length, needs, problems };
  }
}
