import { z } from 'zod';

import type { Link, LinkState } from '../model/directory';
import type {
  BatchId,
  CorrelationId,
  ObjectId,
  OperationId,
  PartnerId,
  TenantId,
} from '../model/identifiers';
import { asBatchId, asObjectId, asOperationId, asPartnerId, asTenantId, branded } from '../model/identifiers';
import type { Problem, ProblemCode, SignInNeed } from '../model/problem';
import { PROBLEM_CODES } from '../model/problem';

/** How long a planned change may wait for its confirmation. */
const OPERATION_LIFE_MS = 10 * 60 * 1000;
/** How long a settled operation is kept, so that an old card can still show its outcome. */
export const OPERATION_KEPT_MS = 24 * 60 * 60 * 1000;

const partner = z.object({ partnerId: branded<PartnerId>(asPartnerId), partnerName: z.string() });

/** The version that this bot writes. */
export const OPERATION_VERSION = 1;

const link = z.object({
  partnerId: branded<PartnerId>(asPartnerId),
  partnerName: z.string(),
  tenantId: branded<TenantId>(asTenantId),
  objectId: branded<ObjectId>(asObjectId),
  version: z.number(),
  linkedSince: z.string(),
  lastChanged: z.string(),
  state: z.string(),
});

/** What an operation has wherever it stands. */
const anyOperation = z.object({
  schema: z.literal(OPERATION_VERSION),
  id: branded<OperationId>(asOperationId),
  kind: z.enum(['link', 'change', 'unlink']),
  person: z.object({ tenantId: branded<TenantId>(asTenantId), objectId: branded<ObjectId>(asObjectId) }),
  conversationKey: z.string(),
  /** The directory in which the link is changed, as the card named it. */
  tenantId: branded<TenantId>(asTenantId),
  directoryName: z.string(),
  /** The account whose link it is, in that directory. */
  account: z.object({ objectId: branded<ObjectId>(asObjectId), username: z.string() }),
  before: partner.nullable(),
  after: branded<PartnerId>(asPartnerId).nullable(),
  isUndo: z.boolean(),
  /** The batch that it was confirmed with. */
  batchId: branded<BatchId>(asBatchId).optional(),
  plannedAt: z.string(),
  /** Since when it has its status. */
  statusSince: z.string(),
  /** Of the turn that planned it, and once it was confirmed, of that turn: ARM is sent it with the write. */
  correlationId: z.string().transform((text) => text as CorrelationId),
  /** ARM's x-ms-request-id of the last write that ARM answered. */
  armRequestId: z.string().optional(),
});
type AnyOperation = z.infer<typeof anyOperation>;

/** The stored form of an operation: what else it has depends on where it stands. */
export const operationSchema = z.discriminatedUnion('status', [
  anyOperation.extend({ status: z.literal('planned') }),
  anyOperation.extend({ status: z.literal('executing') }),
  /** `result`: what ARM says is linked now; null: nothing. */
  anyOperation.extend({ status: z.literal('done'), result: link.nullable() }),
  anyOperation.extend({ status: z.literal('failed'), problemCode: z.enum(PROBLEM_CODES) }),
  anyOperation.extend({ status: z.literal('unknown'), problemCode: z.enum(PROBLEM_CODES) }),
  anyOperation.extend({ status: z.literal('expired') }),
  anyOperation.extend({
    status: z.literal('cancelled'),
    /** Why it was cancelled, when neither the person did it nor the link was another one by then. */
    cancelReason: z.enum(['replaced', 'stopped']).optional(),
    problemCode: z.literal('link-changed-meanwhile').optional(),
  }),
]);

/** One planned, shown and confirmed change of a link; bound to a person, a conversation and a directory. */
export type Operation = z.infer<typeof operationSchema>;
type Status = Operation['status'];
/** An operation that stands there. */
export type OperationAt<S extends Status> = Extract<Operation, { status: S }>;

/** Where an operation goes, with what it has there. */
export type Move = MoveTo<Operation>;
type MoveTo<O> = O extends AnyOperation
  ? Omit<O, keyof AnyOperation> & Partial<Pick<AnyOperation, 'armRequestId' | 'correlationId'>>
  : never;

/** The operation where a move takes it: what it had only where it stood before is left behind. */
export function movedTo(operation: Operation, move: Move, statusSince: string): Operation {
  return { ...anyOperation.parse(operation), ...move, statusSince };
}

/** What stands in the way of an operation, or did. */
export function problemCodeOf(operation: Operation): ProblemCode | undefined {
  return 'problemCode' in operation ? operation.problemCode : undefined;
}

