import { z } from 'zod';

/** The stored form of a line of the audit trail. */
export const auditEntrySchema = z.object({
  /** When it came out so: ISO 8601, UTC. */
  at: z.string(),
  operationId: z.string(),
  correlationId: z.string(),
  personTenantId: z.string(),
  personObjectId: z.string(),
  tenantId: z.string(),
  /** As the confirm card named the directory. */
  directoryName: z.string(),
  accountObjectId: z.string(),
  action: z.string(),
  /** The PartnerID before and after; null where nothing is linked. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** What became of the operation, such as `done`. An operation has at most one line of each. */
  status: z.string(),
  /** Why, when it is not done: a code of `model/problem.ts`. */
  problemCode: z.string().optional(),
  /** Why it was cancelled, when the person did not do it: a newer card took its place, or its batch was stopped. */
  cancelReason: z.enum(['replaced', 'stopped']).optional(),
  /** The batch that it was confirmed with. */
  batchId: z.string().optional(),
  /** ARM's x-ms-request-id of the write, when ARM sent one. */
  armRequestId: z.string().optional(),
  /** Of a file that was made, which is no decision: its SHA-256 in hex, and its name. */
  fileDigest: z.string().optional(),
  fileName: z.string().optional(),
});

/** One line of the audit trail: one decision about a link. Holds no token and no message text. */
export type AuditEntry = Readonly<z.infer<typeof auditEntrySchema>>;

/** What a line is known by: adding it a second time changes nothing. */
export function auditEntryId({ operationId, status }: AuditEntry): string {
  return `${operationId}.${status}`;
}

/** Whose lines of the audit trail. */
export interface TrailOwner {
  readonly tenantId: string;
  readonly objectId: string;
}

/** One text per person. */
export function trailKey({ tenantId, objectId }: TrailOwner): string {
  return `${tenantId}.${objectId}`;
}

/** The person who decided it. */
export function trailKeyOf({ personTenantId, personObjectId }: AuditEntry): string {
  return trailKey({ tenantId: personTenantId, objectId: personObjectId });
}
