import type { Actor } from '../auth/ports';
import type { Clock } from '../model/clock';
import type { OperationId } from '../model/identifiers';
import type { Caller, ReadCurrent } from './planning';
import { actorOf, deadline, refuse, unknownOperation } from './planning';
import type { Execution, Move, Operation } from './operation';
import { executionOfSettled, hasExpired, isSameLink, linkedOf, problemOf } from './operation';
import type { OperationRecord, Operations } from './operations';
import type { Decided, Interrupted, Outbox } from './outbox';
import type { Settling } from './settle';

/** What an executor is built from. */
export interface ExecutorParts {
  readonly operations: Operations;
  readonly outbox: Outbox;
  readonly settling: Settling;
  readonly readCurrent: ReadCurrent;
  readonly clock: Clock;
}

/** Carries out operations: each is written ahead, compared with what ARM has, written once, and settled by what ARM says. */
export class Executor {
  constructor(private readonly parts: ExecutorParts) {}

  /** Does a planned operation, once; asked again, tells what came of it. */
  async execute(caller: Caller, id: OperationId): Promise<Execution> {
    const owned = await this.own(caller, id);
    if (owned.kind !== 'own') return owned;
    const { record } = owned;
    const settled = executionOfSettled(record.operation);
    if (settled !== undefined) return settled;
    if (record.operation.status !== 'planned') return this.settleOpen(caller, record);
    return this.parts.outbox.hold(id, async () => {
      await this.parts.outbox.add(decided(record.operation));
      return this.hasExpired(record) ? this.expire(record) : this.start(caller, record);
    });
  }

  /**
   * The same for an operation of a batch whose entry in the outbox this process holds: it was confirmed with the batch.
   * `wasLeft`: another process left it open, so that it is settled by reading. `onAnswered`: see Settling.write.
   */
  async executeClaimed(
    caller: Caller,
    id: OperationId,
    wasLeft: boolean,
    onAnswered: () => void,
  ): Promise<Execution> {
    const owned = await this.own(caller, id);
    if (owned.kind !== 'own') return owned;
    const { record } = owned;
    const settled = executionOfSettled(record.operation);
    if (settled !== undefined) return settled;
    if (record.operation.status === 'planned') return this.start(caller, record, onAnswered);
    if (record.operation.status === 'executing' && !wasLeft)
      return { kind: 'busy', operation: record.operation };
    const actor = actorOf(caller, record.operation.tenantId);
    // What can't be read now is on record as not known, so that the trail has a line whatever becomes of it.
    return this.parts.settling.resume(record, actor, deadline());
  }

  /** Cancels a planned operation; one that is settled already is told as it is. */
  async cancel(caller: Caller, id: OperationId, cancelReason?: 'replaced'): Promise<Execution> {
    const owned = await this.own(caller, id);
    if (owned.kind !== 'own') return owned;
    const { operation } = owned.record;
    if (operation.status === 'planned') {
      await this.parts.outbox.add(decided(operation));
      const move = { status: 'cancelled', ...(cancelReason === undefined ? {} : { cancelReason }) } as const;
      const moved = await this.parts.operations.move(owned.record, move);
      if (moved !== undefined) return { kind: 'cancelled', operation: moved.operation };
    }
    const now = (await this.parts.operations.find(id))?.operation ?? operation;
    return executionOfSettled(now) ?? { kind: 'busy', operation: now };
  }

  /**
   * Lets go of an operation that something newer takes the place of. False: it was not cancelled, since it is being done,
   * or is over; then the person is told of it when it is.
   */
  async drop(caller: Caller, id: OperationId): Promise<boolean> {
    const execution = await this.cancel(caller, id, 'replaced');
    if (execution.kind === 'cancelled') await this.acknowledge(id);
    return execution.kind === 'cancelled';
  }