/**
 * Where an operation may go from where it is. `executing → planned` only when ARM surely wrote nothing. `failed → done`
 * is for the process that wrote, which others took for dead: ARM's answer to it came after they had read.
 */
const MOVES: Record<Status, readonly Status[]> = {
  planned: ['executing', 'expired', 'cancelled'],
  executing: ['done', 'failed', 'unknown', 'planned'],
  unknown: ['done', 'failed'],
  done: [],
  failed: ['done'],
  expired: [],
  cancelled: [],
};

/** Whether the state machine allows the move. */
export function mayMove(from: Status, to: Status): boolean {
  return MOVES[from].includes(to);
}

/** Whether the operation was begun, by whichever instance, so that something may have been changed by it. */
export function wasBegun({ status }: Pick<Operation, 'status'>): boolean {
  return !['planned', 'cancelled', 'expired'].includes(status);
}

/** Whether a planned operation has waited too long for its confirmation. */
export function hasExpired(operation: Pick<Operation, 'plannedAt'>, now: Date): boolean {
  return now.getTime() - Date.parse(operation.plannedAt) > OPERATION_LIFE_MS;
}

/** What came of confirming an operation. */
export type Execution =
  /** ARM says so: `operation.result` is what is linked now, null when nothing is. `isEarlier`: the undo was done before. */
  | { readonly kind: 'done'; readonly operation: OperationAt<'done'>; readonly isEarlier?: true }
  /** ARM wrote, but names something else than was asked. */
  | { readonly kind: 'not-as-asked'; readonly operation: OperationAt<'done'>; readonly found: Link }
  /** Nothing was written; the person must sign in first, then the same operation can go on. */
  | { readonly kind: 'sign-in'; readonly operation: Operation; readonly need: SignInNeed }
  /** Nothing was written; the link is not what the card showed any more. */
  | { readonly kind: 'changed'; readonly operation: Operation; readonly current: LinkState }
  /** Another press is doing it right now. */
  | { readonly kind: 'busy'; readonly operation: Operation }
  /** Somebody was interrupted before anything was done about it: it can still be confirmed. */
  | { readonly kind: 'not-begun'; readonly operation: Operation }
  | { readonly kind: 'expired'; readonly operation: Operation }
  | { readonly kind: 'cancelled'; readonly operation: Operation }
  | { readonly kind: 'problem'; readonly operation?: Operation; readonly problem: Problem };

/** What a press on the card of a settled operation shows again; undefined while it is not settled. */
export function executionOfSettled(operation: Operation): Execution | undefined {
  switch (operation.status) {
    case 'done':
      return doneOrNotAsAsked(operation);
    case 'failed':
      return {
        kind: 'problem',
        operation,
        problem: problemOf(operation, operation.problemCode),
      };
    case 'expired':
      return { kind: 'expired', operation };
    case 'cancelled':
      return { kind: 'cancelled', operation };
    case 'planned':
    case 'executing':
    case 'unknown':
      return undefined;
  }
}

/** A problem of our own about the operation. */
export function problemOf(operation: Operation, code: ProblemCode): Problem {
  return { code, correlationId: operation.correlationId };
}

function doneOrNotAsAsked(operation: OperationAt<'done'>): Execution {
  const found = operation.result;
  return found !== null && !isAsAsked(operation, found)
    ? { kind: 'not-as-asked', operation, found }
    : { kind: 'done', operation };
}

/** A link reduced to what people compare: which partner. Null: nothing is linked. */
export type Linked = { readonly partnerId: PartnerId; readonly partnerName: string } | null;

/** What a read found, as an operation remembers it. */
export function linkedOf(state: LinkState): Linked {
  return state.kind === 'linked'
    ? { partnerId: state.link.partnerId, partnerName: state.link.partnerName }
    : null;
}

/** Whether the same partner (or nobody) is linked; names do not count. */
export function isSameLink(a: Linked, b: Linked): boolean {
  return a?.partnerId === b?.partnerId;
}

/**
 * What has to be done so that `wanted` is linked where `current` is: PUT where nothing is linked, PATCH where another
 * id is, DELETE to remove; nothing when it is so already. (ARM refuses a PUT over an active link.)
 */
export function changeNeeded(current: Linked, wanted: PartnerId | null): Operation['kind'] | 'nothing' {
  if (current === null) return wanted === null ? 'nothing' : 'link';
  if (wanted === null) return 'unlink';
  return current.partnerId === wanted ? 'nothing' : 'change';
}

/** Whether ARM's answer to a write names the directory, the account and the PartnerID that were asked for. */
export function isAsAsked(operation: Operation, link: Link): boolean {
  return (
    link.tenantId === operation.tenantId &&
    link.objectId === operation.account.objectId &&
    link.partnerId === operation.after
  );
}
