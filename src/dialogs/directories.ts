import type { View, WhoAndWhere } from '../cards/view';
import { homeDirectory, workingDirectory } from '../model/directory';
import type { Directory, Link } from '../model/directory';
import type { PartnerId, TenantId } from '../model/identifiers';
import { fingerprint } from '../model/identifiers';
import { failed } from '../model/problem';
import type { Current } from '../pal/pal';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';
import { atHome, choiceOf, locate, manyOf } from './locate';
import { readDirectories } from './named-directories';
import { soonOr } from './turn';
import type { DirectoryRequest, LinkRequest, Request } from './request';
import { blocked } from './sign-in';
import { MOST_SEEN, SEEN_LENGTH } from './state';

/** Answers "which directory": the one worked in, and the others. */
export async function whichDirectoryDialog(context: DialogContext): Promise<DialogResult> {
  const request = { kind: 'which-directory' } as const;
  const listed = await context.pal.directories(context.caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const working = workingDirectory(listed.value, context.workingTenantId);
  return answer({
    name: 'which-directory',
    data: {
      account: context.caller.person.displayName,
      directoryName: working?.name ?? '',
      directoryId: working?.tenantId ?? context.caller.person.tenantId,
      directories: listed.value.map(choiceOf),
    },
  });
}

/** "Work in that directory from now on." */
export async function switchDirectoryDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'switch-directory' }>,
): Promise<DialogResult> {
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const { directory, all } = located;
  // There is nothing to switch to, which that card says.
  if (all.length === 1) return whichDirectoryDialog(context);
  return {
    ...answer({
      name: 'directory-switched',
      data: { directoryName: directory.name, directoryId: directory.tenantId },
    }),
    workingTenantId: directory.tenantId,
  };
}

/** So many that appeared are looked at with one answer; the others come with the next one. */
const MOST_READ = 5;
const PATIENCE_MS = 1_500;

/** Directories that have appeared without a link, and what the person has been shown by now. */
interface NewDirectories {
  readonly unlinked: readonly Directory[];
  readonly seen: Pick<DialogResult, 'seenDirectories'>;
}

/**
 * The person's directories that they have not been shown before and are not linked in. The first time ever there is no
 * news. What can't be read in time is looked at again next time; `shown`: the one that the answer is about.
 */
async function newDirectories(
  { caller, pal, isPersonal, seenDirectories }: DialogContext,
  all: readonly Directory[],
  shown: TenantId,
): Promise<NewDirectories> {
  if (!isPersonal || all.length > MOST_SEEN) return { unlinked: [], seen: {} };
  if (seenDirectories === undefined) return { unlinked: [], seen: seenNow(all) };
  const known = new Set(seenDirectories);
  const appeared = all.filter(({ tenantId }) => tenantId !== shown && !known.has(markOf(tenantId)));
  const looked = appeared.slice(0, MOST_READ);
  const stop = new AbortController();
  const unlinked: Directory[] = [];
  const readable = new Set<TenantId>();
  const reading = (async () => {
    for await (const { directory, state } of pal.readAll(caller, looked, stop.signal)) {
      if (stop.signal.aborted) return;
      if (state.kind === 'not-readable') continue;
      readable.add(directory.tenantId);
      if (state.kind !== 'linked' && state.kind !== 'lighthouse') unlinked.push(directory);
    }
  })();
  await soonOr(reading, PATIENCE_MS);
  stop.abort();
  const open = new Set(appeared.map(({ tenantId }) => tenantId).filter((id) => !readable.has(id)));
  return { unlinked, seen: seenNow(all.filter(({ tenantId }) => !open.has(tenantId))) };
}

/** What is kept of directories that the person has been shown. */
export function seenNow(directories: readonly Directory[]): Pick<DialogResult, 'seenDirectories'> {
  if (directories.length > MOST_SEEN) return {};
  return { seenDirectories: directories.map(({ tenantId }) => markOf(tenantId)) };
}