  /** The person was told what came of the operation, or what it waits for. */
  async acknowledge(id: OperationId): Promise<void> {
    await this.parts.settling.catchUp([id]);
    // What is not on record yet must be found by the sweep, should this process die before it is.
    if (this.parts.settling.isUnkept(id)) return;
    if (this.parts.outbox.hasClaim(id)) return this.parts.outbox.ack(id);
    // Somebody else has claimed it since, or it was settled before: then nobody has anything to deliver.
    const record = await this.parts.operations.find(id);
    if (record === undefined || executionOfSettled(record.operation) === undefined) return;
    await this.parts.operations.audit(record.operation);
    await this.parts.outbox.remove(id);
  }

  /**
   * What people decided and were never told the outcome of, because a process died; claimed for this one. Before that,
   * what this process could not put on record is put there.
   */
  async *interrupted(): AsyncIterable<Interrupted> {
    for (const id of await this.parts.settling.catchUp()) await this.acknowledge(id);
    yield* this.parts.outbox.takeOver();
  }

  /** Whether what came of the operation could not be put on record yet. */
  isUnkept(id: OperationId): boolean {
    return this.parts.settling.isUnkept(id);
  }

  /** Whether the person has yet to be told what came of the operation; then it is for the caller to tell. */
  async isUndelivered(id: OperationId): Promise<boolean> {
    const record = await this.parts.operations.find(id);
    const isOpen = record?.operation.status === 'executing' || record?.operation.status === 'planned';
    // Another process may be at it; then it is for that one to tell.
    if (isOpen && !(await this.parts.outbox.takeOverOne(id))) return false;
    return this.parts.outbox.claim(id);
  }

  /**
   * What came of an operation that somebody was interrupted in; ARM is read, never written to. For whoever has claimed
   * it: what another process is writing at this moment is `busy`.
   */
  async resume(caller: Caller, id: OperationId): Promise<Execution> {
    const owned = await this.own(caller, id);
    if (owned.kind !== 'own') return owned;
    const { record } = owned;
    const { operation } = record;
    if (this.hasExpired(record)) return this.expire(record);
    const isOurs = this.parts.outbox.hasClaim(id) && !this.parts.outbox.isUnderWay(id);
    if (operation.status === 'executing' && !isOurs) return { kind: 'busy', operation };
    // The entry goes once this is told: whoever stood still since the confirmation must not begin to write without one.
    if (operation.status === 'planned' && !(await this.parts.operations.fence(record))) {
      return this.resume(caller, id);
    }
    return this.parts.outbox.hold(id, () =>
      this.parts.settling.resume(record, actorOf(caller, operation.tenantId), deadline()),
    );
  }

  /** The operation as it stands, for its person in its conversation; undefined for anybody else. */
  async find(caller: Caller, id: OperationId): Promise<Operation | undefined> {
    const record = await this.parts.operations.find(id);
    return record === undefined || refuse(caller, record) !== undefined ? undefined : record.operation;
  }

  /** The planned operation, for showing its card again; undefined when it is not waiting any more. */
  async planned(caller: Caller, id: OperationId): Promise<Operation | undefined> {
    const record = await this.parts.operations.find(id);
    if (record === undefined || refuse(caller, record) !== undefined) return undefined;
    const isWaiting = record.operation.status === 'planned' && !this.hasExpired(record);
    return isWaiting ? record.operation : undefined;
  }

  /** The operation, or why it can't be shown: nobody but its person, in its conversation, learns more than that. */
  async own(caller: Caller, id: OperationId): Promise<{ kind: 'own'; record: OperationRecord } | Execution> {
    if (this.parts.settling.isUnkept(id)) await this.parts.settling.catchUp([id]);
    const record = await this.parts.operations.find(id);
    if (record === undefined) return unknownOperation(caller);
    return refuse(caller, record) ?? { kind: 'own', record };
  }

  private hasExpired({ operation }: OperationRecord): boolean {
    return operation.status === 'planned' && hasExpired(operation, this.parts.clock.now());
  }

  private async expire(record: OperationRecord): Promise<Execution> {
    const moved = await this.parts.operations.move(record, { status: 'expired' });
    if (moved !== undefined) return { kind: 'expired', operation: moved.operation };
    // Another press was in time.
    const now = (await this.parts.operations.find(record.operation.id))?.operation ?? record.operation;
    return executionOfSettled(now) ?? { kind: 'busy', operation: now };
  }

