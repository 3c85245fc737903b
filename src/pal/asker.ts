import type { Actor } from '../auth/ports';
import type { CorrelationId, TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { Execution } from './execution';
import type { HeldOperation } from './operations';

/** Who asks, from which conversation. */
export interface Asker {
  readonly person: Person;
  readonly conversationKey: string;
  readonly correlationId: CorrelationId;
}

/** The asker as who acts in that directory. */
export function actorOf(asker: Asker, tenantId: TenantId): Actor {
  return { person: asker.person, tenantId, correlationId: asker.correlationId };
}

/** What is told of an id that nobody knows. */
export function unknownOperation(asker: Asker): Execution {
  return { kind: 'problem', problem: { code: 'operation-unknown', correlationId: asker.correlationId } };
}

/** An operation belongs to one person in one conversation; nobody else learns more than that. */
export function refuse(asker: Asker, held: HeldOperation | undefined): Execution | undefined {
  if (held === undefined) return undefined;
  const { person, conversationKey } = held.operation;
  const isTheirs = personKey(person) === personKey(asker.person) && conversationKey === asker.conversationKey;
  return isTheirs
    ? undefined
    : { kind: 'problem', problem: { code: 'not-yours', correlationId: asker.correlationId } };
}
