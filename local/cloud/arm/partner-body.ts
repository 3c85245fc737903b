import type { LinkRow } from '../state/link-row';
import { KNOWN_PARTNERS } from '../world/known-partners';

const PARTNERS_PATH = '/providers/microsoft.managementpartner/partners';

/** A row as the provider shows it: one object, never a list; etag and version are the same number. */
export function partnerBody(row: LinkRow): Record<string, unknown> {
  const known = KNOWN_PARTNERS.find((partner) => partner.partnerId === row.partnerId);
  return {
    id: `${PARTNERS_PATH}/${row.partnerId}`,
    type: 'Microsoft.ManagementPartner/partners',
    name: row.partnerId,
    etag: row.version,
    properties: {
      partnerId: row.partnerId,
      ...(known ? { partnerName: known.name } : {}),
      tenantId: row.tenantId,
      objectId: row.objectId,
      version: row.version,
      updatedTime: row.updatedTime,
      createdTime: row.createdTime,
      state: row.state,
    },
  };
}