function markOf(tenantId: TenantId): string {
  return fingerprint(tenantId).slice(0, SEEN_LENGTH);
}

/** The account and its link in a directory, or the result that says what stands in the way of reading it. */
type Read =
  | { readonly kind: 'read'; readonly current: Current }
  /** `managed-from-home`: there is no account that could be linked; the link that counts stands at home. */
  | { readonly kind: 'managed-from-home' | 'result'; readonly result: DialogResult };

/** Reads the link that a request is about. When the person must sign in first, the request waits for that. */
export async function currentAt(
  context: DialogContext,
  request: Extract<DirectoryRequest, { kind: 'link' | 'unlink' | 'show' }>,
  directory: Directory,
): Promise<Read> {
  const { tenantId, name } = directory;
  const { correlationId } = context.caller;
  const current =
    directory.kind === 'lighthouse'
      ? failed({ code: 'managed-from-home', correlationId })
      : await context.pal.current(context.caller, tenantId);
  if (current.kind === 'ok') return { kind: 'read', current: current.value };
  const partnerId = request.kind === 'link' ? request.partnerId : undefined;
  const result = await blocked(context, current, {
    request: { ...request, tenantId },
    tenantId,
    directoryName: name,
    action: request.kind,
    ...(partnerId === undefined ? {} : { partnerId }),
  });
  const isManaged = current.kind === 'problem' && current.problem.code === 'managed-from-home';
  return { kind: isManaged ? 'managed-from-home' : 'result', result };
}

/**
 * "The same number as in Contoso": the request with the number that is linked there. It is asked for where nothing is linked
 * there, or nobody can tell which directory that is.
 */
export async function withNumberOf(
  context: DialogContext,
  { numberOf, ...request }: LinkRequest,
): Promise<LinkRequest | DialogResult> {
  if (numberOf === undefined) return request;
  const waiting = { ...request, numberOf };
  const listed = await context.pal.directories(context.caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, waiting));
  const { found, fitting, unknown } = readDirectories(numberOf, listed.value, context.placeWords);
  const [model] = found;
  const asked = { ...request, isLengthAccepted: false };
  if (model === undefined || found.length + fitting.length + unknown.length > 1) return asked;
  if (model.kind === 'lighthouse') return asked;
  const { tenantId, name: directoryName } = model;
  const current = await context.pal.current(context.caller, tenantId);
  if (current.kind !== 'ok')
    return blocked(context, current, { request: waiting, tenantId, directoryName, action: 'link' });
  const { state } = current.value;
  return state.kind === 'linked' ? { ...request, partnerId: state.link.partnerId } : asked;
}

/**
 * Another number for a change that waits for its confirmation: where that one is; it is asked for where nobody knows it any
 * more. Another directory: the same change there, or there as well.
 */
export async function inItsPlace(
  { pal, caller }: DialogContext,
  { insteadOf, besides, ...request }: LinkRequest,
): Promise<LinkRequest | Extract<Request, { kind: 'unlink' }>> {
  const operationId = insteadOf ?? besides;
  if (operationId === undefined) return request;
  const operation = await pal.find(caller, operationId);
  const { named } = request;
  if (named === undefined)
    return {
      ...request,
      ...(operation === undefined ? { isElsewhere: true } : { tenantId: operation.tenantId }),
    };
  if (operation === undefined || operation.isUndo) return request;
  const where = { named, ...(besides === undefined ? {} : { also: [operation.tenantId] }) };
  return operation.after === null
    ? { kind: 'unlink', ...where }
    : { ...request, ...where, partnerId: operation.after };
}

