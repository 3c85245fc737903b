import type { Clock } from '../model/clock';
import type { BatchId } from '../model/identifiers';
import type { Problem } from '../model/problem';
import { failed } from '../model/problem';
import { personKey } from '../model/person';
import type { RecordStore } from '../storage/record-store';
import { NewerRecordError } from '../storage/record-store';
import { isNewer, quarantine } from '../storage/record-text';
import type { Caller } from './planning';
import { BATCH_VERSION, batchSchema } from './batch';
import type { Batch } from './batch';
import { leftOutOf } from './batch-plan';
import type { BatchOrder, PlannedBatch } from './batch-plan';
import { OPERATION_KEPT_MS } from './operation';

/** A batch and the version of its record. */
export interface BatchRecord {
  readonly batch: Batch;
  readonly etag: string;
}

/** The records of batches; kept as long as those of their operations. */
export class BatchRecords {
  constructor(
    private readonly store: RecordStore,
    private readonly clock: Clock,
  ) {}

  /** Puts a planned batch on record. */
  async keep(
    caller: Caller,
    planned: PlannedBatch,
    { isUndo = false, undoes, wish }: BatchOrder,
  ): Promise<void> {
    const now = this.clock.now();
    const { tenantId, objectId } = caller.person;
    const batch: Batch = {
      schema: BATCH_VERSION,
      id: planned.id,
      person: { tenantId, objectId },
      conversationKey: caller.conversationKey,
      items: planned.operations.map((one) => ({
        operationId: one.id,
        tenantId: one.tenantId,
        directoryName: one.directoryName,
      })),
      isUndo,
      ...(undoes === undefined ? {} : { undoes }),
      ...(wish === undefined ? {} : { wish }),
      leftOut: leftOutOf(planned, isUndo),
      rest: planned.rest.map((directory) => directory.tenantId),
      plannedAt: now.toISOString(),
      status: 'planned',
    };
    await this.store.put('batches', batch.id, batch, { absent: true }, keepUntil(now));
  }

  /** False when somebody else has moved it first. */
  async move(
    { batch, etag }: BatchRecord,
    status: Batch['status'],
    mark: Pick<Batch, 'isUndone'> = {},
  ): Promise<boolean> {
    const until = keepUntil(this.clock.now());
    const moved = await this.store.put('batches', batch.id, { ...batch, ...mark, status }, { etag }, until);
    return moved.kind === 'stored';
  }

  /** The batch, if it belongs to the person and the conversation. */
  async own(
    caller: Caller,
    id: BatchId,
  ): Promise<{ kind: 'ok'; value: BatchRecord } | { kind: 'problem'; problem: Problem }> {
    const record = await this.read(id);
    const { correlationId } = caller;
    if (record === undefined) return failed({ code: 'operation-unknown', correlationId });
    const { person, conversationKey } = record.batch;
    const isTheirs =
      personKey(person) === personKey(caller.person) && conversationKey === caller.conversationKey;
    return isTheirs ? { kind: 'ok', value: record } : failed({ code: 'not-yours', correlationId });
  }

  /** The batch; undefined when there is none. Throws NewerRecordError for one that a newer version wrote. */
  async read(id: BatchId): Promise<BatchRecord | undefined> {
    const record = await this.store.get('batches', id);
    if (record === undefined) return undefined;
    const parsed = batchSchema.safeParse(record.value);
    if (parsed.success) return { batch: parsed.data, etag: record.etag };
    if (isNewer(record.value, BATCH_VERSION)) throw new NewerRecordError();
    await quarantine(this.store, { collection: 'batches', key: id }, record, this.clock.now());
    return undefined;
  }
}

function keepUntil(now: Date): Date {
  return new Date(now.getTime() + OPERATION_KEPT_MS);
}
