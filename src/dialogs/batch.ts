import type { View } from '../cards/view';
import type { Directory } from '../model/directory';
import { asTenantId } from '../model/identifiers';
import type { BatchId, TenantId } from '../model/identifiers';
import {
  askedAnew,
  administratorToAsk,
  isOpen,
  leftForPerson,
  nameOf,
  partnersOf,
  undoUntil,
} from '../pal/batch';
import type { BatchItem, BatchProgress } from '../pal/batch';
import type { BatchResult } from '../pal/batches';
import { problemCodeOf } from '../pal/operation';
import type { KnownPartnerIds } from './batch-plans';
import { domainOf, leftOutRow, planNext } from './batch-plans';
import { needFor, askToSignIn, blocked, goesSilently, signInPageFor } from './sign-in';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';
import { atHome } from './locate';
import { problemView } from './problem';
import type { Follow } from './turn';
import { soonOr } from './turn';
import type { Request } from './request';

/** A press is answered within 3.5 s: a batch that is over by then shows its result at once. */
const ANSWER_MS = 2_000;

type BatchRequest = Extract<Request, { kind: 'run-batch' }>;

/** Does a confirmed batch, or goes on with it; its card shows how far it is, and in the end what came of it. */
export async function runBatch(context: DialogContext, request: BatchRequest): Promise<DialogResult> {
  const { caller, pal } = context;
  const listed = await pal.directories(caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const { only } = request;
  return only === undefined
    ? runAll(context, request.batchId, listed.value)
    : goOn(context, request, only, listed.value);
}

/**
 * Goes on with a batch that a process has left, whether or not the person is signed in here: how it stands is told once,
 * with what needs them.
 */
export async function resumeBatch(context: DialogContext, batchId: BatchId): Promise<DialogResult> {
  const { caller, pal } = context;
  const listed = await pal.directories(caller);
  const directories = listed.kind === 'ok' ? listed.value : pal.rememberedDirectories(caller.person);
  return runAll(context, batchId, directories);
}

async function runAll(
  context: DialogContext,
  batchId: BatchId,
  directories: readonly Directory[],
  only?: TenantId,
): Promise<DialogResult> {
  let latest: BatchProgress | undefined;
  const onProgress = (progress: BatchProgress): void => {
    latest = progress;
  };
  const work = toItsEnd(context, batchId, onProgress, only);
  const inTime = await soonOr(work, ANSWER_MS);
  if (inTime === undefined) {
    const done = work.then((result) => finalView(context, directories, result));
    const now = (): View => progressView({ ...context, directories }, latest, batchId, false);
    const follows = followed(context, batchId, done, now);
    return { views: [now()], dialog: { kind: 'idle' }, follows, ...(await changedBy(context, latest)) };
  }
  return overResult(context, batchId, directories, inTime.value, true);
}

/**
 * Does the batch, or only one directory of it. Another press or process that is at it may tell the end elsewhere: it is
 * waited for, so that the card that was pressed here comes to the same end; that one directory, if it is still to do then,
 * is done here.
 */
async function toItsEnd(
  { caller, pal }: DialogContext,
  batchId: BatchId,
  onProgress: (progress: BatchProgress) => void,
  only: TenantId | undefined,
): Promise<BatchResult> {
  const options = { onProgress, ...(only === undefined ? {} : { only: [only] }) };
  for (;;) {
    const result = await pal.batches.execute(caller, batchId, options);
    if (result.kind !== 'busy') return result;
    const followed = await pal.batches.follow(caller, batchId, onProgress);
    if (followed.kind !== 'over') return followed;
    const isLeft = ({ state, operation }: BatchItem): boolean =>
      state === 'waiting' && operation.tenantId === only;
    if (!followed.progress.items.some(isLeft)) return followed;
  }
}

/**
 * Goes on with one directory of the batch, after a sign-in there or to ask for it, and then with those that wait for the
 * person as well: the next sign-in comes by itself, and nobody is asked where it goes without them.
 */
async function goOn(
  context: DialogContext,
  request: BatchRequest,
  first: TenantId,
  directories: readonly Directory[],
): Promise<DialogResult> {
  const { caller, pal } = context;
  const { batchId } = request;
  const leftOnes = { kind: 'plan-batch', batchId, next: 'left' } as const;
  const found = await pal.batches.find(caller, batchId);
  if (found.kind !== 'ok') return blocked(context, found, atHome(context, request));
  const isInBatch = found.value.items.some(({ operation }) => operation.tenantId === first);
  // What nobody has confirmed yet is not begun by a sign-in, and what was undone meanwhile is asked about anew.
  const anew = askedAnew(found.value, isInBatch);
  if (anew !== undefined) return planNext(context, { ...leftOnes, next: anew });
  if (!isInBatch) {
    const stands = { kind: 'over', progress: found.value } as const;
    const over = await overResult(context, batchId, directories, stands, false);
    return below(over, await planNext(context, leftOnes));
  }
  const tried = new Set<TenantId>();
  for (let tenantId = first; ;) {
    const result = await pal.batches.execute(caller, batchId, { only: [tenantId] });
    if (result.kind === 'busy') return runAll(context, batchId, directories, tenantId);
    if (result.kind !== 'over') return overResult(context, batchId, directories, result, true);
    const { progress } = result;
    const need = progress.needs.get(tenantId);
    if (need !== undefined) {
      // The card of the batch has the page of the next sign-in; only what Teams does by itself needs a message of its own.
      if (tried.size > 0 && !goesSilently(context, need, tenantId))
        return overResult(context, batchId, directories, result, true);
      const directoryName = nameOf(progress, tenantId);
      const attempt = { ...atHome(context, { ...request, only: tenantId }), tenantId, directoryName };
      const asked = await askToSignIn(context, need, attempt);
      return tried.size === 0
        ? asked
        : below(await overResult(context, batchId, directories, result, false), asked);
    }
    tried.add(tenantId);
    const waits = progress.items.find((item) => isOpen(item) && !tried.has(item.operation.tenantId));
    if (waits === undefined) {
      const isAll = leftForPerson(progress).length === 0;
      const over = await overResult(context, batchId, directories, result, isAll);
      return isAll ? over : below(over, await planNext(context, leftOnes));
    }
    tenantId = waits.operation.tenantId;
  }
}

/** The result of a batch, and below it what it asks for next. */
function below(result: DialogResult, next: DialogResult): DialogResult {
  return { ...next, views: [...result.views, ...next.views] };
}

/** `isLast`: nothing comes below it, so that the card itself has the button for the next sign-in. */
async function overResult(
  context: DialogContext,
  batchId: BatchId,
  directories: readonly Directory[],
  result: BatchResult,
  isLast: boolean,
): Promise<DialogResult> {
  const view = isLast
    ? await finalView(context, directories, result)
    : resultView(context, directories, result);
  const follows = followed(context, batchId, Promise.resolve(view), () => view);
  const progress = result.kind === 'problem' ? undefined : result.progress;
  const linked = progress?.isUndo === true ? undefined : (progress?.wanted ?? undefined);
  const isTaken = linked !== undefined && progress?.items.some(({ state }) => state === 'done') === true;
  return {
    ...answer(view),
    follows,
    ...(isTaken ? { lastPartnerId: linked, knownPartnerId: linked } : {}),
    ...(await changedBy(context, progress)),
  };
}

/**
 * What "undo" is about from now on. What an undo takes back is not the person's PartnerID any more, even while it is being
 * taken back; nor is one that Microsoft refused.
 */
async function changedBy(
  { pal, caller }: DialogContext,
  progress: BatchProgress | undefined,
): Promise<Pick<DialogResult, 'lastPartnerId' | 'lastBatch'>> {
  if (progress === undefined) return {};
  const isBegun = progress.items.some(({ state }) => state === 'done' || state === 'writing');
  const isRefused = progress.items.some(({ operation }) => problemCodeOf(operation) === 'partner-id-refused');
  if (!progress.isUndo && (isBegun || !isRefused)) return isBegun ? { lastBatch: progress.id } : {};
  const undoing = progress.items.filter(({ state }) => state === 'waiting' || state === 'writing');
  const tenantIds = undoing.map(({ operation }) => operation.tenantId);
  const lastPartnerId = (await pal.ownPartnerId(caller.person, tenantIds)) ?? null;
  return isBegun ? { lastBatch: progress.id, lastPartnerId } : { lastPartnerId };
}

function followed(
  { overviews, pal, caller }: DialogContext,
  batchId: BatchId,
  done: Promise<View>,
  latest: () => View,
): Follow {
  const onShown = async (): Promise<void> => {
    await pal.batches.acknowledge(batchId);
    overviews.forget(caller.person);
  };
  return { done, latest, onShown };
}

/** Ends what has not begun. */
export async function stopBatch(context: DialogContext, batchId: BatchId): Promise<DialogResult> {
  const result = await context.pal.batches.stop(context.caller, batchId);
  if (result.kind === 'cancelled') return answer({ name: 'cancelled', data: {} });
  const directories = context.pal.rememberedDirectories(context.caller.person);
  return answer(await finalView(context, directories, result));
}

/** What came of a batch; the page for the next sign-in is one press away, and the batch goes on after it. */
async function finalView(
  context: DialogContext,
  directories: readonly Directory[],
  result: BatchResult,
): Promise<View> {
  const view = resultView(context, directories, result);
  if (view.name !== 'batch' || !view.data.isOver || result.kind === 'problem') return view;
  const { progress } = result;
  const next =
    view.data.items.find(({ state }) => state === 'needs-you') ??
    view.data.leftOut.find(({ why }) => why === 'needs-you' || why === 'consent');
  if (next === undefined) return view;
  const { directoryName, directoryId } = next;
  const isConsent = 'why' in next && next.why === 'consent';
  const page = await signInPage(context, progress, directoryId, isConsent);
  return { name: 'batch', data: { ...view.data, next: { directoryName, directoryId, ...page } } };
}

/** The page of the sign-in there; `url` is empty where there is none. `lacksConsent`: the directory was left out for that. */
async function signInPage(
  context: DialogContext,
  { id: batchId, needs }: BatchProgress,
  directoryId: string,
  lacksConsent: boolean,
): Promise<{ readonly url: string; readonly isConsent: boolean }> {
  const tenantId = asTenantId(directoryId);
  if (tenantId === undefined) return { url: '', isConsent: false };
  const found = needs.get(tenantId) ?? needFor(context, tenantId);
  const need = lacksConsent ? ({ reason: 'consent' } as const) : found;
  const request = { kind: 'run-batch', batchId, only: tenantId } as const;
  const url = (await signInPageFor(context, tenantId, need, request)) ?? '';
  return { url, isConsent: need.reason === 'consent' };
}

function resultView(context: DialogContext, directories: readonly Directory[], result: BatchResult): View {
  if (result.kind === 'problem') return problemView(context, result.problem);
  const known = { ...context, directories };
  return progressView(known, result.progress, result.progress.id, result.kind !== 'busy');
}

function progressView(
  known: KnownPartnerIds,
  progress: BatchProgress | undefined,
  batchId: BatchId,
  isOver: boolean,
): View {
  const items = progress?.items ?? [];
  return {
    name: 'batch',
    data: {
      batchId,
      isOver,
      isStopped: progress?.status === 'stopped',
      isUndo: progress?.isUndo ?? false,
      items: items.map((item) => ({
        directoryId: item.operation.tenantId,
        directoryName: item.operation.directoryName,
        domain: domainOf(known.directories, item.operation.tenantId),
        before: item.operation.before?.partnerId ?? '',
        after: item.operation.after ?? '',
        state: isOver ? stateInTheEnd(item, progress) : item.state,
        problem: problemCodeOf(item.operation) ?? progress?.problems.get(item.operation.tenantId)?.code ?? '',
      })),
      partners: progress?.isUndo === true ? [] : partnersOf(items),
      leftOut: (progress?.leftOut ?? []).map((one) => leftOutRow(known, one)),
      rest: progress?.rest ?? 0,
      ...administratorToAsk(progress),
      undoUntil: undoUntil(items),
    },
  };
}

/** In the end nothing waits for the bot any more: it waits for the person, or could not begin. */
function stateInTheEnd(
  { state, operation }: BatchItem,
  progress: BatchProgress | undefined,
): BatchItem['state'] {
  if (state !== 'waiting') return state;
  return progress?.problems.has(operation.tenantId) === true ? 'failed' : 'needs-you';
}
