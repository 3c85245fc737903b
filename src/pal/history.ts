import type { AuditEntry } from '../storage/audit-entry';
import type { RecordStore } from '../storage/record-store';
import type { Person } from '../model/person';

/** What became of a decision. `unclear`: nobody knows yet whether the write took effect. */
type DecisionOutcome = 'done' | 'not-as-asked' | 'failed' | 'cancelled' | 'expired' | 'unclear';

/** One decision of a person about a link, and what became of it. */
export interface Decision extends Pick<AuditEntry, 'at' | 'tenantId' | 'directoryName' | 'before' | 'after'> {
  readonly outcome: DecisionOutcome;
}

/** More than anybody pages through; each line takes a fraction of a millisecond to read. */
const MOST_LINES = 5_000;

/** The person's decisions, newest first, out of the newest five thousand lines of the trail. A decision that was unclear at first counts as what it turned out to be. */
export async function historyOf(store: RecordStore, person: Person): Promise<Decision[]> {
  const latest = new Map<string, AuditEntry>();
  for (const entry of await store.audit(person, MOST_LINES)) {
    latest.delete(entry.operationId);
    latest.set(entry.operationId, entry);
  }
  return [...latest.values()].reverse().map((entry) => ({ ...entry, outcome: outcomeOf(entry) }));
}

function outcomeOf({ status, problemCode }: AuditEntry): DecisionOutcome {
  switch (status) {
    case 'done':
      return problemCode === 'not-as-asked' ? 'not-as-asked' : 'done';
    case 'failed':
    case 'cancelled':
    case 'expired':
      return status;
    default:
      return 'unclear';
  }
}
