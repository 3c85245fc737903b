import type { DirectoryChoice, View } from '../cards/view';
import type { Directory } from '../model/directory';
import { MOST_DIRECTORIES } from '../model/directory';
import { directoryById, matchDirectories, workingDirectory } from './find-directory';
import { obstacle, problemView } from './obstacle';
import type { Attempted } from './obstacle';
import type { DirectoryRequest } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** The directory of a request, or the step that finds it out. */
export type Located =
  | { readonly kind: 'found'; readonly directory: Directory; readonly all: readonly Directory[] }
  | { readonly kind: 'step'; readonly step: Step };

/**
 * Finds the directory that a request is about. A named one is looked for; without a name, `show` takes the one
 * worked in, and a change asks when there is a choice and the person has not switched to one.
 */
export async function locate(talk: Talk, request: DirectoryRequest): Promise<Located> {
  const listed = await talk.pal.directories(talk.asker);
  if (listed.kind !== 'ok')
    return { kind: 'step', step: await obstacle(talk, listed, atHome(talk, request)) };
  const all = listed.value;

  if (request.tenantId !== undefined || request.named !== undefined) {
    const matches = matchDirectories(all, request);
    const [only] = matches;
    if (only !== undefined && matches.length === 1) return { kind: 'found', directory: only, all };
    if (matches.length > 1) return { kind: 'step', step: chooseStep(talk, request, matches) };
    const unlisted = all.length < MOST_DIRECTORIES ? undefined : directoryById(request);
    if (unlisted !== undefined) return { kind: 'found', directory: unlisted, all };
    const problem = { code: 'directory-unknown', correlationId: talk.asker.correlationId } as const;
    return { kind: 'step', step: answer(problemView(talk, problem)) };
  }

  const working = workingDirectory(all, talk.workingTenantId);
  const mayTakeWorking =
    all.length === 1 ||
    request.kind === 'show' ||
    (talk.workingTenantId !== undefined && !mustChoose(request));
  if (working !== undefined && mayTakeWorking) return { kind: 'found', directory: working, all };
  return { kind: 'step', step: chooseStep(talk, request, all) };
}

function mustChoose(request: DirectoryRequest): boolean {
  return request.kind === 'switch-directory' || (request.kind === 'link' && request.isElsewhere === true);
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

/** Asks in which directory. */
function chooseStep(talk: Talk, request: DirectoryRequest, directories: readonly Directory[]): Step {
  const selected = workingDirectory(directories, talk.workingTenantId) ?? directories[0];
  const view: View = {
    name: 'choose-directory',
    data: {
      purpose: request.kind === 'switch-directory' ? 'switch' : request.kind,
      ...(request.kind === 'link' && request.partnerId !== undefined ? { partnerId: request.partnerId } : {}),
      directories: directories.map(choiceOf),
      selectedId: selected?.tenantId ?? '',
    },
  };
  return { views: [view], dialog: { kind: 'choosing-directory', request } };
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
