import type { LinkRow } from '../state/link-row';
import { linkablePartner } from '../world/known-partners';

/** Whose row it is. */
export interface RowKey {
  readonly tenantId: string;
  readonly objectId: string;
}

/** The refusals of the ManagementPartner provider, by its own codes. */
export type PartnerRefusal = 'ManagementPartnerNotFound' | 'PartnerIdInvalid' | 'PartnerIdAlreadyLinked';

/** What a request does to the row of its caller. */
export type PartnerOutcome =
  | { readonly kind: 'ok'; readonly row: LinkRow }
  | { readonly kind: 'removed'; readonly row: LinkRow | undefined }
  | { readonly kind: 'refused'; readonly code: PartnerRefusal };

const refused = (code: PartnerRefusal): PartnerOutcome => ({ kind: 'refused', code });

/** A read; without an id it answers whatever is linked. A removed link is as good as none. */
export function readLink(row: LinkRow | undefined, partnerId: string | undefined): PartnerOutcome {
  if (row?.state !== 'Active') return refused('ManagementPartnerNotFound');
  if (partnerId !== undefined && partnerId !== row.partnerId) return refused('ManagementPartnerNotFound');
  return { kind: 'ok', row };
}

/** PUT: only where nothing is linked. A removed row comes back to life, its version goes on counting. */
export function createLink(
  key: RowKey,
  row: LinkRow | undefined,
  partnerId: string,
  now: string,
): PartnerOutcome {
  if (!linkablePartner(partnerId)) return refused('PartnerIdInvalid');
  if (row?.state === 'Active') return refused('PartnerIdAlreadyLinked');
  return {
    kind: 'ok',
    row: {
      ...key,
      partnerId,
      version: (row?.version ?? 0) + 1,
      createdTime: row?.createdTime ?? now,
      updatedTime: now,
      state: 'Active',
    },
  };
}

/** PATCH: only where something is linked; the id in the path is the new one. */
export function updateLink(row: LinkRow | undefined, partnerId: string, now: string): PartnerOutcome {
  if (row?.state !== 'Active') return refused('ManagementPartnerNotFound');
  if (!linkablePartner(partnerId)) return refused('PartnerIdInvalid');
  return { kind: 'ok', row: { ...row, partnerId, version: row.version + 1, updatedTime: now } };
}

/** DELETE: the row stays, marked, and removing it again is no error. */
export function removeLink(row: LinkRow | undefined, partnerId: string, now: string): PartnerOutcome {
  if (row?.state !== 'Active') return { kind: 'removed', row: undefined };
  if (row.partnerId !== partnerId) return refused('ManagementPartnerNotFound');
  return { kind: 'removed', row: { ...row, version: row.version + 1, updatedTime: now, state: 'Deleted' } };
}
