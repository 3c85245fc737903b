import type { View, WhoAndWhere } from '../cards/view';
import type { Directory, Link } from '../model/directory';
import type { Operation } from '../pal/operation';
import type { Current } from '../pal/pal';
import type { DialogContext } from './context';

/** Where an operation takes place, and whose account it is. */
export function placeOf(operation: Operation): WhoAndWhere {
  return {
    account: operation.account.username,
    directoryName: operation.directoryName,
    directoryId: operation.tenantId,
  };
}

/** The confirm card of a planned operation, which warns of a PartnerID that is neither the company's nor the person's last. */
export function confirmView(
  { company, lastPartnerId }: Pick<DialogContext, 'company' | 'lastPartnerId'>,
  operation: Operation,
): View {
  const { before } = operation;
  const isOwnBefore =
    before !== null &&
    (before.partnerId === lastPartnerId || company.some(({ partnerId }) => partnerId === before.partnerId));
  const base = { ...placeOf(operation), operationId: operation.id };
  const current = {
    currentPartnerId: operation.before?.partnerId ?? '',
    currentPartnerName: operation.before?.partnerName ?? '',
  };
  if (operation.after === null) return { name: 'confirm-unlink', data: { ...base, ...current } };
  return operation.before === null
    ? { name: 'confirm-link', data: { ...base, partnerId: operation.after } }
    : { name: 'confirm-change', data: { ...base, ...current, partnerId: operation.after, isOwnBefore } };
}

/** The done card of an operation: what ARM says is linked now. */
export function doneView(operation: Operation): View {
  const place = placeOf(operation);
  if (!operation.result) {
    return {
      name: 'done-unlinked',
      data: {
        ...place,
        operationId: operation.id,
        how: operation.isUndo ? 'undone' : 'unlinked',
        previousPartnerId: operation.before?.partnerId ?? '',
        previousPartnerName: operation.before?.partnerName ?? '',
        changedAt: operation.statusSince,
      },
    };
  }
  return {
    name: 'done-linked',
    data: {
      ...shown(operation.result),
      ...place,
      operationId: operation.id,
      how: howLinked(operation),
      previousPartnerId: operation.before?.partnerId ?? '',
    },
  };
}

/** "Show my link": what is linked, or that nothing is. `appeared`: directories to tell of beside it. */
export function statusView(
  directory: Directory,
  current: Current,
  asked: 'show' | 'unlink' | 'undo',
  appeared: readonly Directory[] = [],
): View {
  const place = {
    appeared: appeared.map(({ name, tenantId, defaultDomain }) => ({
      directoryName: name,
      directoryId: tenantId,
      domain: defaultDomain,
    })),
    account: current.account.username,
    directoryName: directory.name,
    directoryId: directory.tenantId,
  };
  return current.state.kind === 'linked'
    ? { name: 'link-status', data: { ...shown(current.state.link), ...place } }
    : { name: 'not-linked', data: { ...place, asked } };
}

/** The same PartnerID is linked already. */
export function alreadyLinkedView(directory: Directory, current: Current, link: Link): View {
  return {
    name: 'already-linked',
    data: {
      ...shown(link),
      account: current.account.username,
      directoryName: directory.name,
      directoryId: directory.tenantId,
    },
  };
}

function shown(link: Link) {
  return {
    partnerId: link.partnerId,
    partnerName: link.partnerName,
    linkedSince: link.linkedSince,
    lastChanged: link.lastChanged,
    version: link.version,
    state: link.state,
  };
}

function howLinked(operation: Operation): 'linked' | 'changed' | 'undone' {
  if (operation.isUndo) return 'undone';
  return operation.kind === 'change' ? 'changed' : 'linked';
}
