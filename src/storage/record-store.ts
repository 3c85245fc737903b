/** A record as it was read: its value (JSON, to be parsed by the room that owns it) and its version. */
export interface StoredRecord {
  readonly value: unknown;
  readonly etag: string;
}

/** Every write says what it expects to find; nothing is overwritten blindly. */
export type Expectation = { readonly absent: true } | { readonly etag: string };

/** What became of a conditional write. */
export type PutResult = { readonly kind: 'stored'; readonly etag: string } | { readonly kind: 'conflict' };

/** One line of the audit trail: one decision about a link. Holds no token and no message text. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly operationId: string;
  readonly correlationId: string;
  readonly personTenantId: string;
  readonly personObjectId: string;
  readonly tenantId: string;
  readonly accountObjectId: string;
  readonly action: string;
  /** The PartnerID before and after; null where nothing is linked. */
  readonly before: string | null;
  readonly after: string | null;
  readonly outcome: string;
}

/** The collections that rooms keep records in. */
export type Collection = 'conversations' | 'operations' | 'references' | 'exchanges';

/** The one small storage port. Implementations may reject with an Error when the storage is away. */
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
  /** Removes the record; no error when there is none. */
  delete(collection: Collection, key: string): Promise<void>;
  /** Adds a line to the audit trail; lines are never changed. */
  append(entry: AuditEntry): Promise<void>;
  /** The audit trail of one person, oldest first. */
  audit(personTenantId: string, personObjectId: string): Promise<AuditEntry[]>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}
