import type { Clock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { BatchId, PartnerId, TenantId } from '../model/identifiers';
import { newBatchId } from '../model/identifiers';
import type { Asker } from './asker';
import type { BatchItem } from './batch';
import type { ReadCurrent } from './current';
import type { Operation } from './operation';
import type { NewOperation, Operations } from './operations';
import { readDirectories } from './overview';
import type { DirectoryReading } from './overview';
import { planOf } from './planning';
import { linkedOf } from './rules';

/** What is wanted in one directory: this PartnerID, or no link. */
export interface BatchWish {
  readonly directory: Directory;
  readonly wanted: PartnerId | null;
  /** Planned only if this is what is linked there now (null: nothing). */
  readonly onlyIf?: PartnerId | null;
}

/** A batch that waits for its confirmation, and what can't be in it. */
export interface PlannedBatch {
  readonly id: BatchId;
  readonly operations: readonly Operation[];
  /** So already: nothing to do there. */
  readonly already: readonly DirectoryReading[];
  /** Something else is linked there than the wish expected (`onlyIf`). */
  readonly changed: readonly DirectoryReading[];
  /** Not readable now, or not without the person or an administrator. */
  readonly left: readonly DirectoryReading[];
}

/** What becomes of a wish where the directory was read. */
type Planned = NewOperation | 'already' | 'changed' | 'left';

/** Reads every directory of the wishes anew, and plans an operation where there is one to plan. */
export async function planBatch(
  parts: { readonly operations: Operations; readonly readCurrent: ReadCurrent; readonly clock: Clock },
  asker: Asker,
  wishes: readonly BatchWish[],
  isUndo: boolean,
): Promise<PlannedBatch> {
  const id = newBatchId();
  // The same directory named twice is one wish: the last.
  const wishOf = new Map(wishes.map((wish) => [wish.directory.tenantId, wish]));
  const directories = [...wishOf.values()].map(({ directory }) => directory);
  const operations = new Map<TenantId, Operation>();
  const others = {
    already: [] as DirectoryReading[],
    changed: [] as DirectoryReading[],
    left: [] as DirectoryReading[],
  };
  const reading = { readCurrent: parts.readCurrent, now: () => parts.clock.now() };
  for await (const read of readDirectories(reading, asker, directories)) {
    const { tenantId } = read.directory;
    const planned = planAt(asker, read, wishOf.get(tenantId), { isUndo, batchId: id });
    if (typeof planned === 'string') others[planned].push(read);
    else operations.set(tenantId, await parts.operations.plan(planned));
  }
  return { id, operations: directories.flatMap(({ tenantId }) => operations.get(tenantId) ?? []), ...others };
}

function planAt(
  asker: Asker,
  { directory, state }: DirectoryReading,
  wish: BatchWish | undefined,
  options: { readonly isUndo: boolean; readonly batchId: BatchId },
): Planned {
  if (wish === undefined || (state.kind !== 'linked' && state.kind !== 'not-linked')) return 'left';
  const { current } = state;
  const now = linkedOf(current.state)?.partnerId ?? null;
  if (wish.onlyIf !== undefined && wish.onlyIf !== now) return 'changed';
  return planOf(asker, { directory, current, wanted: wish.wanted }, options) ?? 'already';
}

/** What takes the done ones back: as it was before, and only where their change is still what is linked. */
export function undoWishes(items: readonly BatchItem[], directories: readonly Directory[]): BatchWish[] {
  return items.flatMap(({ operation, state }) => {
    const directory = directories.find(({ tenantId }) => tenantId === operation.tenantId);
    if (state !== 'done' || directory === undefined) return [];
    const wanted = operation.before?.partnerId ?? null;
    return [{ directory, wanted, onlyIf: operation.result?.partnerId ?? null }];
  });
}

/** What failed, was stopped, or is not known: the same again. */
export function retryWishes(items: readonly BatchItem[], directories: readonly Directory[]): BatchWish[] {
  return items.flatMap(({ operation, state }) => {
    const directory = directories.find(({ tenantId }) => tenantId === operation.tenantId);
    const isOpen = state !== 'done' && state !== 'writing' && state !== 'unchanged';
    return isOpen && directory !== undefined ? [{ directory, wanted: operation.after }] : [];
  });
}
