import type { ObjectId, PartnerId, TenantId } from './identifiers';

/**
 * As many directories of one person are read. Entra lets an account belong to 500 at most; those that are managed
 * through Azure Lighthouse come on top.
 */
export const MOST_DIRECTORIES = 5_000;

/**
 * A directory the person can see in ARM's tenant list.
 * `home`: the one their Teams account belongs to. `customer`: any other.
 * `lighthouse`: found to be managed from the home directory with Azure Lighthouse: Entra knows no account of the person
 * in it that could be linked, while subscriptions of it are seen at home.
 */
export interface Directory {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly defaultDomain: string;
  readonly kind: 'home' | 'customer' | 'lighthouse';
}

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

/** The directory the person works in when they name none: the one they switched to, else their home. */
export function workingDirectory(
  directories: readonly Directory[],
  workingTenantId: TenantId | undefined,
): Directory | undefined {
  return directories.find((one) => one.tenantId === workingTenantId) ?? homeDirectory(directories);
}

/** The directory the person's Teams account belongs to. */
export function homeDirectory(directories: readonly Directory[]): Directory | undefined {
  return directories.find((one) => one.kind === 'home');
}
