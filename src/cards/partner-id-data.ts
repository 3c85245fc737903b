import { asPartnerId } from '../model/identifiers';
import { choiceText, cleanInput, cleanText } from './card-text';
import type { Fields } from './link-data';
import type { NamedPartnerId, ViewData } from './view';

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
