import type { Clock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { BatchId, TenantId } from '../model/identifiers';
import type { Outcome, Problem, SignInNeed } from '../model/problem';
import { failed, ok } from '../model/problem';
import { personKey } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import { NewerRecordError } from '../storage/record-store';
import { isNewer, setAside } from '../storage/record-text';
import type { Asker } from './asker';
import { BATCH_VERSION, batchSchema, itemOf } from './batch';
import type { Batch, BatchItem } from './batch';
import { planBatch, retryWishes, undoWishes } from './batch-plan';
import type { BatchWish, PlannedBatch } from './batch-plan';
import type { ReadCurrent } from './current';
import type { Execution } from './execution';
import type { Executor } from './executor';
import { OPERATION_KEPT_MS, hasExpired } from './operation';
import type { Operation } from './operation';
import type { Operations } from './operations';
import type { Outbox } from './outbox';
import { ABREAST, abreast, forEachAbreast } from './overview';

/** How far a batch is. */
export interface BatchProgress {
  readonly id: BatchId;
  readonly status: Batch['status'];
  readonly isUndo: boolean;
  /** In the order in which they were confirmed. */
  readonly items: readonly BatchItem[];
  /** Why an item is `needs-you` or has not begun, where that was found out just now. */
  readonly needs: ReadonlyMap<TenantId, SignInNeed>;
  readonly problems: ReadonlyMap<TenantId, Problem>;
}

/** What came of starting, continuing or stopping a batch. */
export type BatchResult =
  /** As far as it can go now. */
  | { readonly kind: 'over'; readonly progress: BatchProgress }
  /** Another press or process is at it; that one tells. */
  | { readonly kind: 'busy'; readonly progress: BatchProgress }
  | { readonly kind: 'expired' | 'cancelled'; readonly progress: BatchProgress }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** What batches are built from. */
export interface BatchParts {
  readonly store: RecordStore;
  readonly operations: Operations;
  readonly outbox: Outbox;
  readonly executor: Executor;
  readonly readCurrent: ReadCurrent;
  readonly clock: Clock;
}

interface HeldBatch {
  readonly batch: Batch;
  readonly etag: string;
}

/** Changes in many directories: each an operation of its own, with all its guarantees; confirmed, told and resumed together. */
export class Batches {
  /** Told to stop here, so that what has not begun need not find that out from its record. */
  private readonly stopping = new Set<BatchId>();

  constructor(private readonly parts: BatchParts) {}

  /** Reads every directory of the wishes anew, and plans what can be done there. Nothing is written to ARM. */
  async plan(asker: Asker, wishes: readonly BatchWish[], isUndo = false): Promise<PlannedBatch> {
    const planned = await planBatch(this.parts, asker, wishes, isUndo);
    if (planned.operations.length > 0) await this.keep(asker, planned, isUndo);
    return planned;
  }

  /**
   * Starts a planned batch, or goes on with one that is not over: after a sign-in, or after the process that was at it has
   * died. `only`: just these directories. `onProgress` is called after each change; it must not throw.
   */
  async execute(
    asker: Asker,
    id: BatchId,
    options: {
      readonly only?: readonly TenantId[];
      readonly onProgress?: (progress: BatchProgress) => void;
    } = {},
  ): Promise<BatchResult> {
    const { outbox, clock } = this.parts;
    const owned = await this.own(asker, id);
    if (owned.kind !== 'ok') return owned;
    const { batch } = owned.value;
    const decided = { batchId: id, person: batch.person, conversationKey: batch.conversationKey };
    if (batch.status === 'cancelled') return { kind: 'cancelled', progress: await this.progress(batch) };
    if (batch.status === 'planned') {
      if (hasExpired(batch, clock.now())) return this.expire(owned.value);
      await outbox.add(decided);
      // Whoever loses this has another press beside them, which does it.
      if (!(await this.move(owned.value, 'started'))) return this.busy(batch);
    } else if (!outbox.hasClaim(id) && !(await outbox.takeOverOne(id))) {
      return this.busy(batch);
    }
    if (outbox.isUnderWay(id)) return this.busy(batch);
    return outbox.hold(id, async () => {
      if (!outbox.hasClaim(id)) {
        await outbox.add(decided, { writes: true });
      }
      // A Stop before this is on record, and its items are cancelled.
      this.stopping.delete(id);
      return this.run(asker, batch, options);
    });
  }

  /** Ends what has not begun: it never will. Tells how it stands then; what was being written at that moment is still so. */
  async stop(asker: Asker, id: BatchId): Promise<BatchResult> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'ok') return owned;
    const { batch } = owned.value;
    // Somebody was faster, perhaps the press that starts it: look at what the batch is now.
    if (!(await this.move(owned.value, batch.status === 'planned' ? 'cancelled' : 'stopped'))) {
      return this.stop(asker, id);
    }
    if (this.parts.outbox.isUnderWay(id)) this.stopping.add(id);
    await this.cancelWaiting(batch);
    const progress = await this.progress({ ...batch, status: 'stopped' });
    return { kind: batch.status === 'planned' ? 'cancelled' : 'over', progress };
  }

  /** Lets go of a batch that something newer takes the place of; one that was confirmed goes on. */
  async drop(asker: Asker, id: BatchId): Promise<void> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'ok' || owned.value.batch.status !== 'planned') return;
    if (await this.move(owned.value, 'cancelled')) await this.cancelWaiting(owned.value.batch);
  }

  /** How the batch stands, by the records. */
  async find(asker: Asker, id: BatchId): Promise<Outcome<BatchProgress>> {
    const owned = await this.own(asker, id);
    return owned.kind === 'ok' ? ok(await this.progress(owned.value.batch)) : owned;
  }

  /** The person was told what came of it. What could not be put on record yet keeps the sweep at it. */
  async told(id: BatchId): Promise<void> {
    const { executor, outbox } = this.parts;
    const batch = (await this.read(id))?.batch;
    if (batch?.items.some(({ operationId }) => executor.isUnkept(operationId)) === true) return;
    if (outbox.hasClaim(id)) return outbox.ack(id);
    // Another press has claimed it since; with nothing left to do it has nothing to tell.
    if (batch === undefined || outbox.isUnderWay(id)) return;
    const { items } = await this.progress(batch);
    if (!items.some(({ state }) => state === 'waiting' || state === 'writing')) await outbox.remove(id);
  }

  /**
   * Plans what takes the batch back, or the part of it in these directories: only where its change is still what is
   * linked. `left` and `changed` say what can't be taken back.
   */
  async planUndo(
    asker: Asker,
    id: BatchId,
    directories: readonly Directory[],
  ): Promise<Outcome<PlannedBatch>> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'ok') return owned;
    const { items } = await this.progress(owned.value.batch);
    return ok(await this.plan(asker, undoWishes(items, directories), true));
  }

  /** Plans once more what failed, was stopped or could not be told, from what is there now. */
  async planRetry(
    asker: Asker,
    id: BatchId,
    directories: readonly Directory[],
  ): Promise<Outcome<PlannedBatch>> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'ok') return owned;
    const { items, isUndo } = await this.progress(owned.value.batch);
    return ok(await this.plan(asker, retryWishes(items, directories), isUndo));
  }

  private async run(
    asker: Asker,
    batch: Batch,
    { only, onProgress }: { only?: readonly TenantId[]; onProgress?: (progress: BatchProgress) => void },
  ): Promise<BatchResult> {
    const { executor, outbox } = this.parts;
    const start = await this.progress(batch);
    const items = new Map(start.items.map((item) => [item.operation.tenantId, item]));
    const [needs, problems] = [new Map<TenantId, SignInNeed>(), new Map<TenantId, Problem>()];
    const now = (): BatchProgress => ({
      ...start,
      status: batch.status === 'planned' ? 'started' : batch.status,
      items: [...items.values()],
      needs: new Map(needs),
      problems: new Map(problems),
    });
    const open = start.items.filter(
      ({ operation, state }) =>
        ['waiting', 'writing', 'unknown'].includes(state) && (only?.includes(operation.tenantId) ?? true),
    );
    const work = async ({ operation, state }: BatchItem): Promise<[Operation, Execution]> => {
      // It was stopped, or another process has taken this one for dead and goes on with it.
      const goesOn = outbox.hasClaim(batch.id) && !this.stopping.has(batch.id);
      if (!goesOn) return [operation, { kind: 'busy', operation }];
      return [operation, await executor.executeHeld(asker, operation.id, state !== 'waiting')];
    };
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
    await this.cancelWaiting(batch);
    return { kind: 'over', progress: await this.progress({ ...batch, status: 'stopped' }) };
  }

  private cancelWaiting({ items }: Batch): Promise<void> {
    return forEachAbreast(items, ABREAST, async ({ operationId }) => {
      const held = await this.parts.operations.find(operationId);
      // Whoever begins to write moves the record as well: only one of the two can.
      if (held !== undefined) await this.parts.operations.move(held, { status: 'cancelled' });
    });
  }

  private async busy(batch: Batch): Promise<BatchResult> {
    return { kind: 'busy', progress: await this.progress(batch) };
  }

  private async expire(held: HeldBatch): Promise<BatchResult> {
    await this.move(held, 'cancelled');
    return { kind: 'expired', progress: await this.progress(held.batch) };
  }

  private async progress(batch: Batch): Promise<BatchProgress> {
    const found = new Map<TenantId, BatchItem>();
    const find = ({ operationId }: Batch['items'][number]) => this.parts.operations.find(operationId);
    for await (const held of abreast(batch.items, ABREAST, undefined, find)) {
      if (held !== undefined) found.set(held.operation.tenantId, itemOf(held.operation));
    }
    const items = batch.items.flatMap(({ tenantId }) => found.get(tenantId) ?? []);
    const { id, status, isUndo } = batch;
    return { id, status, isUndo, items, needs: new Map(), problems: new Map() };
  }

  private async keep(asker: Asker, { id, operations }: PlannedBatch, isUndo: boolean): Promise<void> {
    const { store, clock } = this.parts;
    const now = clock.now();
    const { tenantId, objectId } = asker.person;
    const batch: Batch = {
      schema: BATCH_VERSION,
      id,
      person: { tenantId, objectId },
      conversationKey: asker.conversationKey,
      items: operations.map((one) => ({
        operationId: one.id,
        tenantId: one.tenantId,
        directoryName: one.directoryName,
      })),
      isUndo,
      plannedAt: now.toISOString(),
      status: 'planned',
    };
    await store.put('batches', id, batch, { absent: true }, this.keepUntil(now));
  }

  /** False when somebody else has moved it first. */
  private async move({ batch, etag }: HeldBatch, status: Batch['status']): Promise<boolean> {
    const { store, clock } = this.parts;
    const until = this.keepUntil(clock.now());
    return (await store.put('batches', batch.id, { ...batch, status }, { etag }, until)).kind === 'stored';
  }

  private keepUntil(now: Date): Date {
    return new Date(now.getTime() + OPERATION_KEPT_MS);
  }

  private async own(
    asker: Asker,
    id: BatchId,
  ): Promise<{ kind: 'ok'; value: HeldBatch } | { kind: 'problem'; problem: Problem }> {
    const held = await this.read(id);
    const { correlationId } = asker;
    if (held === undefined) return failed({ code: 'operation-unknown', correlationId });
    const { person, conversationKey } = held.batch;
    const isTheirs =
      personKey(person) === personKey(asker.person) && conversationKey === asker.conversationKey;
    return isTheirs ? { kind: 'ok', value: held } : failed({ code: 'not-yours', correlationId });
  }

  private async read(id: BatchId): Promise<HeldBatch | undefined> {
    const { store, clock } = this.parts;
    const record = await store.get('batches', id);
    if (record === undefined) return undefined;
    const parsed = batchSchema.safeParse(record.value);
    if (parsed.success) return { batch: parsed.data, etag: record.etag };
    if (isNewer(record.value, BATCH_VERSION)) throw new NewerRecordError();
    await setAside(store, { collection: 'batches', key: id }, record, clock.now());
    return undefined;
  }
}
