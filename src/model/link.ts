import type { ObjectId, PartnerId, TenantId } from './identifiers';

/** The association that ARM keeps for one account in one directory (Microsoft.ManagementPartner 2018-02-01). */
export interface Link {
  readonly partnerId: PartnerId;
  /** As ARM names the partner; empty when ARM sends none. */
  readonly partnerName: string;
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** Grows by one with every write, removals included. */
  readonly version: number;
  /** ISO 8601, UTC. Set at the very first link and never reset. */
  readonly linkedSince: string;
  /** ISO 8601, UTC. */
  readonly lastChanged: string;
  readonly state: string;
}

/** What a read of the link finds. "Not linked" is an answer, not an error. */
export type LinkState = { readonly kind: 'not-linked' } | { readonly kind: 'linked'; readonly link: Link };
