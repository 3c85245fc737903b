import { systemClock } from '../../src/model/clock';
import { batchSchema } from '../../src/pal/batch';
import { OPERATION_KEPT_MS, operationSchema } from '../../src/pal/operation';
import type { RecordStore } from '../../src/storage/record-store';
import { openSqliteStore } from '../../src/storage/sqlite-store';

/** The bot's process has no clock that a test could move; its records can be made older instead: an operation or a batch, and its person's audit trail. */
export async function ageOperation(file: string, id: string, ms: number): Promise<void> {
  const store = openSqliteStore(file, systemClock);
  const earlier = (iso: string): string => new Date(Date.parse(iso) - ms).toISOString();
  const batch = batchSchema.safeParse((await store.get('batches', id))?.value).data;
  const operationIds = batch?.items.map(({ operationId }) => operationId) ?? [id];
  if (batch !== undefined) await age(store, 'batches', id, ms);
  const aged = await Promise.all(operationIds.map((one) => age(store, 'operations', one, ms)));
  const person = operationSchema.parse(aged[0]).person;
  const trail = await store.audit(person);
  await store.forgetTrail(person);
  for (const line of trail) await store.append({ ...line, at: earlier(line.at) });
  await store.close();
}

async function age(
  store: RecordStore,
  collection: 'operations' | 'batches',
  id: string,
  ms: number,
): Promise<unknown> {
  const record = await store.get(collection, id);
  if (record === undefined) throw new Error('There is no such operation.');
  const value = record.value as { readonly plannedAt: string };
  const plannedAt = new Date(Date.parse(value.plannedAt) - ms).toISOString();
  const until = new Date(Date.now() + OPERATION_KEPT_MS - ms);
  await store.put(collection, id, { ...value, plannedAt }, { etag: record.etag }, until);
  return value;
}
