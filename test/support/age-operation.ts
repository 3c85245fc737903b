import { systemClock } from '../../src/model/clock';
import { OPERATION_KEPT_MS, operationSchema } from '../../src/pal/operation';
import { openSqliteStore } from '../../src/storage/sqlite-store';

/** The bot's process has no clock that a test could move; its records can be made older instead: an operation, and its person's audit trail. */
export async function ageOperation(file: string, operationId: string, ms: number): Promise<void> {
  const store = openSqliteStore(file, systemClock);
  const record = await store.get('operations', operationId);
  if (record === undefined) throw new Error('There is no such operation.');
  const operation = operationSchema.parse(record.value);
  const earlier = (iso: string): string => new Date(Date.parse(iso) - ms).toISOString();
  const aged = { ...operation, plannedAt: earlier(operation.plannedAt) };
  const until = new Date(Date.now() + OPERATION_KEPT_MS - ms);
  await store.put('operations', operationId, aged, { etag: record.etag }, until);
  const trail = await store.audit(operation.person);
  await store.forgetTrail(operation.person);
  for (const line of trail) await store.append({ ...line, at: earlier(line.at) });
  await store.close();
}
