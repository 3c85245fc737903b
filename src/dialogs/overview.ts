import type { OverviewData, OverviewState, View } from '../cards/view';
import { NEEDS_ADMIN_CONSENT, REQUEST_OF_PROBLEM } from '../model/problem';
import type { Directory } from '../model/directory';
import type { PartnerId } from '../model/identifiers';
import type { CompanyPartnerId } from '../model/person';
import { partnerNameOf } from '../model/person';
import type { DirectoryReading, Reading } from '../pal/overview';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';
import { consentRequestView, customerRequestView } from './customer-request';
import { atHome } from './locate';
import { seenNow, showDialog } from './directories';
import { foldWord } from './place-words';
import { firstPictureIn, soonOr } from './turn';
import type { Request } from './request';
import { blocked, signInPageFor } from './sign-in';

type OverviewRequest = Extract<Request, { kind: 'overview' }>;

const ROWS_ON_PAGE = 10;
/** A press is answered within 3.5 s. */
const CONSENTS_MS = 2_000;

/** The PartnerIDs that are right: the company's, or else the one that the person has linked; none: any is. */
export interface Expected {
  readonly partnerIds: readonly PartnerId[];
  readonly isCompanys: boolean;
  /** What the company calls them, for those that ARM has no name of. */
  readonly company?: readonly CompanyPartnerId[];
}

/** See Expected. A number that was only typed, or taken back, makes nothing wrong that is linked. */
export async function expectedBy({ company, pal, caller }: DialogContext): Promise<Expected> {
  const partnerIds = company.map(({ partnerId }) => partnerId);
  if (company.length > 0) return { partnerIds, isCompanys: true, company };
  const own = await pal.ownPartnerId(caller.person);
  return { partnerIds: own === undefined ? [] : [own], isCompanys: false };
}

/** Whether a directory that has this PartnerID counts as linked. */
export function isExpected({ partnerIds }: Expected, linked: string | null | undefined): boolean {
  return partnerIds.length === 0 || partnerIds.some((one) => one === linked);
}

/**
 * How it stands in all directories: what is read at once, and a card that grows until all of it is. Who has only one gets
 * its status.
 */
