import type { PartnerLinks } from '../arm/ports';
import type { Actor } from '../auth/ports';
import { leaveUnknown, settleByReading } from './execute';
import { executionOfSettled } from './execution';
import type { Execution } from './execution';
import type { HeldOperation, Operations } from './operations';

/**
 * Finds out what came of an operation that somebody was interrupted in: from the record, or by reading ARM. Never
 * writes to ARM. What can't be read now is put on record as not known, and can be settled when the person asks.
 */
export async function resume(
  parts: { operations: Operations; links: PartnerLinks },
  held: HeldOperation,
  actor: Actor,
  signal: AbortSignal,
): Promise<Execution> {
  const { operation } = held;
  const settled = executionOfSettled(operation);
  if (settled !== undefined) {
    // The interruption may have come between the outcome and its line in the audit trail.
    await parts.operations.audit(operation);
    return settled;
  }
  if (operation.status === 'planned') return { kind: 'not-begun', operation };
  const execution = await settleByReading(parts, held, actor, signal);
  const isOpen = execution.kind === 'sign-in' || execution.kind === 'problem';
  if (!isOpen || execution.operation?.status !== 'executing') return execution;
  const unknown = await leaveUnknown(parts.operations, held);
  return execution.kind === 'sign-in' ? { ...execution, operation: unknown.operation } : unknown;
}
