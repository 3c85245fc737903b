import { choiceText, cleanText } from './card-text';
import type { Fields } from './link-data';
import { whereFields } from './link-data';
import type { DirectoryChoice, ViewData } from './view';

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
  const buttons = buttonFields(listOf(data.buttons));
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
    beside: data.beside ?? 0,
    nearName: data.why === 'unknown' && buttons.length === 1 ? (buttons[0]?.title ?? '') : '',
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