/** The open batch with another number in those of it that are named; undefined when others are named, or it is no such batch. */
export async function inItsBatch(
  { pal, caller, placeWords }: DialogContext,
  { inBatch: batchId, named = '' }: LinkRequest,
  partnerId: PartnerId,
): Promise<Extract<Request, { kind: 'plan-batch' }> | undefined> {
  if (batchId === undefined) return undefined;
  const [batch, listed] = await Promise.all([pal.batches.find(caller, batchId), pal.directories(caller)]);
  if (batch.kind !== 'ok' || listed.kind !== 'ok' || batch.value.isUndo) return undefined;
  const operations = batch.value.items.map(({ operation }) => operation);
  const { found, fitting, unknown } = readDirectories(named, listed.value, placeWords);
  const directories = found.map(({ tenantId }) => tenantId);
  const isOfBatch = directories.every((one) => operations.some(({ tenantId }) => tenantId === one));
  const isClear = directories.length > 0 && fitting.length + unknown.length === 0;
  if (!isClear || !isOfBatch || operations.some(({ after }) => after === null)) return undefined;
  return { kind: 'plan-batch', batchId, next: 'chosen', other: { directories, partnerId } };
}

/** "Link in Contosso Retail": a name that fits no directory that is known is asked about before the PartnerID is. */
export async function askUnclearPlace(
  context: DialogContext,
  request: LinkRequest,
): Promise<DialogResult | undefined> {
  const { caller, pal, placeWords } = context;
  const known = pal.rememberedDirectories(caller.person);
  const { named = '', tenantId } = request;
  if (known.length === 0 || tenantId !== undefined) return undefined;
  if (readDirectories(named, known, placeWords).unknown.length === 0) return undefined;
  const many = await manyOf(context, request);
  if (many !== undefined) return 'views' in many ? many : undefined;
  const located = await locate(context, request);
  return located.kind === 'result' ? located.result : undefined;
}

/** Answers "show my link", or "undo" where there is nothing to; `isOnly`: "where am I linked" of somebody with one directory. */
export async function showDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'show' }>,
  isOnly = false,
): Promise<DialogResult> {
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const asked = await currentAt(context, request, located.directory);
  const home = homeDirectory(located.all);
  const isAtHome = asked.kind === 'managed-from-home' && home !== undefined;
  const directory = isAtHome ? home : located.directory;
  const read = isAtHome ? await currentAt(context, request, home) : asked;
  if (read.kind !== 'read') return read.result;
  const managedName = isAtHome ? located.directory.name : '';
  const { unlinked, seen } = await newDirectories(context, located.all, directory.tenantId);
  return {
    ...answer(
      statusView(directory, read.current, request.asked ?? 'show', {
        unlinked,
        isOnly,
        managedName,
        undoneUntil: request.undoneUntil,
      }),
    ),
    ...seen,
  };
}

/**
 * `managedName`: the directory that was asked about, where that one is managed from home through Lighthouse. `undoneUntil`:
 * until when the change could be undone that "undo" was asked for.
 */
interface Beside {
  readonly unlinked?: readonly Directory[];
  readonly isOnly?: boolean;
  readonly managedName?: string;
  readonly undoneUntil?: string | undefined;
}

/** "Show my link": what is linked, or that nothing is. `unlinked`: directories to tell of beside it. */
export function statusView(
  directory: Directory,
  current: Current,
  asked: 'show' | 'unlink' | 'undo',
  { unlinked = [], isOnly = false, managedName = '', undoneUntil = '' }: Beside = {},
): View {
  const place = {
    isOnly,
    managedName,
    appeared: unlinked.map(({ name, tenantId, defaultDomain }) => ({
      directoryName: name,
      directoryId: tenantId,
      domain: defaultDomain,
    })),
    ...at(current, directory),
  };
  return current.state.kind === 'linked'
    ? { name: 'link-status', data: { ...shown(current.state.link), ...place, asked, undoneUntil } }
    : { name: 'not-linked', data: { ...place, asked, undoneUntil } };
}

/** What a card shows of a link. */
export function shown({ partnerId, partnerName, linkedSince, lastChanged, version, state }: Link) {
  return { partnerId, partnerName, linkedSince, lastChanged, version, state };
}

/** Whose account a card is about, and where. */
export function at({ account }: Current, { name, tenantId }: Directory): WhoAndWhere {
  return { account: account.username, directoryName: name, directoryId: tenantId };
}