export async function overviewDialog(
  context: DialogContext,
  request: OverviewRequest,
): Promise<DialogResult> {
  const { caller } = context;
  if (request.isChecked === true) context.pal.checkAgain(caller.person);
  const known = request.isAgain === true ? undefined : await latest(context);
  const listed = known === undefined ? await context.pal.directories(caller) : undefined;
  if (listed !== undefined && listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  if (listed?.value.length === 1) return showDialog(context, { kind: 'show' }, true);
  const reading = known ?? begin(context, listed?.value ?? []);
  const expected = await expectedBy(context);
  const view = (): View => ({ name: 'overview', data: overviewData(reading, request, expected) });
  const done = reading.done.then(() => withSignIn(context, request, reading, view()));
  const soon = await soonOr(done, firstPictureIn(context));
  return {
    views: [soon?.value ?? view()],
    dialog: 'keep',
    ...seenNow(reading.directories),
    ...(soon === undefined ? { follows: { done, latest: view } } : {}),
  };
}

/** With the page of the next sign-in, where those that need somebody are what is left to do. */
async function withSignIn(
  context: DialogContext,
  request: OverviewRequest,
  reading: Reading,
  view: View,
): Promise<View> {
  if (view.name !== 'overview' || (request.filter !== 'needs' && view.data.missing > 0)) return view;
  const waits = reading.directories.flatMap((directory) => {
    const state = reading.read.get(directory.tenantId)?.state;
    return state !== undefined && 'need' in state ? [{ directory, need: state.need }] : [];
  });
  const next = waits.find(({ need }) => need.reason !== 'consent') ?? waits[0];
  if (next === undefined) return view;
  const { tenantId, name: directoryName } = next.directory;
  const url = await signInPageFor(context, tenantId, next.need, { ...request, isAgain: true });
  if (url === undefined) return view;
  const isConsent = next.need.reason === 'consent';
  const shown = { directoryName, directoryId: tenantId, url, isConsent };
  return { name: 'overview', data: { ...view.data, next: shown } };
}

/**
 * The message for the administrators of all directories that have not approved the bot; the overview where there is none,
 * and while it is not yet known which they are: it has a button for the message in the end.
 */
export async function consentsDialog(context: DialogContext, page: number): Promise<DialogResult> {
  const { caller, pal } = context;
  const overview = { kind: 'overview', filter: 'needs', page: 1 } as const;
  const known = await latest(context);
  const listed = known === undefined ? await pal.directories(caller) : undefined;
  if (listed !== undefined && listed.kind !== 'ok')
    return blocked(context, listed, atHome(context, overview));
  const reading = known ?? begin(context, listed?.value ?? []);
  const isRead = (await soonOr(reading.done, CONSENTS_MS)) !== undefined;
  const lacking = reading.directories.filter(({ tenantId }) => lacksConsent(reading.read.get(tenantId)));
  if (!isRead || lacking.length === 0) return overviewDialog(context, overview);
  const [only, ...others] = lacking;
  return answer(
    only !== undefined && others.length === 0
      ? await customerRequestView(context, 'consent', only.tenantId)
      : await consentRequestView(context, lacking, page),
  );
}

function lacksConsent(reading: DirectoryReading | undefined): boolean {
  const state = reading?.state;
  if (state?.kind === 'needs-sign-in') return state.need.reason === 'consent';
  return state?.kind === 'needs-admin' && NEEDS_ADMIN_CONSENT.includes(state.problem.code);
}

/** What was read lately, unless the person has signed out since, here or at another instance. */
async function latest({
  overviews,
  caller,
  now,
  pal,
  signInService,
}: DialogContext): Promise<Reading | undefined> {
  const known = overviews.latest(caller.person, now);
  if (known === undefined || (await signInService.isSignedIn(caller.person))) return known;
  overviews.forget(caller.person);
  pal.dropDirectories(caller.person);
  return undefined;
}

function begin({ overviews, caller, now, pal }: DialogContext, directories: readonly Directory[]): Reading {
  return overviews.begin(caller.person, now, directories, pal.readForOverview(caller, directories));
}

/** The page of the overview that was asked for. */
export function overviewData(
  { directories, read, startedAt }: Pick<Reading, 'directories' | 'read' | 'startedAt'>,
  { filter, page, search = '' }: Pick<OverviewRequest, 'filter' | 'page' | 'search'>,
  expected: Expected,
): OverviewData {
  const rows = directories
    .map((directory) => rowOf(directory, read.get(directory.tenantId), expected))
    .sort((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state));
  const count = (state: OverviewState): number => rows.filter((row) => row.state === state).length;
  const sought = foldWord(search);
  const fitting = rows.filter(
    ({ state, directoryName, domain }) =>
      FITTING[filter].includes(state) && foldWord(`${directoryName} ${domain}`).includes(sought),
  );
  const pages = Math.max(1, Math.ceil(fitting.length / ROWS_ON_PAGE));
  const shown = Math.min(Math.max(page, 1), pages);
  const times = [...read.values()].map(({ readAt }) => readAt).sort();
  return {
    total: rows.length,
    linked: count('linked'),
    other: count('other'),
    missing: count('missing'),
    lighthouse: count('lighthouse'),
    needsYou: count('needs-you'),
    needsAdmin: count('needs-admin'),
    unreadable: count('unreadable'),
    pending: count('pending'),
    withoutConsent: [...read.values()].filter(lacksConsent).length,
    rows: fitting.slice((shown - 1) * ROWS_ON_PAGE, shown * ROWS_ON_PAGE),
    filter,
    search,
    isCompanyKnown: expected.isCompanys,
    page: shown,
    pages,
    readAt: times.at(-1) ?? new Date(startedAt).toISOString(),
  };
}

const WORST_FIRST: readonly OverviewState[] = [
  'missing',
  'other',
  'needs-you',
  'needs-admin',
  'unreadable',
  'lighthouse',
  'linked',
  'pending',
];
const FITTING: Readonly<Record<OverviewRequest['filter'], readonly OverviewState[]>> = {
  all: WORST_FIRST,
  missing: ['missing', 'other'],
  needs: ['needs-you', 'needs-admin', 'unreadable'],
};

function rowOf(
  { tenantId, name, defaultDomain }: Directory,
  reading: DirectoryReading | undefined,
  expected: Expected,
): OverviewData['rows'][number] {
  const state = reading?.state;
  const current = state?.kind === 'linked' ? state.current.state : undefined;
  const link = current?.kind === 'linked' ? current.link : undefined;
  return {
    directoryName: name,
    directoryId: tenantId,
    domain: defaultDomain,
    state: stateOf(reading, link?.partnerId, expected),
    partnerId: link?.partnerId ?? '',
    partnerName: partnerNameOf(expected.company ?? [], link),
    ...requestIn(reading),
  };
}

/** What the administrator of a directory that the person can't get into can be asked for. */
function requestIn(reading: DirectoryReading | undefined): Pick<OverviewData['rows'][number], 'request'> {
  const request =
    reading?.state.kind === 'needs-admin' ? REQUEST_OF_PROBLEM[reading.state.problem.code] : undefined;
  return request === undefined ? {} : { request };
}

function stateOf(
  reading: DirectoryReading | undefined,
  linked: PartnerId | undefined,
  expected: Expected,
): OverviewState {
  switch (reading?.state.kind) {
    case undefined:
      return 'pending';
    case 'linked':
      return isExpected(expected, linked) ? 'linked' : 'other';
    case 'not-linked':
      return 'missing';
    case 'lighthouse':
      return 'lighthouse';
    case 'needs-sign-in':
    case 'needs-second-factor':
      return 'needs-you';
    case 'needs-admin':
      return 'needs-admin';
    case 'not-readable':
      return 'unreadable';
  }
}
