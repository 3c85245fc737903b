import type { Clock } from '../model/clock';
import type { OperationId, PartnerId } from '../model/identifiers';
import { asOperationId, newOperationId } from '../model/identifiers';
import type { Person } from '../model/person';
import type { DecisionOutcome } from '../model/problem';
import type { AuditEntry, RecordStore } from '../storage/record-store';
import { NewerRecordError } from '../storage/record-store';
import { isNewer, quarantine } from '../storage/record-text';
import type { Linked, Move, Operation, OperationAt } from './operation';
import {
  OPERATION_KEPT_MS,
  OPERATION_VERSION,
  executionOfSettled,
  mayMove,
  movedTo,
  operationSchema,
  problemCodeOf,
} from './operation';

/** An operation with the version of its record. */
export interface OperationRecord {
  readonly operation: Operation;
  readonly etag: string;
}

/** What is needed to plan an operation; the rest is filled in. */
export type NewOperation = Pick<
  Operation,
  | 'kind'
  | 'person'
  | 'conversationKey'
  | 'tenantId'
  | 'directoryName'
  | 'account'
  | 'before'
  | 'after'
  | 'isUndo'
  | 'batchId'
  | 'correlationId'
>;

/** The operations on record, moved only by compare-and-swap. */
export class Operations {
  constructor(
    private readonly store: RecordStore,
    private readonly clock: Clock,
  ) {}

  /** Stores a new planned operation; under an id that is given and taken already, gives the one that is there. */
  async plan(plan: NewOperation, id = newOperationId()): Promise<Operation> {
    const now = this.clock.now().toISOString();
    const operation: OperationAt<'planned'> = {
      ...plan,
      schema: 1,
      id,
      status: 'planned',
      plannedAt: now,
      statusSince: now,
    };
    const stored = await this.store.put(
      'operations',
      operation.id,
      operation,
      { absent: true },
      this.keepUntil(),
    );
    if (stored.kind === 'stored') return operation;
    const taken = await this.find(id);
    if (taken === undefined) throw new Error('An operation id is taken by what is none.');
    return taken.operation;
  }

  /** The operation, or undefined when it was never there or is long forgotten. */
  async find(id: OperationId): Promise<OperationRecord | undefined> {
    const record = await this.store.get('operations', id);
    if (record === undefined) return undefined;
    if (isNewer(record.value, OPERATION_VERSION)) throw new NewerRecordError();
    const parsed = operationSchema.safeParse(record.value);
    if (parsed.success) return { operation: parsed.data, etag: record.etag };
    await quarantine(this.store, { collection: 'operations', key: id }, record, this.clock.now());
    return undefined;
  }

  /**
   * Moves the operation to another status, if nobody else moved it first and the state machine allows it: else undefined.
   * A settled status adds its line to the audit trail. When that rejects, the record may stand without its line: `audit`
   * adds it.
   */
  async move(record: OperationRecord, move: Move): Promise<OperationRecord | undefined> {
    if (!mayMove(record.operation.status, move.status)) return undefined;
    const operation = movedTo(record.operation, move, this.after(record.operation));
    const put = {
      collection: 'operations',
      key: operation.id,
      value: operation,
      expected: { etag: record.etag },
      expiresAt: this.keepUntil(),
    } as const;
    const stored = hasLine(operation)
      ? await this.store.putWithLine(put, auditEntry(operation))
      : await this.store.put(put.collection, put.key, put.value, put.expected, put.expiresAt);
    return stored.kind === 'conflict' ? undefined : { operation, etag: stored.etag };
  }

  /**
   * Stores the operation once more as it is, so that whoever found it before, and was thought dead since, can't move it by
   * what they know. False: somebody has moved it meanwhile.
   */
  async fence({ operation, etag }: OperationRecord): Promise<boolean> {
    const until = this.keepUntil();
    return (await this.store.put('operations', operation.id, operation, { etag }, until)).kind === 'stored';
  }

  /** Adds the line of a settled operation to the audit trail, unless it is there. */
  async audit(operation: Operation): Promise<void> {
    if (hasLine(operation)) await this.store.append(auditEntry(operation));
  }

  /** Now, but later than what is on record: another machine, whose clock is ahead, may have written that. */
  private after({ statusSince }: Operation): string {
    return new Date(Math.max(this.clock.now().getTime(), Date.parse(statusSince) + 1)).toISOString();
  }

  private keepUntil(): Date {
    return new Date(this.clock.now().getTime() + OPERATION_KEPT_MS);
  }
}

