import { setImmediate } from 'node:timers/promises';
import type { Person } from '../model/person';
import type { Collection, ListedRecord, RecordStore } from '../storage/record-store';
import { COLLECTIONS } from '../storage/record-store';
import { operationSchema } from './operation';

type Whose = Pick<Person, 'tenantId' | 'objectId'>;

/** Until these are gone the person can be answered, and can press again after a failure: they go last. */
const LAST: readonly Collection[] = ['references', 'conversations'];
const IN_ORDER = [...COLLECTIONS.filter((name) => !LAST.includes(name)), ...LAST];

/** Whether a change of the person is being written at this moment. */
export async function isExecutingFor(store: RecordStore, { tenantId, objectId }: Whose): Promise<boolean> {
  for await (const { value } of store.list('operations')) {
    // Of thousands hardly one is: only that is parsed.
    if (!isExecuting(value)) continue;
    const { data } = operationSchema.safeParse(value);
    if (data === undefined) continue;
    if (data.person.tenantId === tenantId && data.person.objectId === objectId) return true;
  }
  return false;
}

/**
 * Deletes every record that names the person, in all collections, and their lines of the audit trail unless these are
 * to be kept. Rejects half-way when the storage goes away; doing it again deletes the rest.
 */
export async function forgetPerson(
  store: RecordStore,
  person: Whose,
  keeps: { readonly trail: boolean } = { trail: false },
): Promise<void> {
  if (!keeps.trail) await store.forgetTrail(person);
  for (const collection of IN_ORDER) {
    const keys: string[] = [];
    for await (const record of store.list(collection)) {
      if (isAbout(record, person)) keys.push(record.key);
    }
    for (const key of keys) {
      await store.delete(collection, key);
      // The embedded store answers at once: others get their turn between two deletions.
      await setImmediate();
    }
  }
}

function isExecuting(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'status' in value && value.status === 'executing';
}

/** An object id is unique over all directories. What no schema takes any more, set aside as text, is found by it too. */
function isAbout({ key, value }: ListedRecord, { objectId }: Whose): boolean {
  return `${key} ${JSON.stringify(value)}`.toLowerCase().includes(objectId.toLowerCase());
}
