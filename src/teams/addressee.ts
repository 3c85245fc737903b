import { createHash } from 'node:crypto';
import { personKey } from '../model/person';
import type { Person } from '../model/person';

const LENGTH = 12;

/** Whom a card is for, short enough to ride along in each of its buttons. */
export function addresseeOf(person: Person): string {
  return createHash('sha256').update(personKey(person)).digest('base64url').slice(0, LENGTH);
}

/**
 * The card with its addressee in the data of every button, so that in a group a press by somebody else can be told
 * from one by the owner. A courtesy only: whoever forges it still acts as themselves, and what an operation is bound
 * to stands on the server.
 */
export function addressed(card: object, person: Person): object {
  return stamped(card, addresseeOf(person)) as object;
}

function stamped(value: unknown, addressee: string): unknown {
  if (Array.isArray(value)) return value.map((one) => stamped(one, addressee));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, stamped(one, addressee)]),
  );
  return isPress(fields) ? { ...fields, data: { ...fields.data, for: addressee } } : fields;
}

function isPress(fields: Record<string, unknown>): fields is Record<string, unknown> & { data: object } {
  const { type, data } = fields;
  return (type === 'Action.Execute' || type === 'Action.Submit') && typeof data === 'object' && data !== null;
}
