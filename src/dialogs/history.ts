import type { ShownDecision } from '../cards/view-of-many';
import type { Directory } from '../model/directory';
import type { BatchId, TenantId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';
import type { Decision } from '../pal/pal';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';
import { readDirectories } from './named-directories';
import { whereNamed } from './read-text';
import type { ReadText } from './read-text';

/** What of the history is wanted; without a field, all of it from its newest page on. */
export interface HistoryWish {
  /** From 1. */
  readonly page?: number;
  /** Only in these directories: pressed, or named by words. */
  readonly tenantIds?: readonly TenantId[];
  readonly named?: string;
  /** Only what was confirmed together. */
  readonly batchId?: BatchId;
}

/** "History of Contoso". */
export function historyNamed(read: ReadText): Pick<HistoryWish, 'tenantIds' | 'named'> {
  const { tenantId, named } = whereNamed(read);
  if (tenantId !== undefined) return { tenantIds: [tenantId] };
  return named === undefined ? {} : { named };
}

/** As many as can be read at a glance. */
const MOST_SHOWN = 6;

/** Answers "my history": what the person decided, newest first; what was confirmed together is one line. */
export async function historyDialog(context: DialogContext, wish: HistoryWish): Promise<DialogResult> {
  const all = await context.pal.history(context.caller.person);
  const { only, unknown } = directoriesOf(context, all, wish);
  const isOnly = only.length > 0;
  const wanted = all.filter(
    ({ tenantId, batchId }) =>
      (!isOnly || only.some((one) => one.tenantId === tenantId)) &&
      (wish.batchId === undefined || batchId === wish.batchId),
  );
  const lines = isOnly || wish.batchId !== undefined ? wanted.map(shown) : folded(wanted);
  const pages = Math.max(1, Math.ceil(lines.length / MOST_SHOWN));
  const page = Math.min(Math.max(1, wish.page ?? 1), pages);
  return answer({
    name: 'history',
    data: {
      decisions: lines.slice((page - 1) * MOST_SHOWN, page * MOST_SHOWN),
      page,
      pages,
      ...(isOnly
        ? {
            only: {
              directoryName: only.map(({ name }) => name).join(', '),
              directoryId: only.map(({ tenantId }) => tenantId).join(' '),
              isOne: only.length === 1,
            },
          }
        : {}),
      batchId: wish.batchId ?? '',
      unknown,
    },
  });
}

/** The directories of the history that the wish is about. A slip is no reason to show less: nothing is changed here. */
function directoriesOf(
  { caller, placeWords }: DialogContext,
  all: readonly Decision[],
  { tenantIds, named }: HistoryWish,
): { readonly only: readonly Directory[]; readonly unknown: string } {
  const directories = new Map<string, Directory>();
  for (const { tenantId: id, directoryName } of all) {
    const tenantId = asTenantId(id);
    if (tenantId === undefined || directories.has(tenantId)) continue;
    const kind = tenantId === caller.person.tenantId ? 'home' : 'customer';
    directories.set(tenantId, { tenantId, name: directoryName, defaultDomain: '', kind });
  }
  const known = [...directories.values()];
  if (tenantIds !== undefined)
    return { only: known.filter(({ tenantId }) => tenantIds.includes(tenantId)), unknown: '' };
  if (named === undefined) return { only: [], unknown: '' };
  const { found, fitting, unknown } = readDirectories(named, known, placeWords);
  const meant = [...new Set([...found, ...fitting, ...unknown.flatMap(({ near }) => near)])];
  const isUnknown = meant.length === 0;
  return { only: meant, unknown: isUnknown ? unknown.map(({ name }) => name).join(', ') : '' };
}

function shown({ at, tenantId, directoryName, before, after, outcome, isUndo }: Decision): ShownDecision {
  return {
    at,
    directoryName,
    directoryId: tenantId,
    before: before ?? '',
    after: after ?? '',
    outcome,
    isUndo,
  };
}

/** What was confirmed together stands where the newest of it would. */
function folded(all: readonly Decision[]): ShownDecision[] {
  const batches = new Map<string, Decision[]>();
  for (const one of all) {
    if (one.batchId !== undefined) batches.set(one.batchId, [...(batches.get(one.batchId) ?? []), one]);
  }
  return all.flatMap((one) => {
    const together = one.batchId === undefined ? [] : (batches.get(one.batchId) ?? []);
    if (together.length < 2) return [shown(one)];
    return together[0] === one ? [line(one, together)] : [];
  });
}

/** A batch as one line: to which PartnerID, where that is the same everywhere, and how many of it became what. */
function line(newest: Decision, together: readonly Decision[]): ShownDecision {
  const count = (...outcomes: readonly Decision['outcome'][]): number =>
    together.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const same = (valueOf: (one: Decision) => string | null): string => {
    const values = new Set(together.map(valueOf));
    return values.size === 1 ? (valueOf(newest) ?? '') : '…';
  };
  return {
    ...shown(newest),
    directoryName: '',
    directoryId: '',
    before: same(({ before }) => before),
    after: same(({ after }) => after),
    batch: {
      batchId: newest.batchId ?? '',
      total: together.length,
      done: count('done'),
      failed: count('failed', 'not-as-asked'),
      unclear: count('unclear'),
      notDone: count('cancelled', 'stopped', 'changed', 'expired'),
    },
  };
}
