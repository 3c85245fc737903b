import type { Clock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { BatchId, PartnerId, TenantId } from '../model/identifiers';
import { asPartnerId, asTenantId, newBatchId } from '../model/identifiers';
import { REQUEST_OF_PROBLEM, TRYING_AGAIN_IS_VAIN } from '../model/problem';
import type { CustomerRequest } from '../model/problem';
import type { AuditEntry } from '../storage/record-store';
import type { Caller, Current, ReadCurrent } from './planning';
import { planOf } from './planning';
import { doneIn, leftForPerson } from './batch';
import type { Batch, BatchItem, DoneInBatch, LeftOut, NextOfBatch, OtherNumber } from './batch';
import type { Operation } from './operation';
import { OPERATION_KEPT_MS, linkedOf, problemCodeOf } from './operation';
import type { NewOperation, Operations } from './operations';
import { ABREAST, forEachAbreast, readDirectories } from './overview';
import type { DirectoryReading, DirectoryState, Refusals } from './overview';
import { isStanding } from './undo';

/** What is wanted in one directory: this PartnerID, or no link. */
export interface BatchWish {
  readonly directory: Directory;
  readonly wanted: PartnerId | null;
  /** Planned only if this is what is linked there now (null: nothing). */
  readonly onlyIf?: PartnerId | null;
  /** Planned only if this says so of what is there now. */
  readonly isStill?: (current: Current) => boolean;
}

type LeftAlone = readonly Pick<Directory, 'tenantId' | 'name'>[];

/** What a batch is to do. */
export interface BatchOrder {
  readonly wishes: readonly BatchWish[];
  readonly isUndo?: boolean;
  /** The batch that it takes back. */
  readonly undoes?: BatchId | undefined;
  /** Not more changes than these: where there are more, the directories behind them are left for the next batch. */
  readonly most?: number;
  /** What the person wants left alone. */
  readonly leftAlone?: LeftAlone;
  /** Kept with the batch, for what it leaves open. */
  readonly wish?: Batch['wish'];
  /** What the batch that this one was chosen of has left out, and still waits. */
  readonly leftOut?: readonly LeftOut[];
}

/** A batch that waits for its confirmation, and what can't be in it. */
export interface PlannedBatch {
  readonly id: BatchId;
  readonly operations: readonly Operation[];
  /** So already: nothing to do there; of what is taken back, that it is linked as before. */
  readonly already: readonly DirectoryReading[];
  /** Something else is linked there than the wish expected. */
  readonly changed: readonly DirectoryReading[];
  /** Not readable now, or not without the person or an administrator. */
  readonly left: readonly DirectoryReading[];
  /** See BatchOrder.leftOut. */
  readonly leftBefore?: readonly LeftOut[];
  /** Left for the next batch, in their order. */
  readonly rest: readonly Directory[];
  /** Until when the batch that it takes back was on record, ISO 8601, UTC; only once that is over. */
  readonly undoneUntil?: string;
  /** See BatchOrder. */
  readonly leftAlone: LeftAlone;
}

/** What becomes of a wish where the directory was read. */
type Planned = NewOperation | 'already' | 'changed' | 'left';

/** Reads the directories of the wishes anew, in their order, and plans an operation where there is one to plan. */
export async function planBatch(
  parts: {
    readonly operations: Operations;
    readonly readCurrent: ReadCurrent;
    readonly refusals: Pick<Refusals, 'of'>;
    readonly clock: Clock;
  },
  caller: Caller,
  { wishes, isUndo = false, most = Infinity, leftAlone = [], leftOut = [] }: BatchOrder,
): Promise<PlannedBatch> {
  const id = newBatchId();
  // The same directory named twice is one wish: the last.
  const wishOf = new Map(wishes.map((wish) => [wish.directory.tenantId, wish]));
  const directories = [...wishOf.values()].map(({ directory }) => directory);
  const changes = new Map<TenantId, NewOperation>();
  const others = {
    already: [] as DirectoryReading[],
    changed: [] as DirectoryReading[],
    left: [] as DirectoryReading[],
  };
  const rest = new Set(directories);
  const isFull = new AbortController();
  // What was named itself is tried again, even where it was refused.
  const isOnlyMissing = wishes.some(({ onlyIf }) => onlyIf === null);
  const refused = isOnlyMissing ? await parts.refusals.of(caller.person) : new Set<TenantId>();
  const reading = { readCurrent: parts.readCurrent, now: () => parts.clock.now(), refused };
  for await (const read of readDirectories(reading, caller, directories, isFull.signal)) {
    const { tenantId } = read.directory;
    const planned = planAt(caller, read, wishOf.get(tenantId), { isUndo, batchId: id });
    // What was being read when it was full comes with the next.
    if (typeof planned !== 'string' && changes.size >= most) continue;
    rest.delete(read.directory);
    if (typeof planned === 'string') others[planned].push(read);
    else changes.set(tenantId, planned);
    if (changes.size >= most) isFull.abort();
  }
  const operations = new Map<TenantId, Operation>();
  await forEachAbreast([...changes], ABREAST, async ([tenantId, change]) => {
    operations.set(tenantId, await parts.operations.plan(change));
  });
  const inOrder = directories.flatMap(({ tenantId }) => operations.get(tenantId) ?? []);
  return { id, operations: inOrder, ...others, rest: [...rest], leftAlone, leftBefore: leftOut };
}

function planAt(
  caller: Caller,
  { directory, state }: DirectoryReading,
  wish: BatchWish | undefined,
  options: { readonly isUndo: boolean; readonly batchId: BatchId },
): Planned {
  if (wish === undefined || (state.kind !== 'linked' && state.kind !== 'not-linked')) return 'left';
  const { current } = state;
  const linked = linkedOf(current.state)?.partnerId ?? null;
  const isAsExpected = wish.onlyIf === undefined || wish.onlyIf === linked;
  if (!isAsExpected || wish.isStill?.(current) === false)
    return linked === wish.wanted ? 'already' : 'changed';
  return planOf(caller, { directory, current, wanted: wish.wanted }, options) ?? 'already';
}

/** What is not in the batch, as its record keeps it; what is so already need not be kept. */
export function leftOutOf(
  { changed, left, leftAlone, leftBefore = [] }: PlannedBatch,
  isUndo: boolean,
): LeftOut[] {
  const lookedAt = [...changed, ...left].map(({ directory, state }) => {
    const { tenantId, name: directoryName } = directory;
    const isRead = state.kind === 'linked' || state.kind === 'not-linked';
    const partnerId = isRead ? (linkedOf(state.current.state)?.partnerId ?? null) : undefined;
    const why = whyLeftOut(state, isUndo);
    const request = requestIn(state);
    return {
      tenantId,
      directoryName,
      why,
      ...(partnerId === undefined ? {} : { partnerId }),
      ...(request === undefined ? {} : { request }),
    };
  });
  const why = 'asked' as const;
  const alone = leftAlone.map(({ tenantId, name }) => ({ tenantId, directoryName: name, why }));
  return [...lookedAt, ...leftBefore, ...alone];
}

function requestIn(state: DirectoryState): CustomerRequest | undefined {
  if (state.kind === 'needs-admin') return REQUEST_OF_PROBLEM[state.problem.code];
  return state.kind === 'needs-sign-in' && state.need.reason === 'consent' ? 'consent' : undefined;
}

function whyLeftOut(state: DirectoryState, isUndo: boolean): LeftOut['why'] {
  switch (state.kind) {
    case 'linked':
    case 'not-linked':
      return isUndo ? 'changed' : 'other';
    case 'needs-sign-in':
      return state.need.reason === 'consent' ? 'consent' : 'needs-you';
    case 'needs-second-factor':
      return 'needs-you';
    case 'not-readable':
      return 'unreadable';
    case 'lighthouse':
    case 'needs-admin':
      return state.kind;
  }
}

/** What the batch leads to next; `trail` is the person's. */
export function nextWishes(
  batch: Batch,
  items: readonly BatchItem[],
  next: NextOfBatch,
  directories: readonly Directory[],
  trail: readonly AuditEntry[],
): BatchWish[] {
  switch (next.kind) {
    case 'undo':
    case 'redo':
      return backOrAgain(next.kind, batch.isUndo, doneIn(items), directories, trail);
    case 'retry':
      return retryWishes(items, directories);
    case 'rest':
      return sameWishes(batch, batch.rest, directories);
    case 'left':
      return sameWishes(batch, leftForPerson(batch), directories);
    case 'chosen': {
      const chosen = next.directories ?? items.map(({ operation }) => operation.tenantId);
      return chosenWishes(batch, items, chosen, directories, next.other);
    }
  }
}

/** What takes back a batch of which only the trail is left, or does it again; undefined: there is none, or it is no such wish. */
export function pastBatch(
  id: BatchId,
  next: NextOfBatch,
  directories: readonly Directory[],
  trail: readonly AuditEntry[],
): { readonly wishes: BatchWish[]; readonly undoneUntil: string } | undefined {
  const lines = trail.filter(({ batchId, status }) => batchId === id && status === 'done');
  const [first] = lines;
  if (first === undefined || (next.kind !== 'undo' && next.kind !== 'redo')) return undefined;
  const done = lines.flatMap(({ operationId, accountObjectId, ...line }): DoneInBatch[] => {
    const tenantId = asTenantId(line.tenantId);
    if (tenantId === undefined) return [];
    const [before, after] = [asPartnerId(line.before ?? '') ?? null, asPartnerId(line.after ?? '') ?? null];
    const result = after === null ? null : { partnerId: after };
    return [{ id: operationId, tenantId, account: { objectId: accountObjectId }, before, after, result }];
  });
  const undoneUntil = new Date(Date.parse(first.at) + OPERATION_KEPT_MS).toISOString();
  const wasUndo = first.action.startsWith('undo:');
  return { wishes: backOrAgain(next.kind, wasUndo, done, directories, trail), undoneUntil };
}

/**
 * What takes the done ones back, as it was before, and only where the change is the latest in its directory and what it
 * left is still linked; or does them again, where it is as it was before them. An undo is not taken back by "undo": that
 * only looks whether it is still so. "Redo" takes it back.
 */
function backOrAgain(
  kind: 'undo' | 'redo',
  isUndo: boolean,
  done: readonly DoneInBatch[],
  directories: readonly Directory[],
  trail: readonly AuditEntry[],
): BatchWish[] {
  return done.flatMap((change): BatchWish[] => {
    const directory = directories.find(({ tenantId }) => tenantId === change.tenantId);
    if (directory === undefined) return [];
    const { before, after } = change;
    if (kind === 'undo' && isUndo) return [{ directory, wanted: after, onlyIf: after }];
    if (kind === 'redo' && !isUndo) return [{ directory, wanted: after, onlyIf: before }];
    return [{ directory, wanted: before, isStill: ({ state }) => isStanding(change, state, trail) }];
  });
}

/** What failed, was stopped, or is not known: the same again, unless it would come to the same. */
function retryWishes(items: readonly BatchItem[], directories: readonly Directory[]): BatchWish[] {
  return items.flatMap(({ operation, state }) => {
    const directory = directories.find(({ tenantId }) => tenantId === operation.tenantId);
    const isVain = TRYING_AGAIN_IS_VAIN.includes(problemCodeOf(operation));
    const isOpen = state !== 'done' && state !== 'writing' && state !== 'unchanged' && !isVain;
    return isOpen && directory !== undefined ? [{ directory, wanted: operation.after }] : [];
  });
}

/** What the batch wanted, in these directories: those that did not fit, or that could not be read then. */
function sameWishes(
  { wish }: Pick<Batch, 'wish'>,
  tenantIds: readonly TenantId[],
  directories: readonly Directory[],
): BatchWish[] {
  if (wish === undefined) return [];
  const { wanted, isOnlyMissing } = wish;
  const onlyIf = isOnlyMissing ? ({ onlyIf: null } as const) : {};
  return tenantIds.flatMap((tenantId) => {
    const directory = directories.find((one) => one.tenantId === tenantId);
    return directory === undefined ? [] : [{ directory, wanted, ...onlyIf }];
  });
}

/** What was chosen of a batch: its own changes as they were planned, and the wish where another PartnerID is linked. */
function chosenWishes(
  batch: Pick<Batch, 'wish' | 'leftOut'>,
  items: readonly BatchItem[],
  chosen: readonly TenantId[],
  directories: readonly Directory[],
  other?: OtherNumber,
): BatchWish[] {
  const wantedOf = ({ tenantId, after }: Operation): PartnerId | null =>
    other?.directories.includes(tenantId) === true ? other.partnerId : after;
  return chosen.flatMap((tenantId): BatchWish[] => {
    const directory = directories.find((one) => one.tenantId === tenantId);
    const operation = items.find((one) => one.operation.tenantId === tenantId)?.operation;
    if (directory === undefined) return [];
    if (operation !== undefined) {
      return [{ directory, wanted: wantedOf(operation), onlyIf: operation.before?.partnerId ?? null }];
    }
    const linked = batch.leftOut.find((one) => one.tenantId === tenantId && one.why === 'other');
    if (linked?.partnerId === undefined || batch.wish === undefined) return [];
    return [{ directory, wanted: batch.wish.wanted, onlyIf: linked.partnerId }];
  });
}
