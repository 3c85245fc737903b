import { createHash, randomBytes } from 'node:crypto';

declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** A PartnerID as ARM takes it: 5 to 10 ASCII digits, leading zeros kept. */
export type PartnerId = Branded<string, 'PartnerId'>;
/** The id of a Microsoft Entra directory: a lower-case GUID. */
export type TenantId = Branded<string, 'TenantId'>;
/** The id of a person's account inside one directory: a lower-case GUID. */
export type ObjectId = Branded<string, 'ObjectId'>;
/** The id of one planned change: 128 random bits, base64url. */
export type OperationId = Branded<string, 'OperationId'>;
/** The id of changes in many directories that are confirmed together: 128 random bits, base64url. */
export type BatchId = Branded<string, 'BatchId'>;
/** The id of what can be taken along as a file: 128 random bits, base64url. */
export type FileId = Branded<string, 'FileId'>;
/** Names one request through every log line, card and service it touches: a GUID. */
export type CorrelationId = Branded<string, 'CorrelationId'>;

const PARTNER_ID = /^[0-9]{5,10}$/;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const OPERATION_ID = /^[A-Za-z0-9_-]{22}$/;
const OPERATION_ID_BYTES = 16;

/** The text as a PartnerId, or undefined. Strict: people's input goes through `understanding/text/partner-id.ts` first. */
export function asPartnerId(text: string): PartnerId | undefined {
  return PARTNER_ID.test(text) ? (text as PartnerId) : undefined;
}

/** The text as a TenantId (case is folded), or undefined if it is not a GUID. */
export function asTenantId(text: string): TenantId | undefined {
  const folded = text.toLowerCase();
  return GUID.test(folded) ? (folded as TenantId) : undefined;
}

/** The text as an ObjectId (case is folded), or undefined if it is not a GUID. */
export function asObjectId(text: string): ObjectId | undefined {
  const folded = text.toLowerCase();
  return GUID.test(folded) ? (folded as ObjectId) : undefined;
}

/** The text as an OperationId, or undefined if it does not have the form of one. */
export function asOperationId(text: string): OperationId | undefined {
  return OPERATION_ID.test(text) ? (text as OperationId) : undefined;
}

/** A new, unguessable OperationId. */
export function newOperationId(): OperationId {
  return randomBytes(OPERATION_ID_BYTES).toString('base64url') as OperationId;
}

/** The text as a BatchId, or undefined if it does not have the form of one. */
export function asBatchId(text: string): BatchId | undefined {
  return OPERATION_ID.test(text) ? (text as BatchId) : undefined;
}

/** A new, unguessable BatchId. */
export function newBatchId(): BatchId {
  return randomBytes(OPERATION_ID_BYTES).toString('base64url') as BatchId;
}

/** The text as a FileId, or undefined if it does not have the form of one. */
export function asFileId(text: string): FileId | undefined {
  return OPERATION_ID.test(text) ? (text as FileId) : undefined;
}

/** A new, unguessable FileId. */
export function newFileId(): FileId {
  return randomBytes(OPERATION_ID_BYTES).toString('base64url') as FileId;
}

/** A new CorrelationId. */
export function newCorrelationId(): CorrelationId {
  return crypto.randomUUID() as CorrelationId;
}

/** A schema for texts that a parser of ours turns into one of our own types; what it refuses is an issue. */
export { branded } from '../lib/quick-schemas';

/** PartnerIDs seen in the wild have 6 to 8 digits; ARM has no documented rule, so others are asked about, not refused. */
const USUAL_DIGITS = { fewest: 6, most: 8 };

/** Whether the person should be asked "is that right?" because of the number of digits. */
export function isUnusualLength(partnerId: PartnerId): boolean {
  return partnerId.length < USUAL_DIGITS.fewest || partnerId.length > USUAL_DIGITS.most;
}

/** A text that stands for another one and does not tell it: for keys of records that outlive "forget me". */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
