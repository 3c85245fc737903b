import { z } from 'zod';

/** A record as it was read: its value (JSON, to be parsed by the room that owns it) and its version. */
export interface StoredRecord {
  /** The text itself where it is no JSON, or too long to be a record: no schema takes it. */
  readonly value: unknown;
  readonly etag: string;
}

/** A record with its key, as `list` gives it. */
export interface ListedRecord extends StoredRecord {
  readonly key: string;
  /** When it may be forgotten. */
  readonly expiresAt?: Date;
}

/** Every write says what it expects to find; nothing is overwritten blindly. */
export type Expectation = { readonly absent: true } | { readonly etag: string };

/** A conditional write. `expiresAt`: when the record may be forgotten. */
export interface Put {
  readonly collection: Collection;
  readonly key: string;
  readonly value: unknown;
  readonly expected: Expectation;
  readonly expiresAt?: Date;
}

/** What became of a conditional write. */
export type PutResult = { readonly kind: 'stored'; readonly etag: string } | { readonly kind: 'conflict' };

/** The collections that rooms keep records in. Moving, sweeping and "forget me" go through all of them. */
export const COLLECTIONS = [
  'conversations',
  'operations',
  'batches',
  'references',
  'exchanges',
  'activities',
  'outbox',
  'sign-ins',
  'sign-outs',
  'files',
  'quarantine',
] as const;

/** One of COLLECTIONS. */
export type Collection = (typeof COLLECTIONS)[number];

/** What a collection is called in the stores: two are there under the name that version 0.1.0 gave them. */
export function storedName(collection: Collection): string {
  if (collection === 'outbox') return 'unfinished';
  return collection === 'quarantine' ? 'poison' : collection;
}

/**
 * A longer record is not taken, and not parsed: ours have less than a tenth of it. In characters of the stored
 * text; it is what fits into one entity of Azure Tables (1 MiB).
 */
export const MAX_RECORD_LENGTH = 400_000;

/**
 * The one small storage port. Rejects with a StorageAwayError when the storage is away (`guardedStore` sees to that),
 * with an UnusableRecordError for what can't be stored or read at all.
 */
export interface RecordStore {
  /** The record, or undefined when there is none or it has expired. */
  get(collection: Collection, key: string): Promise<StoredRecord | undefined>;
  /** Writes if the expectation holds. `expiresAt`: when the record may be forgotten. */
  put(
    collection: Collection,
    key: string,
    value: unknown,
    expected: Expectation,
    expiresAt?: Date,
  ): Promise<PutResult>;
  /**
   * Writes if the expectation holds, and with it a line of the audit trail: both or neither where the store can (one
   * file). Where it can't the record is written first, so that after a rejection the line may have to be added again.
   */
  putWithLine(put: Put, line: AuditEntry): Promise<PutResult>;
  /** Removes the record; no error when there is none, or when another version than the expected one stands there. */
  delete(collection: Collection, key: string, expected?: { readonly etag: string }): Promise<void>;
  /** All records that have not expired, in no order. One that is written meanwhile may be there or not. */
  list(collection: Collection): AsyncIterable<ListedRecord>;
  /** Adds a line to the audit trail unless it is there already (`auditEntryId`); lines are never changed. */
  append(entry: AuditEntry): Promise<void>;
  /** The audit trail of one person, oldest first; no more than the newest `most` lines, if that is given. */
  audit(person: TrailOwner, most?: number): Promise<AuditEntry[]>;
  /** The audit trail of everybody, in no order. */
  trail(): AsyncIterable<AuditEntry>;
  /** Removes a person's lines from the audit trail: only for "forget me". */
  forgetTrail(person: TrailOwner): Promise<void>;
  /** Removes what has expired, and the lines of the audit trail from before `trailSince`. Tells how many it were. */
  sweep(trailSince: Date): Promise<number>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}

/** The storage does not answer, or not in time: whoever asked goes on without it, or says so. */
export class StorageAwayError extends Error {
  override readonly name = 'StorageAwayError';

  constructor(cause?: unknown) {
    super('The storage is away.', { cause });
  }
}

/** One record or line can't be stored or read, whatever the storage does: no JSON, too long, of no known form. */
export class UnusableRecordError extends Error {
  override readonly name = 'UnusableRecordError';
}

/** A newer version of the bot wrote the record: it is left alone until this one is replaced. */
export class NewerRecordError extends Error {
  override readonly name = 'NewerRecordError';
}

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
