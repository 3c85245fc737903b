import { z } from 'zod';
import type { BatchId, ObjectId, OperationId, PartnerId, TenantId } from '../model/identifiers';
import { asBatchId, asObjectId, asOperationId, asPartnerId, asTenantId, branded } from '../model/identifiers';
import type { CustomerRequest, Problem, SignInNeed } from '../model/problem';
import { CUSTOMER_REQUESTS, REQUEST_OF_PROBLEM } from '../model/problem';
import type { Operation } from './operation';
import type { DoneChange } from './undo';
import { OPERATION_KEPT_MS, problemCodeOf } from './operation';

/** The version that this bot writes. */
export const BATCH_VERSION = 1;

const partnerIdOrNone = branded<PartnerId>(asPartnerId).nullable();

/**
 * A directory that was looked at for a batch and is not in it. `other`: it has another PartnerID, `partnerId`; `changed`:
 * what was to be taken back is not what is linked there any more; `asked`: the person wants it left alone; `consent`: a sign-in is needed, and somebody's consent.
 */
const leftOutSchema = z.object({
  tenantId: branded<TenantId>(asTenantId),
  directoryName: z.string(),
  why: z.enum([
    'other',
    'changed',
    'lighthouse',
    'needs-you',
    'consent',
    'needs-admin',
    'unreadable',
    'asked',
  ]),
  partnerId: partnerIdOrNone.optional(),
  /** What its administrator can be asked for, where that helps. */
  request: z.enum(CUSTOMER_REQUESTS).optional(),
});

/** See leftOutSchema. */
export type LeftOut = z.infer<typeof leftOutSchema>;

/**
 * The stored form of a batch: which operations are confirmed together. What becomes of each stands in its own record; the
 * batch lists, starts, counts and tells.
 */
export const batchSchema = z.object({
  schema: z.literal(BATCH_VERSION),
  id: branded<BatchId>(asBatchId),
  person: z.object({ tenantId: branded<TenantId>(asTenantId), objectId: branded<ObjectId>(asObjectId) }),
  conversationKey: z.string(),
  items: z.array(
    z.object({
      operationId: branded<OperationId>(asOperationId),
      tenantId: branded<TenantId>(asTenantId),
      directoryName: z.string(),
    }),
  ),
  isUndo: z.boolean(),
  /** The batch that it takes back: what that one has left to do ends with it. */
  undoes: branded<BatchId>(asBatchId).optional(),
  /** An undo of it was confirmed. */
  isUndone: z.literal(true).optional(),
  /** What was wanted, for what the batch leaves open; versions before did not keep it. */
  wish: z.object({ wanted: partnerIdOrNone, isOnlyMissing: z.boolean() }).optional(),
  leftOut: z.array(leftOutSchema).default([]),
  /** What did not fit into it, in its order: the next batch. */
  rest: z.array(branded<TenantId>(asTenantId)).default([]),
  plannedAt: z.string(),
  /** `stopped`: what had not begun by then never will. */
  status: z.enum(['planned', 'started', 'cancelled', 'stopped']),
});

/** Changes in many directories that are confirmed together. */
export type Batch = z.infer<typeof batchSchema>;

/** What was left alone stays so in what comes after a batch. */
export function leftAloneIn({
  leftOut,
}: {
  readonly leftOut: readonly LeftOut[];
}): { tenantId: TenantId; name: string }[] {
  return leftOut.flatMap(({ why, tenantId, directoryName }) =>
    why === 'asked' ? [{ tenantId, name: directoryName }] : [],
  );
}

/** The directories that were left out of the batch until the person has signed in there. */
export function leftForPerson({ leftOut }: { readonly leftOut: readonly LeftOut[] }): TenantId[] {
  return leftOut.flatMap(({ why, tenantId }) => (why === 'needs-you' || why === 'consent' ? [tenantId] : []));
}

/** Where one change of a batch stands. */
export interface BatchItem {
  readonly operation: Operation;
  /**
   * `waiting`: not begun; `writing`; `done`; `unchanged`: somebody had changed the link meanwhile; `failed`; `unknown`:
   * nobody knows whether it took effect; `needs-you`: a sign-in is needed first; `stopped`, `expired`: never begun.
   */
  readonly state:
    'waiting' | 'writing' | 'done' | 'unchanged' | 'failed' | 'unknown' | 'needs-you' | 'stopped' | 'expired';
}

/** Where an operation stands, by its record alone. */
export function itemOf(operation: Operation): BatchItem {
  switch (operation.status) {
    case 'planned':
      return { operation, state: 'waiting' };
    case 'executing':
      return { operation, state: 'writing' };
    case 'cancelled':
      return {
        operation,
        state: operation.problemCode === 'link-changed-meanwhile' ? 'unchanged' : 'stopped',
      };
    case 'done':
    case 'failed':
    case 'unknown':
    case 'expired':
      return { operation, state: operation.status };
  }
}

