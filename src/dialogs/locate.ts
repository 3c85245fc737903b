import type { DirectoryChoice, View, ViewData } from '../cards/view';
import type { Directory } from '../model/directory';
import { MOST_DIRECTORIES, workingDirectory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import type { DialogContext, DialogResult } from './context';
import { answer, goPersonal } from './context';
import { leftBy } from './exceptions';
import type { Left } from './exceptions';
import type { NamedDirectories } from './named-directories';
import { readDirectories } from './named-directories';
import type { Attempt } from './problem';
import { problemView } from './problem';
import type { DirectoryRequest } from './request';
import { blocked } from './sign-in';
import { MOST_LISTED } from './state';

/** More than these would crowd a card. */
const MOST_BUTTONS = 4;

/** Why the directory is asked for, and whether each is a button or all are a list. */
interface Reason extends Pick<ViewData<'choose-directory'>, 'why' | 'unknown' | 'beside'> {
  readonly areButtons: boolean;
}

/** The directory of a request, or the result that finds it out. */
export type Located =
  | { readonly kind: 'found'; readonly directory: Directory; readonly all: readonly Directory[] }
  | { readonly kind: 'result'; readonly result: DialogResult };

/**
 * Finds the directory that a request is about. A named one is looked for, and asked about when it can't be told; without
 * a name, `show` takes the one worked in, and a change asks when there is a choice and the person has not switched to one.
 */
export async function locate(context: DialogContext, request: DirectoryRequest): Promise<Located> {
  const listed = await context.pal.directories(context.caller);
  if (listed.kind !== 'ok')
    return { kind: 'result', result: await blocked(context, listed, atHome(context, request)) };
  const left = leftBy(request.except, listed.value, context.placeWords);
  const all = left.left;
  if (isUnclear(left, request)) return { kind: 'result', result: askDirectory(context, request, all) };

  if (request.tenantId !== undefined) return locateById(context, request.tenantId, all);
  const named = readDirectories(request.named ?? '', all, context.placeWords);
  const [first, ...others] = [...named.found, ...named.fitting, ...named.unknown];
  if (first !== undefined) {
    const isSure = others.length === 0 && named.found.length === 1;
    const [directory] = named.found;
    return isSure && directory !== undefined
      ? { kind: 'found', directory, all }
      : { kind: 'result', result: askWhich(context, request, all, named) };
  }

  const working = workingDirectory(all, context.workingTenantId);
  const mayTakeWorking =
    all.length === 1 || (!mustChoose(request) && (isLook(request) || context.workingTenantId !== undefined));
  if (working !== undefined && mayTakeWorking) return { kind: 'found', directory: working, all };
  return { kind: 'result', result: askDirectory(context, request, all) };
}

function locateById(context: DialogContext, tenantId: TenantId, all: readonly Directory[]): Located {
  const directory = byId(all, tenantId);
  if (directory !== undefined) return { kind: 'found', directory, all };
  const problem = { code: 'directory-unknown', correlationId: context.caller.correlationId } as const;
  return { kind: 'result', result: answer(problemView(context, problem)) };
}

/** What is to be left alone can't be told, or is what was chosen. */
function isUnclear({ alone, isClear }: Left, request: DirectoryRequest): boolean {
  return !isClear || alone.some(({ tenantId }) => tenantId === request.tenantId);
}

/** Where not all are listed, one that is not may be the person's too: ARM decides. */
function byId(all: readonly Directory[], tenantId: TenantId): Directory | undefined {
  const listed = all.find((one) => one.tenantId === tenantId);
  return listed ?? (all.length < MOST_DIRECTORIES ? undefined : directoryById(tenantId));
}

function isLook({ kind }: DirectoryRequest): boolean {
  return kind === 'show' || kind === 'check-access';
}

function mustChoose(request: DirectoryRequest): boolean {
  return request.kind === 'switch-directory' || request.isElsewhere === true;
}

/** What was named is not exactly one directory: nothing is done anywhere before the person has chosen. */
function askWhich(
  context: DialogContext,
  request: DirectoryRequest,
  all: readonly Directory[],
  { found, fitting, unknown }: NamedDirectories,
): DialogResult {
  const near = unknown.flatMap((one) => one.near);
  const candidates = [...new Set([...found, ...fitting, ...near])];
  const isOneFitting = found.length === 0 && unknown.length === 0;
  return askDirectory(context, request, candidates.length === 0 ? all : candidates, {
    why: isOneFitting ? 'fits-several' : found.length + fitting.length > 0 ? 'several' : 'unknown',
    ...(unknown.length === 0 ? {} : { unknown: unknown.map(({ name }) => name).join(', ') }),
    areButtons: candidates.length > 0 && candidates.length <= MOST_BUTTONS && !isOneFitting,
  });
}

/** Before the directories are known, a request stands in the person's home directory. */
export function atHome(context: DialogContext, request: Attempt['request']): Attempt {
  return {
    request,
    tenantId: context.caller.person.tenantId,
    directoryName: '',
    action: request.kind === 'link' || request.kind === 'unlink' ? request.kind : 'show',
    ...(request.kind === 'link' && request.partnerId !== undefined ? { partnerId: request.partnerId } : {}),
  };
}

const PURPOSES: Readonly<Record<DirectoryRequest['kind'], ViewData<'choose-directory'>['purpose']>> = {
  link: 'link',
  unlink: 'unlink',
  show: 'show',
  'undo-in': 'undo',
  'check-access': 'check',
  'switch-directory': 'switch',
};

/** A change in another directory than the one worked in can be meant: none is chosen for the person. */
function mayBeElsewhere(context: DialogContext, { kind }: DirectoryRequest): boolean {
  const isChange = kind === 'link' || kind === 'unlink';
  return isChange && context.lastChangedIn !== undefined && !context.workingTenantId;
}

/** "Wrong number, it should be …": another PartnerID than ARM took last is meant for the directory of the last change. */
function correctedIn(
  context: DialogContext,
  request: DirectoryRequest,
  directories: readonly Directory[],
): Directory | undefined {
  const { lastChangedIn, knownPartnerId } = context;
  if (!mayBeElsewhere(context, request)) return undefined;
  const isOther =
    request.kind === 'link' && request.isCorrection === true && request.partnerId !== knownPartnerId;
  return isOther && knownPartnerId !== undefined && request.isElsewhere !== true
    ? directories.find(({ tenantId }) => tenantId === lastChangedIn)
    : undefined;
}

/** Asks in which of these directories; in front of others no customer is named. */
function askDirectory(
  context: DialogContext,
  request: DirectoryRequest,
  directories: readonly Directory[],
  { areButtons: areNear, ...reason }: Reason = { areButtons: false },
): DialogResult {
  if (!context.isPersonal) return goPersonal(context);
  const working = workingDirectory(directories, context.workingTenantId) ?? directories[0];
  const isElsewhere = mayBeElsewhere(context, request);
  const corrected = reason.why === undefined ? correctedIn(context, request, directories) : undefined;
  const areButtons = areNear || corrected !== undefined;
  const choices = (corrected === undefined ? directories : [corrected]).map(choiceOf);
  const view: View = {
    name: 'choose-directory',
    data: {
      purpose: PURPOSES[request.kind],
      ...(request.kind === 'link' && request.partnerId !== undefined ? { partnerId: request.partnerId } : {}),
      directories: areButtons ? [] : choices,
      selectedId: isElsewhere ? '' : (working?.tenantId ?? ''),
      ...leftAlone(context, request),
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

/** What the question says of those that are left alone. */
function leftAlone({ pal, caller, placeWords }: DialogContext, { except }: DirectoryRequest) {
  const { alone, unknown } = leftBy(except, pal.rememberedDirectories(caller.person), placeWords);
  return { unknown, leftAlone: alone.map(choiceOf) };
}

/** Several directories that a request is about. `unknown`: what was named beside them and fits none. */
export interface Many {
  readonly directories: readonly Directory[];
  readonly unknown: string;
  /** Those that were to be left alone. */
  readonly leftAlone: readonly Directory[];
}

/**
 * The directories of a request that is about many: all of them, or those that it names. Undefined when it is about one;
 * a result when the list can't be read.
 */
export async function manyOf(
  context: DialogContext,
  request: ManyRequest,
): Promise<Many | DialogResult | undefined> {
  const { tenantId, inMany, named, also } = request;
  const isChosen = tenantId !== undefined;
  if (isChosen ? also === undefined : inMany === undefined && named === undefined) return undefined;
  const listed = await context.pal.directories(context.caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const { left, alone, isClear } = leftBy(request.except, listed.value, context.placeWords);
  if (!isClear) return askDirectory(context, request, left);
  // "Everywhere" of somebody who has one directory is a change in that one.
  if (!isChosen && inMany !== undefined)
    return left.length === 1 && alone.length === 0
      ? undefined
      : { directories: left, unknown: '', leftAlone: alone };
  const many = isChosen ? chosenBeside(context, request, left) : namedTogether(context, request, left);
  return many === undefined || 'views' in many ? many : { ...many, leftAlone: alone };
}

type NamedMany = Omit<Many, 'leftAlone'>;
type ManyRequest = Extract<DirectoryRequest, { kind: 'link' | 'unlink' }>;

/** Several names: where one of them can't be told, it is asked about, and the others wait for the answer. */
function namedTogether(
  context: DialogContext,
  request: ManyRequest,
  all: readonly Directory[],
): NamedMany | DialogResult | undefined {
  const { found, choices, unknown } = readDirectories(request.named ?? '', all, context.placeWords);
  const near = unknown.filter((one) => one.near.length > 0);
  const names = unknown.filter((one) => one.near.length === 0).map(({ name }) => name);
  const unclear = [...choices, ...near.map((one) => one.near)].map((some) =>
    some.map(({ tenantId }) => tenantId),
  );
  const before = request.also ?? [];
  const also = [...new Set([...before, ...found.map(({ tenantId }) => tenantId)])];
  if (also.length + unclear.length < 2) return undefined;
  const stillOpen = [...unclear, ...(request.stillOpen ?? [])];
  const unknownNames = [request.unknown ?? '', ...names].filter((name) => name !== '').join(', ');
  return askOrGoOn(context, { ...request, also, stillOpen, unknown: unknownNames }, all);
}

/** One that was asked about is chosen: the next question, or all of them. */
function chosenBeside(
  context: DialogContext,
  request: ManyRequest,
  all: readonly Directory[],
): NamedMany | DialogResult {
  const { tenantId, also = [] } = request;
  const chosen = tenantId === undefined ? also : [...new Set([...also, tenantId])];
  return askOrGoOn(context, { ...request, also: chosen }, all);
}

function askOrGoOn(
  context: DialogContext,
  request: ManyRequest,
  all: readonly Directory[],
): NamedMany | DialogResult {
  const { also = [], stillOpen = [], unknown = '' } = request;
  const [next, ...rest] = stillOpen;
  if (next === undefined) return { directories: also.flatMap((id) => byId(all, id) ?? []), unknown };
  const { tenantId: _, named: __, ...open } = request;
  const candidates = all.filter((one) => next.includes(one.tenantId));
  const isOne = candidates.length === 1;
  return askDirectory(context, { ...open, stillOpen: rest }, candidates.length === 0 ? all : candidates, {
    why: isOne ? 'unknown' : 'fits-several',
    areButtons: isOne,
    beside: also.length,
  });
}

/** The question for the directory once more, with all of them. `isMissing`: the answer came without a directory. */
export async function chooseAgain(
  context: DialogContext,
  request: DirectoryRequest,
  isMissing: boolean,
): Promise<DialogResult> {
  const listed = await context.pal.directories(context.caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  return askDirectory(context, request, listed.value, {
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

/** A directory of which no more than its id is known: for people whose list was not read to its end. */
export function directoryById(tenantId: TenantId): Directory {
  return { tenantId, name: tenantId, defaultDomain: '', kind: 'customer' };
}
