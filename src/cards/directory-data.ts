import { BYTES_OF_NAMES, NAME_LENGTH, nameFields, namesOf } from './batch-data';
import { choiceText, cleanInput, cleanText, writeDate, safeLink } from './card-text';
import type { Fields } from './link-data';
import { whereFields } from './link-data';
import type { DirectoryChoice, ViewData } from './view';
import type { Appeared } from './view-of-many';

/** With more, a list of radio buttons fills the chat: a dropdown is shorter. */
const EXPANDED_UP_TO = 6;
/** Keeps the card below its 24 KB whatever the names are. */
const MOST_CHOICES = 50;
const MOST_LISTED = 8;
const CHOICE_NAME_LENGTH = 48;

/** Data of the choice of a directory. */
export function chooseDirectoryFields(data: ViewData<'choose-directory'>): Fields {
  const all = listOf(data.directories);
  const choices = withSelected(all, data.selectedId).map(choiceFields);
  const offered = listOf(data.buttons);
  const buttons = buttonFields(offered);
  return {
    purpose: cleanText(data.purpose),
    partnerId: cleanText(data.partnerId),
    selectedId: choices.some((choice) => choice.id === data.selectedId) ? data.selectedId : '',
    choices,
    choiceStyle: choices.length > EXPANDED_UP_TO ? 'compact' : 'expanded',
    hasChoices: choices.length > 0,
    isEmpty: choices.length + buttons.length === 0,
    why: cleanText(data.why),
    unknown: cleanText(data.unknown),
    leftAlone: namesOf(listOf(data.leftAlone), BYTES_OF_NAMES),
    beside: data.beside ?? 0,
    nearName: data.why === 'unknown' && offered.length === 1 ? offered.map(nameAndDomain).join('') : '',
    buttons,
    hasButtons: buttons.length > 0,
    isCut: all.length > choices.length,
  };
}

/** Data of "which directory": the one worked in, and the others. */
export function whichDirectoryFields(data: ViewData<'which-directory'>): Fields {
  const others = listOf(data.directories).filter((directory) => directory.directoryId !== data.directoryId);
  return {
    ...whereFields(data),
    account: cleanText(data.account),
    others: others.slice(0, MOST_LISTED).map((directory) => ({
      name: cleanText(directory.directoryName) || cleanText(directory.directoryId),
      domain: cleanText(directory.domain) || cleanText(directory.directoryId),
      kind: cleanText(directory.kind),
    })),
    hasOthers: others.length > 0,
    more: Math.max(0, others.length - MOST_LISTED),
  };
}

/** Data of the card that sends Lighthouse people home. */
export function lighthouseFields(data: ViewData<'lighthouse'>): Fields {
  return {
    ...whereFields(data),
    homeName: cleanText(data.homeName),
    homeId: cleanText(data.homeId),
    partnerId: cleanText(data.partnerId),
  };
}

/** The only one that is asked about: the person may have others of its name. */
function nameAndDomain(directory: DirectoryChoice): string {
  const { name, domain } = choiceFields(directory);
  return name === domain ? name : `${name} (${domain})`;
}

/** Directories of one name are told apart by their domain. */
function buttonFields(
  directories: readonly DirectoryChoice[],
): { id: string; title: string; isFirst: boolean }[] {
  const shown = directories.map(({ directoryId, directoryName, domain }) => ({
    id: cleanText(directoryId),
    name: cleanText(directoryName, CHOICE_NAME_LENGTH) || cleanText(domain, CHOICE_NAME_LENGTH),
    domain: cleanText(domain, CHOICE_NAME_LENGTH),
  }));
  return shown.map(({ id, name, domain }, index) => ({
    id,
    title: shown.filter((other) => other.name === name).length > 1 ? `${name} (${domain})` : name,
    isFirst: index === 0,
  }));
}

function listOf(directories: readonly DirectoryChoice[] | undefined): readonly DirectoryChoice[] {
  return directories ?? [];
}

function withSelected(all: readonly DirectoryChoice[], selectedId: string): readonly DirectoryChoice[] {
  if (all.length <= MOST_CHOICES) return all;
  const first = all.slice(0, MOST_CHOICES);
  const selected = all.find((directory) => directory.directoryId === selectedId);
  if (selected === undefined || first.includes(selected)) return first;
  return [...first.slice(0, -1), selected];
}

function choiceFields(directory: DirectoryChoice): {
  name: string;
  domain: string;
  id: string;
  kind: string;
} {
  const id = cleanText(directory.directoryId);
  const domain = choiceText(directory.domain, CHOICE_NAME_LENGTH) || id;
  const name = choiceText(directory.directoryName, CHOICE_NAME_LENGTH) || domain;
  return { name, domain, id, kind: cleanText(directory.kind) };
}

/** Fewer are seen at a glance. */
const MOST_WITHOUT_SEARCH = 10;

/** Data of what a status card says of the other directories. `appearedId`: where only one has appeared. */
export function appearedFields({ appeared, isOnly, managedName }: Appeared): Fields {
  const rows = (appeared as Appeared['appeared'] | undefined) ?? [];
  return {
    isOnly,
    managedName: cleanText(managedName),
    appeared: rows.map((row) => nameFields(row)),
    appearedCount: rows.length,
    appearedId: rows.length === 1 ? cleanText(rows[0]?.directoryId) : '',
  };
}

/** Data of the overview of all directories. */
export function overviewFields(data: ViewData<'overview'>, locale: string): Fields {
  const { rows, readAt, page, pages, filter } = data;
  const shown = (rows as typeof rows | undefined) ?? [];
  return {
    total: countOf(data.total),
    linked: countOf(data.linked),
    other: countOf(data.other),
    missing: countOf(data.missing),
    lighthouse: countOf(data.lighthouse),
    needsYou: countOf(data.needsYou),
    needsAdmin: countOf(data.needsAdmin),
    unreadable: countOf(data.unreadable),
    pending: countOf(data.pending),
    withoutConsent: countOf(data.withoutConsent),
    page: countOf(page),
    pages: countOf(pages),
    nextPage: String(countOf(page) + 1),
    filter: cleanText(filter),
    nextName: cleanText(data.next?.directoryName, NAME_LENGTH),
    signInUrl: safeLink(data.next?.url),
    isConsentNext: data.next?.isConsent === true,
    search: cleanInput(data.search),
    canSearch: countOf(data.total) > MOST_WITHOUT_SEARCH,
    isCompanyKnown: data.isCompanyKnown,
    rows: shown.map((row) => ({
      ...nameFields(row),
      state: cleanText(row.state),
      partnerId: cleanText(row.partnerId),
      partnerName: cleanText(row.partnerName, NAME_LENGTH),
      directoryId: cleanText(row.directoryId),
      request: cleanText(row.request),
      isForeign: row.state === 'other' && data.isCompanyKnown,
    })),
    hasRows: shown.length > 0,
    readAt: writeDate(readAt, locale),
  };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}
