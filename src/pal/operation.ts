import { z } from 'zod';
import type {
  BatchId,
  CorrelationId,
  ObjectId,
  OperationId,
  PartnerId,
  TenantId,
} from '../model/identifiers';
import { asBatchId, asObjectId, asOperationId, asPartnerId, asTenantId, branded } from '../model/identifiers';
import { PROBLEM_CODES } from '../model/problem';

/** How long a planned change may wait for its confirmation. */
const OPERATION_LIFE_MS = 10 * 60 * 1000;
/** How long a settled operation is kept, so that an old card can still show its outcome. */
export const OPERATION_KEPT_MS = 24 * 60 * 60 * 1000;

const partner = z.object({ partnerId: branded<PartnerId>(asPartnerId), partnerName: z.string() });

/** The version that this bot writes. */
export const OPERATION_VERSION = 1;

/** The stored form of an operation. */
export const operationSchema = z.object({
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
  status: z.enum(['planned', 'executing', 'done', 'failed', 'expired', 'cancelled', 'unknown']),
  plannedAt: z.string(),
  /** Since when it has its status. */
  statusSince: z.string(),
  /** Of the turn that planned it, and once it was confirmed, of that turn: ARM is sent it with the write. */
  correlationId: z.string().transform((text) => text as CorrelationId),
  /** What ARM answered, when done; null when nothing is linked any more. */
  result: z
    .object({
      partnerId: branded<PartnerId>(asPartnerId),
      partnerName: z.string(),
      tenantId: branded<TenantId>(asTenantId),
      objectId: branded<ObjectId>(asObjectId),
      version: z.number(),
      linkedSince: z.string(),
      lastChanged: z.string(),
      state: z.string(),
    })
    .nullable()
    .optional(),
  /** ARM's x-ms-request-id of the last write that ARM answered. */
  armRequestId: z.string().optional(),
  /** Why it was cancelled, when the person did not do it by itself. */
  cancelReason: z.enum(['replaced', 'stopped']).optional(),
  /** Why it failed. */
  problemCode: z.enum(PROBLEM_CODES).optional(),
});

/** One planned, shown and confirmed change of a link; bound to a person, a conversation and a directory. */
export type Operation = z.infer<typeof operationSchema>;

/**
 * Where an operation may go from where it is. `executing → planned` only when ARM surely wrote nothing. `failed → done`
 * is for the process that wrote, which others took for dead: ARM's answer to it came after they had read.
 */
const MOVES: Record<Operation['status'], readonly Operation['status'][]> = {
  planned: ['executing', 'expired', 'cancelled'],
  executing: ['done', 'failed', 'unknown', 'planned'],
  unknown: ['done', 'failed'],
  done: [],
  failed: ['done'],
  expired: [],
  cancelled: [],
};

/** Whether the state machine allows the move. */
export function mayMove(from: Operation['status'], to: Operation['status']): boolean {
  return MOVES[from].includes(to);
}

/** Whether a planned operation has waited too long for its confirmation. */
export function hasExpired(operation: Pick<Operation, 'plannedAt'>, now: Date): boolean {
  return now.getTime() - Date.parse(operation.plannedAt) > OPERATION_LIFE_MS;
}
