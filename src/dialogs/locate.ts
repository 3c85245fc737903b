import type { DirectoryChoice, View, ViewData } from '../cards/view';
import type { Directory } from '../model/directory';
import { MOST_DIRECTORIES } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import { directoryById, workingDirectory } from './find-directory';
import { goPersonal } from './go-personal';
import { readDirectories } from './named-directories';
import type { NamedDirectories } from './named-directories';
import { obstacle, problemView } from './obstacle';
import type { Attempted } from './obstacle';
import type { DirectoryRequest } from './request';
import { MOST_LISTED } from './state';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** More than these would crowd a card. */
const MOST_BUTTONS = 4;

/** Why the directory is asked for, and whether each is a button or all are a list. */
interface Reason extends Pick<ViewData<'choose-directory'>, 'why' | 'unknown'> {
  readonly areButtons: boolean;
}

/** The directory of a request, or the step that finds it out. */
export type Located =
  | { readonly kind: 'found'; readonly directory: Directory; readonly all: readonly Directory[] }
  | { readonly kind: 'step'; readonly step: Step };

/**
 * Finds the directory that a request is about. A named one is looked for, and asked about when it can't be told; without
 * a name, `show` takes the one worked in, and a change asks when there is a choice and the person has not switched to one.
 */
export async function locate(talk: Talk, request: DirectoryRequest): Promise<Located> {
  const listed = await talk.pal.directories(talk.asker);
  if (listed.kind !== 'ok')
    return { kind: 'step', step: await obstacle(talk, listed, atHome(talk, request)) };
  const all = listed.value;

  if (request.tenantId !== undefined) {
    const directory = byId(all, request.tenantId);
    if (directory !== undefined) return { kind: 'found', directory, all };
    const problem = { code: 'directory-unknown', correlationId: talk.asker.correlationId } as const;
    return { kind: 'step', step: answer(problemView(talk, problem)) };
  }
  const named = readDirectories(request.named ?? '', all, talk.placeWords);
  const [first, ...others] = [...named.found, ...named.fitting, ...named.unknown];
  if (first !== undefined) {
    const isSure = others.length === 0 && named.found.length === 1;
    const [directory] = named.found;
    return isSure && directory !== undefined
      ? { kind: 'found', directory, all }
      : { kind: 'step', step: askWhich(talk, request, all, named) };
  }

  const working = workingDirectory(all, talk.workingTenantId);
  const mayTakeWorking =
    all.length === 1 ||
    (!mustChoose(request) && (request.kind === 'show' || talk.workingTenantId !== undefined));
  if (working !== undefined && mayTakeWorking) return { kind: 'found', directory: working, all };
  return { kind: 'step', step: chooseStep(talk, request, all) };
}

/** Where not all are listed, one that is not may be the person's too: ARM decides. */
function byId(all: readonly Directory[], tenantId: TenantId): Directory | undefined {
  const listed = all.find((one) => one.tenantId === tenantId);
  return listed ?? (all.length < MOST_DIRECTORIES ? undefined : directoryById(tenantId));
}

function mustChoose(request: DirectoryRequest): boolean {
  return request.kind === 'switch-directory' || request.isElsewhere === true;
}

/** What was named is not exactly one directory: nothing is done anywhere before the person has chosen. */
function askWhich(
  talk: Talk,
  request: DirectoryRequest,
  all: readonly Directory[],
  { found, fitting, unknown }: NamedDirectories,
): Step {
  const near = unknown.flatMap((one) => one.near);
  const candidates = [...new Set([...found, ...fitting, ...near])];
  const isOneFitting = found.length === 0 && unknown.length === 0;
  return chooseStep(talk, request, candidates.length === 0 ? all : candidates, {
    why: isOneFitting ? 'fits-several' : found.length + fitting.length > 0 ? 'several' : 'unknown',
    ...(unknown.length === 0 ? {} : { unknown: unknown.map(({ name }) => name).join(', ') }),
    areButtons: candidates.length > 0 && candidates.length <= MOST_BUTTONS && !isOneFitting,
  });
}

/** Before the directories are known, a request stands in the person's home directory. */
export function atHome(talk: Talk, request: Attempted['request']): Attempted {
  return {
    request,
    tenantId: talk.asker.person.tenantId,
    directoryName: '',
    action: request.kind === 'link' || request.kind === 'unlink' ? request.kind : 'show',
    ...(request.kind === 'link' && request.partnerId !== undefined ? { partnerId: request.partnerId } : {}),
  };
}

/** Asks in which of these directories; in front of others no customer is named. */
function chooseStep(
  talk: Talk,
  request: DirectoryRequest,
  directories: readonly Directory[],
  { areButtons, ...reason }: Reason = { areButtons: false },
): Step {
  if (!talk.isPersonal) return goPersonal(talk);
  const working = workingDirectory(directories, talk.workingTenantId) ?? directories[0];
  const choices = directories.map(choiceOf);
  const view: View = {
    name: 'choose-directory',
    data: {
      purpose: request.kind === 'switch-directory' ? 'switch' : request.kind,
      ...(request.kind === 'link' && request.partnerId !== undefined ? { partnerId: request.partnerId } : {}),
      directories: areButtons ? [] : choices,
      selectedId: working?.tenantId ?? '',
      ...reason,
      ...(areButtons ? { buttons: choices } : {}),
    },
  };
  const { named: _, ...open } = request;
  const listed = directories.slice(0, MOST_LISTED).map(({ tenantId }) => tenantId);
  return {
    views: [view],
    dialog: { kind: 'choosing-directory', request: { ...open, isElsewhere: true }, listed },
    tryAgain: { ...open, isElsewhere: true },
  };
}

/** The question for the directory once more, with all of them. `isMissing`: the answer came without a directory. */
export async function chooseAgain(talk: Talk, request: DirectoryRequest, isMissing: boolean): Promise<Step> {
  const listed = await talk.pal.directories(talk.asker);
  if (listed.kind !== 'ok') return obstacle(talk, listed, atHome(talk, request));
  return chooseStep(talk, request, listed.value, {
    areButtons: false,
    ...(isMissing ? { why: 'not-chosen' } : {}),
  });
}

/** A directory as a card lists it. */
export function choiceOf(directory: Directory): DirectoryChoice {
  return {
    directoryName: directory.name,
    directoryId: directory.tenantId,
    domain: directory.defaultDomain,
    kind: directory.kind,
  };
}
