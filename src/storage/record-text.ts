import type { AuditEntry, Collection, RecordStore, StoredRecord } from './record-store';
import { MAX_RECORD_LENGTH, UnusableRecordError, auditEntrySchema } from './record-store';

const BEYOND_ASCII = /[\u007f-\uffff]/g;

/**
 * A value as the text that is stored: JSON in ASCII, so that no service on the way can cut a character in two. Throws
 * UnusableRecordError for what is no JSON, and for what is too long.
 */
export function recordText(value: unknown): string {
  const json = jsonOf(value);
  if (json === undefined) throw new UnusableRecordError('A record must be JSON.');
  const text = json.replace(BEYOND_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (text.length > MAX_RECORD_LENGTH) throw new UnusableRecordError('A record must not be that long.');
  return text;
}

/** The value of a stored text; the text itself where that is no JSON or too long, so that its owner can set it aside. */
export function recordValue(text: string): unknown {
  if (text.length > MAX_RECORD_LENGTH) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** A line of the audit trail from its stored text. Throws UnusableRecordError when it is none. */
export function auditEntryOf(text: string): AuditEntry {
  const parsed = auditEntrySchema.safeParse(recordValue(text));
  if (!parsed.success) throw new UnusableRecordError('A line of the audit trail can’t be read.');
  return parsed.data;
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new UnusableRecordError('A record must be JSON.', { cause: error });
  }
}

/** As long as the state of a conversation; whoever runs the bot can look into it until then. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Of a record that is far too long its beginning tells enough. */
const KEPT_LENGTH = 20_000;

/** Keeps a copy of a record that no schema takes, under another key, so that its owner can start clean. */
export async function quarantine(
  store: RecordStore,
  place: { readonly collection: Collection; readonly key: string },
  { value, etag }: StoredRecord,
  now: Date,
): Promise<void> {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined);
  await store.put(
    'quarantine',
    `${place.collection}|${place.key}|${etag}`,
    { schema: 1, ...place, foundAt: now.toISOString(), text: (text ?? '').slice(0, KEPT_LENGTH) },
    { absent: true },
    new Date(now.getTime() + KEPT_MS),
  );
}

/** Whether a newer version of the bot wrote the value than `known`: it is left alone, and not put in quarantine. */
export function isNewer(value: unknown, known: number): boolean {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return false;
  return Number.isInteger(value.schema) && Number(value.schema) > known;
}
