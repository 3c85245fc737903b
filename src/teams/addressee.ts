import { createHash } from 'node:crypto';
import { mapNodes } from '../lib/map-nodes';
import type { Person } from '../model/person';
import { personKey } from '../model/person';

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
  const addressee = addresseeOf(person);
  return mapNodes(card, (node) =>
    isPress(node) ? { ...node, data: { ...node.data, for: addressee } } : node,
  ) as object;
}

function isPress(node: unknown): node is { readonly data: object } {
  if (typeof node !== 'object' || node === null) return false;
  const { type, data } = node as Readonly<Record<string, unknown>>;
  return (type === 'Action.Execute' || type === 'Action.Submit') && typeof data === 'object' && data !== null;
}
