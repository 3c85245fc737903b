import type { PartnerId } from '../model/identifiers';
import type { Link, LinkState } from '../model/directory';
import type { Operation } from './operation';

/** A link reduced to what people compare: which partner. Null: nothing is linked. */
export type Linked = { readonly partnerId: PartnerId; readonly partnerName: string } | null;

/** What a read found, as an operation remembers it. */
export function linkedOf(state: LinkState): Linked {
  return state.kind === 'linked'
    ? { partnerId: state.link.partnerId, partnerName: state.link.partnerName }
    : null;
}

/** Whether the same partner (or nobody) is linked; names do not count. */
export function isSameLink(a: Linked, b: Linked): boolean {
  return a?.partnerId === b?.partnerId;
}

/**
 * What has to be done so that `wanted` is linked where `current` is: PUT where nothing is linked, PATCH where another
 * id is, DELETE to remove; nothing when it is so already. (ARM refuses a PUT over an active link.)
 */
export function changeNeeded(current: Linked, wanted: PartnerId | null): Operation['kind'] | 'nothing' {
  if (current === null) return wanted === null ? 'nothing' : 'link';
  if (wanted === null) return 'unlink';
  return current.partnerId === wanted ? 'nothing' : 'change';
}

/** Whether ARM's answer to a write names the directory, the account and the PartnerID that were asked for. */
export function isAsAsked(operation: Operation, link: Link): boolean {
  return (
    link.tenantId === operation.tenantId &&
    link.objectId === operation.account.objectId &&
    link.partnerId === operation.after
  );
}