  private async start(caller: Caller, record: OperationRecord, onAnswered?: () => void): Promise<Execution> {
    const { operation } = record;
    const actor = actorOf(caller, operation.tenantId);
    const signal = deadline();
    const current = await this.parts.readCurrent(actor, signal);
    if (current.kind === 'sign-in') return { kind: 'sign-in', operation, need: current.need };
    if (current.kind === 'problem') return { kind: 'problem', operation, problem: current.problem };
    if (current.value.account.objectId !== operation.account.objectId) {
      return { kind: 'problem', operation, problem: problemOf(operation, 'token-mismatch') };
    }
    if (!isSameLink(linkedOf(current.value.state), operation.before)) {
      const move = { status: 'cancelled', problemCode: 'link-changed-meanwhile' } as const;
      const moved = await this.parts.operations.move(record, move);
      // Not moved, since another press did it meanwhile: what was read may be that press's own change.
      const other = moved ?? (await this.parts.operations.find(operation.id));
      if (moved === undefined && other !== undefined && other.operation.status !== 'planned') {
        return executionOfSettled(other.operation) ?? { kind: 'busy', operation: other.operation };
      }
      return { kind: 'changed', operation: other?.operation ?? operation, current: current.value.state };
    }
    const executing = await this.beginWriting(record, actor);
    return executing === undefined
      ? { kind: 'busy', operation }
      : this.parts.settling.write(executing, actor, signal, onAnswered);
  }

  /** Undefined: somebody else does it, or has, or has taken over the batch that it is of. */
  private async beginWriting(record: OperationRecord, actor: Actor): Promise<OperationRecord | undefined> {
    const { operations, outbox } = this.parts;
    const { id, batchId } = record.operation;
    const move = { status: 'executing', correlationId: actor.correlationId } as const;
    // Those of a batch have one entry together. A process that stood still may have lost it without noticing.
    if (batchId !== undefined && !(await outbox.isStillOurs(batchId))) return undefined;
    const executing = await operations.move(record, move);
    if (executing === undefined) return this.beginAnew(id, move);
    // Another press may have the entry; now that this one writes, it is for this one to tell.
    if (batchId === undefined && !outbox.hasClaim(id)) {
      await outbox.add(decided(executing.operation), { writes: true });
    }
    return executing;
  }

  /**
   * The record was stored meanwhile and is planned all the same: whoever took this process for dead has looked at it, and
   * the entry may be gone. So it comes first.
   */
  private async beginAnew(id: OperationId, move: Move): Promise<OperationRecord | undefined> {
    const { operations, outbox } = this.parts;
    const now = await operations.find(id);
    if (now?.operation.status !== 'planned') return undefined;
    const { batchId } = now.operation;
    if (batchId === undefined) await outbox.add(decided(now.operation), { writes: true });
    else if (!(await outbox.renew(batchId))) return undefined;
    return operations.move(now, move);
  }

  /** What a process that died left in the middle of its write, or what nobody could say before. */
  private async settleOpen(caller: Caller, { operation }: OperationRecord): Promise<Execution> {
    const { batchId, id, status } = operation;
    if (
      status === 'executing' &&
      !(await this.parts.outbox.takeOverOne(batchId ?? id, { isWritten: batchId === undefined }))
    ) {
      return { kind: 'busy', operation };
    }
    return this.parts.outbox.hold(operation.id, async () => {
      await this.parts.outbox.add(decided(operation));
      // Whoever was at it may have settled it just before.
      const now = await this.parts.operations.find(operation.id);
      if (now === undefined) return unknownOperation(caller);
      const settled = executionOfSettled(now.operation);
      if (settled !== undefined) return settled;
      return this.parts.settling.byReading(now, actorOf(caller, operation.tenantId), deadline());
    });
  }
}

function decided({ id, person, conversationKey }: Operation): Decided {
  return { operationId: id, person, conversationKey };
}
