import type { AccessOfAllData, AccessState, ShownDirectoryAccess } from '../cards/access-view';
import type { View } from '../cards/view';
import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import type { Outcome } from '../model/problem';
import type { AccessReport } from '../pal/access';
import { isForCustomer } from '../pal/access';
import { stateOfBlocked } from '../pal/overview';
import { blocked } from './sign-in';
import type { DialogContext, DialogResult } from './context';
import { atHome } from './locate';
import { firstPictureIn, soonOr } from './turn';
import type { Request } from './request';

type AllAccessRequest = Extract<Request, { kind: 'check-all-access' }>;

const ROWS_ON_PAGE = 12;

/**
 * Answers "check everything": a line for each directory, on a card that grows while they are read. Nothing is kept: each
 * page reads all of them anew, eight at a time.
 */
export async function accessOfAllDialog(
  context: DialogContext,
  request: AllAccessRequest,
): Promise<DialogResult> {
  const { pal, caller, access } = context;
  const listed = await pal.directories(caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const directories = listed.value;
  const read = new Map<TenantId, Row>();
  const readAll = async (): Promise<void> => {
    for await (const { directory, report } of access.readMany(caller, directories)) {
      read.set(directory.tenantId, rowOf(directory, report));
    }
  };
  const view = (): View => ({
    name: 'access-of-all',
    data: { ...accessOfAllData(directories, read, request.page), readAt: context.now.toISOString() },
  });
  const done = readAll().then(view);
  const isDone = (await soonOr(done, firstPictureIn(context))) !== undefined;
  return { views: [view()], dialog: 'keep', ...(isDone ? {} : { follows: { done, latest: view } }) };
}

type Row = ShownDirectoryAccess;

/** One page of the directories, those that need something first. */
export function accessOfAllData(
  directories: readonly Directory[],
  read: ReadonlyMap<TenantId, Row>,
  page: number,
): Omit<AccessOfAllData, 'readAt'> {
  const rows = directories
    .map((one) => read.get(one.tenantId) ?? bare(one, 'pending'))
    .sort((one, other) => WORST_FIRST.indexOf(one.state) - WORST_FIRST.indexOf(other.state));
  const count = (...states: AccessState[]): number =>
    rows.filter(({ state }) => states.includes(state)).length;
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_ON_PAGE));
  const shown = Math.min(Math.max(page, 1), pages);
  return {
    total: rows.length,
    counts: count('counts'),
    noRole: count('no-role'),
    notLinked: count('would-count'),
    pending: count('pending'),
    rows: rows.slice((shown - 1) * ROWS_ON_PAGE, shown * ROWS_ON_PAGE),
    page: shown,
    pages,
  };
}

const WORST_FIRST: readonly AccessState[] = [
  'would-count',
  'no-role',
  'nothing-counts',
  'unknown',
  'needs-you',
  'needs-admin',
  'unreadable',
  'not-linked',
  'counts',
  'pending',
];

/** What the report of a directory comes to, in one line. */
export function rowOf(directory: Directory, report: Outcome<AccessReport>): Row {
  if (report.kind !== 'ok') return bare(directory, stateOfBlocked(report));
  const { current, findings, unreadable, isCut } = report.value;
  if (unreadable !== undefined) return bare(directory, 'unreadable');
  const counting = findings.filter(({ verdict }) => verdict === 'pec' || verdict === 'recognition').length;
  const base = { ...bare(directory, 'counts'), counting, total: findings.length, isCut };
  if (current.state.kind !== 'linked') return { ...base, state: counting > 0 ? 'would-count' : 'not-linked' };
  if (counting > 0) return base;
  // While something can't be told, nothing is said to be missing.
  if (findings.some(({ verdict }) => verdict === 'unknown')) return { ...base, state: 'unknown' };
  const isRoleMissing = findings.length === 0 || findings.some(isForCustomer);
  return { ...base, state: isRoleMissing ? 'no-role' : 'nothing-counts' };
}

function bare({ name, tenantId, defaultDomain }: Directory, state: AccessState): Row {
  return {
    directoryName: name,
    directoryId: tenantId,
    domain: defaultDomain,
    state,
    counting: 0,
    total: 0,
    isCut: false,
  };
}
