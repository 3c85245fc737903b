import type { ObjectId, TenantId } from './identifiers';

/** The account a token speaks for in one directory; a guest has another object id than at home. */
export interface Account {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** The sign-in name, as the token tells it; shown on cards. */
  readonly username: string;
}
