import type { ObjectId, TenantId } from './identifiers';

/** Who writes to the bot: the account of the Teams user in the home directory. */
export interface Person {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** As the chat names them; shown, never trusted. */
  readonly displayName: string;
}

/** One text per person, the same in every conversation. */
export function personKey(person: Pick<Person, 'tenantId' | 'objectId'>): string {
  return `${person.tenantId}.${person.objectId}`;
}

/** The account a token speaks for in one directory; a guest has another object id than at home. */
export interface Account {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** The sign-in name, as the token tells it; shown on cards. */
  readonly username: string;
}
