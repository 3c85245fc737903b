import type { Clock } from '../model/clock';
import type { ObjectId, TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';

const UNUSED_MS = 12 * 60 * 60 * 1000;
const MOST_PEOPLE = 10_000;

/** Under which account each person was seen in each tenant: it does not change while they are signed in. */
export interface AccountsSeen {
  /** The person's own id at home; elsewhere the one that the first token there named. */
  expected(person: Person, tenantId: TenantId): ObjectId | undefined;
  remember(person: Person, tenantId: TenantId, objectId: ObjectId): void;
  forget(person: Person): void;
}

/** AccountsSeen in memory, forgotten after twelve hours without use. */
export function createAccountsSeen(clock: Clock): AccountsSeen {
  const seen = new Map<string, { readonly ids: Map<TenantId, ObjectId>; usedAt: number }>();

  function entryOf(person: Person): Map<TenantId, ObjectId> {
    const key = personKey(person);
    const now = clock.now().getTime();
    const entry = seen.get(key);
    const ids =
      entry === undefined || now - entry.usedAt > UNUSED_MS ? new Map<TenantId, ObjectId>() : entry.ids;
    // Put at the end again, so that the first is the one that was not used for longest.
    seen.delete(key);
    const [oldest] = seen.keys();
    if (seen.size >= MOST_PEOPLE && oldest !== undefined) seen.delete(oldest);
    seen.set(key, { ids, usedAt: now });
    return ids;
  }

  return {
    expected: (person, tenantId) =>
      tenantId === person.tenantId ? person.objectId : entryOf(person).get(tenantId),
    remember: (person, tenantId, objectId) => {
      entryOf(person).set(tenantId, objectId);
    },
    forget: (person) => {
      seen.delete(personKey(person));
    },
  };
}
