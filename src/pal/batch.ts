import { z } from 'zod';
import type { BatchId, ObjectId, OperationId, TenantId } from '../model/identifiers';
import { asBatchId, asObjectId, asOperationId, asTenantId, branded } from '../model/identifiers';
import type { Operation } from './operation';

/** The version that this bot writes. */
export const BATCH_VERSION = 1;

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
  plannedAt: z.string(),
  /** `stopped`: what had not begun by then never will. */
  status: z.enum(['planned', 'started', 'cancelled', 'stopped']),
});

/** Changes in many directories that are confirmed together. */
export type Batch = z.infer<typeof batchSchema>;

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