/** What was only planned, or is being done, is no decision with an outcome yet. */
function hasLine({ status }: Operation): boolean {
  return status !== 'executing' && status !== 'planned';
}

function auditEntry(operation: Operation): AuditEntry {
  // ARM may have written something else than was asked: then "done" alone would be untrue.
  const isOther = executionOfSettled(operation)?.kind === 'not-as-asked';
  const problemCode = isOther ? 'not-as-asked' : problemCodeOf(operation);
  const cancelReason = operation.status === 'cancelled' ? operation.cancelReason : undefined;
  return {
    at: operation.statusSince,
    operationId: operation.id,
    correlationId: operation.correlationId,
    personTenantId: operation.person.tenantId,
    personObjectId: operation.person.objectId,
    tenantId: operation.tenantId,
    directoryName: operation.directoryName,
    accountObjectId: operation.account.objectId,
    action: operation.isUndo ? `undo:${operation.kind}` : operation.kind,
    before: operation.before?.partnerId ?? null,
    after: operation.after,
    status: operation.status,
    ...(problemCode === undefined ? {} : { problemCode }),
    ...(cancelReason === undefined ? {} : { cancelReason }),
    ...(operation.batchId === undefined ? {} : { batchId: operation.batchId }),
    ...(operation.armRequestId === undefined ? {} : { armRequestId: operation.armRequestId }),
  };
}

/** One decision of a person about a link, and what became of it. */
export interface Decision extends Pick<
  AuditEntry,
  | 'at'
  | 'operationId'
  | 'tenantId'
  | 'directoryName'
  | 'accountObjectId'
  | 'action'
  | 'before'
  | 'after'
  | 'armRequestId'
  | 'batchId'
> {
  readonly outcome: DecisionOutcome;
  readonly isUndo: boolean;
}

/** More than anybody pages through; each line takes a fraction of a millisecond to read. */
const MOST_LINES = 5_000;

/** The person's decisions, newest first, out of the newest five thousand lines of the trail. A decision that was unclear at first counts as what it turned out to be. */
export async function historyOf(store: RecordStore, person: Person): Promise<Decision[]> {
  const latest = new Map<string, AuditEntry>();
  for (const entry of await store.audit(person, MOST_LINES)) {
    // A file that was made is no decision.
    if (entry.fileDigest !== undefined) continue;
    // Nobody decided on a plan that another one replaced.
    if (entry.cancelReason === 'replaced') {
      latest.delete(entry.operationId);
      continue;
    }
    latest.delete(entry.operationId);
    latest.set(entry.operationId, entry);
  }
  return [...latest.values()].reverse().map((entry) => ({
    ...entry,
    outcome: outcomeOf(entry),
    isUndo: entry.action.startsWith('undo:'),
  }));
}

/** So many changes are looked up for the name behind a PartnerID. */
const MOST_LOOKED_UP = 3;

/** Links to these PartnerIDs as ARM named them when the person made or replaced them in any directory, while that is on record. */
export async function linksNamed(
  store: RecordStore,
  operations: Pick<Operations, 'find'>,
  person: Person,
  partnerIds: readonly PartnerId[],
): Promise<NonNullable<Linked>[]> {
  const trail = (await store.audit(person, MOST_LINES)).reverse();
  const found = partnerIds.map(async (partnerId) => {
    const lines = trail.filter(({ before, after }) => before === partnerId || after === partnerId);
    for (const { operationId } of lines.slice(0, MOST_LOOKED_UP)) {
      const id = asOperationId(operationId);
      const operation = id === undefined ? undefined : (await operations.find(id))?.operation;
      const result = operation?.status === 'done' ? operation.result : null;
      const named = [result, operation?.before].find(
        (one) => one?.partnerId === partnerId && one.partnerName !== '',
      );
      if (named) return [{ partnerId, partnerName: named.partnerName }];
    }
    return [];
  });
  return (await Promise.all(found)).flat();
}

function outcomeOf({ status, problemCode, cancelReason }: AuditEntry): DecisionOutcome {
  switch (status) {
    case 'done':
      return problemCode === 'not-as-asked' ? 'not-as-asked' : 'done';
    case 'cancelled':
      return problemCode === 'link-changed-meanwhile'
        ? 'changed'
        : cancelReason === 'stopped'
          ? 'stopped'
          : 'cancelled';
    case 'failed':
    case 'expired':
      return status;
    default:
      return 'unclear';
  }
}