/** How far a batch is. */
export interface BatchProgress {
  readonly id: BatchId;
  readonly status: Batch['status'];
  readonly isUndo: boolean;
  /** An undo of it was confirmed: what it had left to do is asked about anew. */
  readonly isUndone: boolean;
  /** In the order in which they were confirmed. */
  readonly items: readonly BatchItem[];
  /** What was wanted (null: no link); undefined where each has its own. */
  readonly wanted: PartnerId | null | undefined;
  /** What was looked at and is not in it. */
  readonly leftOut: readonly LeftOut[];
  /** How many directories did not fit into it. */
  readonly rest: number;
  /** Why an item is `needs-you` or has not begun, where that was found out just now. */
  readonly needs: ReadonlyMap<TenantId, SignInNeed>;
  readonly problems: ReadonlyMap<TenantId, Problem>;
}

/** Where a batch stands that is being done. Another instance may have stopped it: what it had not begun shows that. */
export function statusOf({ status }: Batch, items: readonly BatchItem[]): Batch['status'] {
  if (items.some(({ state }) => state === 'stopped')) return 'stopped';
  return status === 'planned' ? 'started' : status;
}

/** Of one that a process has left in the middle it can be read now what came of it. */
export function isOpen({ state }: BatchItem): boolean {
  return state === 'waiting' || state === 'needs-you' || state === 'writing' || state === 'unknown';
}

/** Each PartnerID that was linked once, with the company that ARM answered for it. */
export function partnersOf(items: readonly BatchItem[]): { partnerId: string; partnerName: string }[] {
  const names = new Map<string, string>();
  for (const { operation } of items) {
    if (operation.status === 'done' && operation.result !== null)
      names.set(operation.result.partnerId, operation.result.partnerName);
  }
  return [...names].map(([partnerId, partnerName]) => ({ partnerId, partnerName }));
}

/** Until when all of it can be taken back: as long as the first of its records is kept. ISO 8601; empty: nothing is done. */
export function undoUntil(items: readonly BatchItem[]): string {
  const done = items.filter(({ state }) => state === 'done').map(({ operation }) => operation.statusSince);
  const [first] = done.sort();
  return first === undefined ? '' : new Date(Date.parse(first) + OPERATION_KEPT_MS).toISOString();
}

/** The name of a directory of the batch; empty for any other. */
export function nameOf({ items }: BatchProgress, tenantId: TenantId): string {
  return items.find(({ operation }) => operation.tenantId === tenantId)?.operation.directoryName ?? '';
}

/** A directory whose administrator has to do something first, and what they can be asked for. */
interface ToAsk {
  readonly directoryId: TenantId;
  readonly directoryName: string;
  readonly request: CustomerRequest;
}

/** The only directory of the batch that waits for its administrator, among its changes and what was left out; none of several. */
export function administratorToAsk(progress: BatchProgress | undefined): { readonly ask?: ToAsk } {
  if (progress === undefined) return {};
  const changes = progress.items.map(({ operation }) => {
    const { tenantId, directoryName } = operation;
    const code = problemCodeOf(operation) ?? progress.problems.get(tenantId)?.code;
    return { tenantId, directoryName, request: code === undefined ? undefined : REQUEST_OF_PROBLEM[code] };
  });
  const waiting = [...changes, ...progress.leftOut].flatMap(({ tenantId, directoryName, request }) =>
    request === undefined ? [] : [{ directoryId: tenantId, directoryName, request }],
  );
  const [ask, ...others] = waiting;
  return ask === undefined || others.length > 0 ? {} : { ask };
}

/** What nobody could tick, since it needs somebody first. */
export function stillWaits({ why }: LeftOut): boolean {
  return why !== 'other' && why !== 'changed' && why !== 'asked';
}

/** What is planned anew where a sign-in was to go on with a batch; undefined: it just goes on. */
export function askedAnew(
  { status, isUndone }: BatchProgress,
  isInBatch: boolean,
): 'left' | 'retry' | undefined {
  if (isUndone) return isInBatch ? 'retry' : 'left';
  return status === 'planned' ? 'left' : undefined;
}

/** The batch that the next one takes back: this one, or where that is a part of it, the one that this takes back. */
export function undoneBy(next: string, { id, undoes }: Pick<Batch, 'id' | 'undoes'>): BatchId | undefined {
  if (next === 'undo') return id;
  return next === 'chosen' ? undoes : undefined;
}

/** A change of a batch that was done, with what was linked before it. */
export interface DoneInBatch extends DoneChange {
  readonly before: PartnerId | null;
  readonly after: PartnerId | null;
}

/** The changes that were done. */
export function doneIn(items: readonly BatchItem[]): DoneInBatch[] {
  return items.flatMap(({ operation }) => {
    const before = operation.before?.partnerId ?? null;
    return operation.status === 'done' ? [{ ...operation, before }] : [];
  });
}

/** What comes after a batch: see Batches.planNext. */
export type NextOfBatch =
  | { readonly kind: 'undo' | 'redo' | 'retry' | 'rest' | 'left' }
  /** Without directories: in all of its changes. */
  | {
      readonly kind: 'chosen';
      readonly directories?: readonly TenantId[] | undefined;
      readonly other?: OtherNumber | undefined;
    };

/** Another PartnerID for some directories of a batch. */
export interface OtherNumber {
  readonly directories: readonly TenantId[];
  readonly partnerId: PartnerId;
}
