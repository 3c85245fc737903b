import type { Collection, RecordStore, StoredRecord } from './record-store';

/** As long as the state of a conversation; whoever runs the bot can look into it until then. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Of a record that is far too long its beginning tells enough. */
const KEPT_LENGTH = 20_000;

/** Keeps a copy of a record that no schema takes, under another key, so that its owner can start clean. */
export async function setAside(
  store: RecordStore,
  place: { readonly collection: Collection; readonly key: string },
  { value, etag }: StoredRecord,
  now: Date,
): Promise<void> {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined);
  await store.put(
    'poison',
    `${place.collection}|${place.key}|${etag}`,
    { schema: 1, ...place, foundAt: now.toISOString(), text: (text ?? '').slice(0, KEPT_LENGTH) },
    { absent: true },
    new Date(now.getTime() + KEPT_MS),
  );
}

/** Whether a newer version of the bot wrote the value than `known`: it is left alone, and not taken for poison. */
export function isNewer(value: unknown, known: number): boolean {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return false;
  return Number.isInteger(value.schema) && Number(value.schema) > known;
}
