import type { View } from '../cards/view';
import type { Directory } from '../model/directory';
import type { BatchId, PartnerId, TenantId } from '../model/identifiers';
import type { BatchWish, PlannedBatch } from '../pal/batch-plan';
import type { BatchProgress, BatchResult } from '../pal/batches';
import { blocked } from './blocked';
import { answer } from './context';
import type { DialogContext, DialogResult } from './context';
import { atHome } from './locate';
import { problemView } from './problem';
import { soonOr } from './progress';
import type { Request } from './request';
import { askToSignIn } from './sign-in';

/** More rows than these don't fit on one card with every name. */
const MOST_ON_CARD = 40;
/** A press is answered within 3.5 s: a batch that is over by then shows its result at once. */
const ANSWER_MS = 2_000;

/** What is wanted in many directories. */
export interface ManyWish {
  readonly action: 'link' | 'change' | 'unlink';
  readonly wanted: PartnerId | null;
  readonly directories: readonly Directory[];
  /** Only where nothing is linked. */
  readonly isOnlyMissing: boolean;
  /** Names that fit no directory. */
  readonly unknown: string;
}

/** Plans a change in many directories, and shows every single one of them for one confirmation. */
export async function planMany(context: DialogContext, wish: ManyWish): Promise<DialogResult> {
  const { action, wanted, directories, isOnlyMissing, unknown } = wish;
  const shown = directories.slice(0, MOST_ON_CARD);
  const wishes = shown.map((directory): BatchWish => ({
    directory,
    wanted,
    ...(isOnlyMissing ? { onlyIf: null } : {}),
  }));
  const planned = await context.pal.batches.plan(context.asker, wishes);
  return confirmMany(planned, action, shown, { unknown, more: directories.length - shown.length });
}

/** Shows a planned batch for its confirmation. */
function confirmMany(
  { id, operations, already, changed, left }: PlannedBatch,
  action: 'link' | 'change' | 'unlink' | 'undo',
  directories: readonly Directory[],
  { unknown, more }: { readonly unknown: string; readonly more: number },
): DialogResult {
  const isSoAlready = changed.filter(({ state }) => state.kind === 'linked').length;
  const view: View = {
    name: 'confirm-batch',
    data: {
      action,
      batchId: id,
      rows: operations.map(({ tenantId, directoryName, before, after }) => ({
        directoryId: tenantId,
        directoryName,
        domain: domainOf(directories, tenantId),
        before: before?.partnerId ?? '',
        after: after ?? '',
      })),
      already: already.length,
      changed: isSoAlready,
      left: left.length + changed.length - isSoAlready,
      more,
      unknown,
    },
  };
  return operations.length === 0
    ? answer(view)
    : { views: [view], dialog: { kind: 'confirming-batch', batchId: id } };
}

type BatchRequest = Extract<Request, { kind: 'run-batch' }>;

/** Does a confirmed batch, or goes on with it; its card shows how far it is, and in the end what came of it. */
export async function runBatch(context: DialogContext, request: BatchRequest): Promise<DialogResult> {
  const { asker, pal } = context;
  const { batchId, only } = request;
  const listed = await pal.directories(asker);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const directories = listed.value;
  let latest: BatchProgress | undefined;
  const onProgress = (progress: BatchProgress): void => {
    latest = progress;
  };
  const work = pal.batches.execute(asker, batchId, {
    onProgress,
    ...(only === undefined ? {} : { only: [only] }),
  });
  const done = work.then((result) => resultView(context, directories, result));
  const onShown = async (): Promise<void> => {
    await pal.batches.told(batchId);
    context.overviews.forget(asker.person);
  };
  const inTime = await soonOr(work, ANSWER_MS);
  if (inTime === undefined) {
    const now = (): View => progressView(directories, latest, batchId, false);
    return { views: [now()], dialog: { kind: 'idle' }, follows: { done, latest: now, onShown } };
  }
  const result = inTime.value;
  const need = only === undefined || result.kind === 'problem' ? undefined : result.progress.needs.get(only);
  if (only !== undefined && need !== undefined) {
    const directoryName = directories.find(({ tenantId }) => tenantId === only)?.name ?? '';
    const attempt = { request, tenantId: only, directoryName, action: 'link' } as const;
    return askToSignIn(context, need, attempt);
  }
  const view = resultView(context, directories, result);
  return { ...answer(view), follows: { done: Promise.resolve(view), latest: () => view, onShown } };
}

/** Ends what has not begun. */
export async function stopBatch(context: DialogContext, batchId: BatchId): Promise<DialogResult> {
  const result = await context.pal.batches.stop(context.asker, batchId);
  if (result.kind === 'cancelled') return answer({ name: 'cancelled', data: {} });
  const directories = context.pal.rememberedDirectories(context.asker.person);
  return answer(resultView(context, directories, result));
}

/** Plans once more what did not work, or what takes a batch back. */
export async function planFrom(
  context: DialogContext,
  batchId: BatchId,
  what: 'retry' | 'undo',
): Promise<DialogResult> {
  const { asker, pal } = context;
  const listed = await pal.directories(asker);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, { kind: 'show' }));
  const directories = listed.value;
  const planned =
    what === 'undo'
      ? await pal.batches.planUndo(asker, batchId, directories)
      : await pal.batches.planRetry(asker, batchId, directories);
  if (planned.kind === 'problem') return answer(problemView(context, planned.problem));
  if (planned.kind === 'sign-in') return blocked(context, planned, atHome(context, { kind: 'show' }));
  const [first] = planned.value.operations;
  const action = first?.after === null ? 'unlink' : 'link';
  const rest = { unknown: '', more: 0 };
  return confirmMany(planned.value, what === 'undo' ? 'undo' : action, directories, rest);
}

function resultView(context: DialogContext, directories: readonly Directory[], result: BatchResult): View {
  if (result.kind === 'problem') return problemView(context, result.problem);
  return progressView(directories, result.progress, result.progress.id, result.kind !== 'busy');
}

function progressView(
  directories: readonly Directory[],
  progress: BatchProgress | undefined,
  batchId: BatchId,
  isOver: boolean,
): View {
  return {
    name: 'batch',
    data: {
      batchId,
      isOver,
      isStopped: progress?.status === 'stopped',
      isUndo: progress?.isUndo ?? false,
      items: (progress?.items ?? []).map(({ operation, state }) => ({
        directoryId: operation.tenantId,
        directoryName: operation.directoryName,
        domain: domainOf(directories, operation.tenantId),
        state,
      })),
    },
  };
}

function domainOf(directories: readonly Directory[], tenantId: TenantId): string {
  return directories.find((one) => one.tenantId === tenantId)?.defaultDomain ?? '';
}
