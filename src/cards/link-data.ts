import { asPartnerId } from '../model/identifiers';
import { choiceText, cleanInput, cleanText, writeDate } from './card-text';
import type { NamedPartnerId, ShownLink, ViewData, Where, WhoAndWhere } from './view';

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
    partnerName: 'partnerName' in data ? cleanText(data.partnerName) : '',
    isUndo: data.isUndo === true,
    hasChanged: data.hasChanged === true,
    foreign: 'foreign' in data ? cleanText(data.foreign) : '',
    isOwnBefore: 'isOwnBefore' in data && data.isOwnBefore,
    isKnown: 'isKnown' in data && data.isKnown,
  };
}

/** Data of the card after a link was made or changed. */
export function doneLinkedFields(data: ViewData<'done-linked'>, locale: string): Fields {
  return {
    ...shownLinkFields(data, locale),
    operationId: cleanText(data.operationId),
    how: cleanText(data.how),
    isEarlier: data.isEarlier === true,
    previousPartnerId: cleanText(data.previousPartnerId),
  };
}

/** Data of the card after a link was removed. */
export function doneUnlinkedFields(data: ViewData<'done-unlinked'>, locale: string): Fields {
  return {
    ...whoAndWhereFields(data),
    operationId: cleanText(data.operationId),
    how: cleanText(data.how),
    isEarlier: data.isEarlier === true,
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

const LONGEST_NAME = 48;

/** Data of the form for a PartnerID: with the company's own to choose from, where they are known. */
export function partnerIdFormFields(data: ViewData<'partner-id-form'>): Fields {
  const company = listOf(data.company).map(({ partnerId, name }) => ({
    id: cleanText(partnerId),
    name: choiceText(name, LONGEST_NAME),
  }));
  const input = cleanInput(data.input);
  const given = company.find(({ id }) => id === input)?.id;
  const only = company.length === 1 && input === '' ? (company[0]?.id ?? '') : '';
  return {
    input: given === undefined ? input : '',
    mistake: cleanText(data.mistake),
    company,
    hasCompany: company.length > 0,
    chosen: given ?? only,
  };
}

/** Data of "is this PartnerID right?". */
export function confirmPartnerIdFields(data: ViewData<'confirm-partner-id'>): Fields {
  const partnerId = cleanText(data.partnerId);
  const company = listOf(data.company);
  return {
    partnerId,
    digits: data.isUnusual ? (asPartnerId(partnerId)?.length ?? 0) : 0,
    company: company
      .map((one) => `${cleanText(one.partnerId)} ${cleanText(one.name, LONGEST_NAME)}`)
      .join(', '),
  };
}

function listOf(list: readonly NamedPartnerId[] | undefined | null): readonly NamedPartnerId[] {
  return list ?? [];
}
