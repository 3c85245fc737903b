import { systemClock } from '../../src/model/clock';
import { operationSchema } from '../../src/pal/operation';
import { openSqliteStore } from '../../src/storage/sqlite-store';

/** The bot's process has no clock that a test could move; its records can be made older instead. */
export async function ageOperation(file: string, operationId: string, ms: number): Promise<void> {
  const store = openSqliteStore(file, systemClock);
  const record = await store.get('operations', operationId);
  if (record === undefined) throw new Error('There is no such operation.');
  const operation = operationSchema.parse(record.value);
  const plannedAt = new Date(Date.parse(operation.plannedAt) - ms).toISOString();
  const inADay = new Date(Date.now() + 24 * 60 * 60 * 1000);
  await store.put('operations', operationId, { ...operation, plannedAt }, { etag: record.etag }, inADay);
  await store.close();
}
