import { cleanText } from './card-text';
import type { ShownLink, ViewData, Where, WhoAndWhere } from './view';
import { writeDate } from './write-date';

/** What a template is filled with: cleaned texts, numbers, booleans, and lists of such. */
export type Fields = Readonly<Record<string, unknown>>;

/** A directory for a template. */
export function whereFields(where: Where): Fields {
  return { directoryName: cleanText(where.directoryName), directoryId: cleanText(where.directoryId) };
}

/** An account in a directory for a template. */
export function whoAndWhereFields(who: WhoAndWhere): Fields {
  return { ...whereFields(who), account: cleanText(who.account) };
}

/** A link for a template, its times in the words of the locale. */
export function shownLinkFields(link: ShownLink, locale: string): Fields {
  return {
    ...whoAndWhereFields(link),
    partnerId: cleanText(link.partnerId),
    partnerName: cleanText(link.partnerName),
    linkedSince: writeDate(link.linkedSince, locale),
    lastChanged: writeDate(link.lastChanged, locale),
    version: Number.isInteger(link.version) ? `${link.version}` : '',
    state: cleanText(link.state),
  };
}

/** Data of the three cards that ask for a yes. */
export function confirmFields(
  data: ViewData<'confirm-link'> | ViewData<'confirm-change'> | ViewData<'confirm-unlink'>,
): Fields {
  return {
    ...whoAndWhereFields(data),
    operationId: cleanText(data.operationId),
    partnerId: 'partnerId' in data ? cleanText(data.partnerId) : '',
    currentPartnerId: 'currentPartnerId' in data ? cleanText(data.currentPartnerId) : '',
    currentPartnerName: 'currentPartnerName' in data ? cleanText(data.currentPartnerName) : '',
    isOwnBefore: 'isOwnBefore' in data && data.isOwnBefore,
  };
}

/** Data of the card after a link was made or changed. */
export function doneLinkedFields(data: ViewData<'done-linked'>, locale: string): Fields {
  return {
    ...shownLinkFields(data, locale),
    operationId: cleanText(data.operationId),
    how: cleanText(data.how),
    previousPartnerId: cleanText(data.previousPartnerId),
  };
}

/** Data of the card after a link was removed. */
export function doneUnlinkedFields(data: ViewData<'done-unlinked'>, locale: string): Fields {
  return {
    ...whoAndWhereFields(data),
    operationId: cleanText(data.operationId),
    how: cleanText(data.how),
    previousPartnerId: cleanText(data.previousPartnerId),
    previousPartnerName: cleanText(data.previousPartnerName),
    changedAt: writeDate(data.changedAt, locale),
  };
}

/** Data of the card that says that ARM named something else than was asked for. */
export function notAsAskedFields(data: ViewData<'not-as-asked'>): Fields {
  return {
    ...whoAndWhereFields(data),
    operationId: cleanText(data.operationId),
    askedPartnerId: cleanText(data.askedPartnerId),
    foundPartnerId: cleanText(data.foundPartnerId),
    foundDirectoryId: cleanText(data.foundDirectoryId),
  };
}
