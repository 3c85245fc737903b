import type { BatchRow, LeftOutRow, PartnerNamed, View } from '../cards/view';
import type { Directory } from '../model/directory';
import { companyName, partnerNameOf } from '../model/person';
import type { BatchId, PartnerId, TenantId } from '../model/identifiers';
import { leftOutOf } from '../pal/batch-plan';
import type { BatchWish, PlannedBatch } from '../pal/batch-plan';
import type { BatchProgress } from '../pal/batch';
import type { DirectoryReading } from '../pal/overview';
import type { Linked, Operation } from '../pal/operation';
import { linkedOf } from '../pal/operation';
import { askToSignIn, blocked, signInPageFor } from './sign-in';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';
import { exceptOf, leftBy } from './exceptions';
import { atHome, locate } from './locate';
import type { Request } from './request';

/** More changes than these are not confirmed on one card: each is listed there, and a card has 24 KB. */
const MOST_ON_CARD = 100;

/** What is wanted in many directories. */
export interface ManyWish {
  readonly action: 'link' | 'change' | 'unlink';
  readonly wanted: PartnerId | null;
  readonly directories: readonly Directory[];
  /** Only where nothing is linked. */
  readonly isOnlyMissing: boolean;
  /** Where another PartnerID is linked, the person chooses first. */
  readonly asksAboutOthers: boolean;
  /** Names that fit no directory. */
  readonly unknown: string;
  /** Those that were to be left alone. */
  readonly leftAlone: readonly Directory[];
}

/** What the directories and PartnerIDs of a batch are called: the person's own, and their company's. */
export type KnownPartnerIds = Pick<DialogContext, 'company'> & { readonly directories: readonly Directory[] };

/** What is shown of a planned batch besides its changes. */
interface Shown {
  readonly action: 'link' | 'change' | 'unlink' | 'undo';
  readonly unknown: string;
  /** The PartnerID that is wanted, where it is the same for all. */
  readonly wanted?: string | null;
  /** The batch that is taken back. */
  readonly undoes?: BatchId;
}

/** Plans a change in many directories, and shows every single one of them for one confirmation. */
export async function planMany(context: DialogContext, wish: ManyWish): Promise<DialogResult> {
  const { action, wanted, isOnlyMissing, unknown, leftAlone } = wish;
  const directories = [...wish.directories, ...leftAlone];
  const planned = await context.pal.batches.plan(context.caller, {
    wishes: wish.directories.map((directory): BatchWish => ({
      directory,
      wanted,
      ...(isOnlyMissing ? { onlyIf: null } : {}),
    })),
    most: MOST_ON_CARD,
    wish: { wanted, isOnlyMissing },
    leftAlone,
  });
  if (wish.asksAboutOthers && planned.changed.length > 0) {
    const { id, operations } = planned;
    return choiceOf(
      { ...context, directories },
      { id, operations, leftOut: leftOutOf(planned, false), wanted },
    );
  }
  return confirmMany(planned, { ...context, directories }, { action, unknown, wanted });
}

/** Plans what a batch leads to next; what was left out until the person has signed in asks for that first. */
export async function planNext(
  context: DialogContext,
  request: Extract<Request, { kind: 'plan-batch' }>,
): Promise<DialogResult> {
  const { caller, pal, justSignedIn } = context;
  const { batchId, next, except } = request;
  const listed = await pal.directories(caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const directories = listed.value;
  const { left, alone, isClear, unknown } = leftBy(except, directories, context.placeWords);
  if (!isClear && next !== 'chosen') return askWhereToUndo(context, except);
  const { chosen, other } = request;
  const wanted = next === 'chosen' ? { kind: next, directories: chosen, other } : { kind: next };
  const options = { most: MOST_ON_CARD, leftAlone: alone };
  const outcome = await pal.batches.planNext(caller, batchId, left, wanted, options);
  if (outcome.kind !== 'ok') return blocked(context, outcome, atHome(context, request));
  const planned = outcome.value;
  if (next === 'left') {
    // Whoever just tried it there in vain gets to the others first.
    const waiting = planned.left.flatMap(({ directory, state }) =>
      'need' in state ? [{ directory, need: state.need }] : [],
    );
    const another = waiting.find(({ directory }) => directory.tenantId !== justSignedIn?.tenantId);
    const asked = another ?? (planned.operations.length === 0 ? waiting[0] : undefined);
    if (asked !== undefined) {
      const { tenantId, name: directoryName } = asked.directory;
      await pal.batches.drop(caller, planned.id);
      return askToSignIn(context, asked.need, { ...atHome(context, request), tenantId, directoryName });
    }
  }
  const shown = { action: actionOf(planned), unknown, ...(next === 'undo' ? { undoes: batchId } : {}) };
  return confirmMany(planned, { ...context, directories }, shown);
}

async function askWhereToUndo(context: DialogContext, except = ''): Promise<DialogResult> {
  const asked = await locate(context, { kind: 'undo-in', isElsewhere: true, except });
  return asked.kind === 'result' ? asked.result : answer();
}

/** Shows what a planned batch would change, to choose from; with `ticked`, plans what was chosen. */
export async function chooseMany(
  context: DialogContext,
  request: Extract<Request, { kind: 'choose-many' }>,
): Promise<DialogResult> {
  const { caller, pal } = context;
  const { batchId, ticked } = request;
  const listed = await pal.directories(caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const found = await pal.batches.find(caller, batchId);
  if (found.kind !== 'ok') return blocked(context, found, atHome(context, request));
  const progress = found.value;
  const chosen = choicesOf(progress).filter((_, place) => ticked?.includes(String(place + 1)));
  if (chosen.length === 0) {
    const operations = progress.items.map(({ operation }) => operation);
    const known = { ...context, directories: listed.value };
    return choiceOf(known, { ...progress, operations }, ticked !== undefined);
  }
  await pal.batches.drop(caller, batchId);
  return planNext(context, { kind: 'plan-batch', batchId, next: 'chosen', chosen });
}

/** What can be chosen from, in the order of the card: the changes, then what has another PartnerID. */
function choicesOf({ items, leftOut }: Pick<BatchProgress, 'items' | 'leftOut'>): TenantId[] {
  return [
    ...items.map(({ operation }) => operation.tenantId),
    ...leftOut.filter(({ why }) => why === 'other').map(({ tenantId }) => tenantId),
  ];
}

type Choosable = Pick<BatchProgress, 'id' | 'leftOut' | 'wanted'> & {
  readonly operations: readonly Operation[];
};

function choiceOf(
  { directories, company }: KnownPartnerIds,
  { id, operations, leftOut, wanted }: Choosable,
  isNothingTicked = false,
): DialogResult {
  const rows = operations.map((operation) => rowOf(directories, operation));
  const others = leftOut
    .filter(({ why }) => why === 'other')
    .map((one) => ({
      ...leftOutRow({ directories, company }, one),
      before: [one.partnerId ?? '', companyName(company, one.partnerId) ?? ''].join(' ').trim(),
      after: wanted ?? '',
    }));
  const rest = leftOut
    .filter(({ why }) => why !== 'other')
    .map((one) => leftOutRow({ directories, company }, one));
  const view: View = {
    name: 'choose-directories',
    data: { batchId: id, rows, others, leftOut: rest, isNothingTicked },
  };
  return { views: [view], dialog: { kind: 'choosing-many', batchId: id, ...exceptOf({ leftOut }) } };
}

/** Shows a planned batch for its confirmation. */
async function confirmMany(
  planned: PlannedBatch,
  context: DialogContext & KnownPartnerIds,
  { action, unknown, wanted, undoes }: Shown,
): Promise<DialogResult> {
  const { id, operations, rest } = planned;
  const [already, undone] = undoes === undefined ? [planned.already, []] : [[], planned.already];
  const leftOut = leftOutOf(planned, undoes !== undefined).map((one) => leftOutRow(context, one));
  const isAllLooked = operations.length === 0 && leftOut.every(({ why }) => why === 'asked');
  const isUndone = undone.length > 0 && isAllLooked;
  const view: View = {
    name: 'confirm-batch',
    data: {
      action: headedBy(action, operations),
      account: operations[0]?.account.username ?? '',
      batchId: id,
      rows: operations.map((operation) => rowOf(context.directories, operation)),
      ...(await partnersIn(context, planned)),
      already: already.map(settledRow),
      leftOut: [...leftOut, ...undone.map((one) => ({ ...settledRow(one), why: 'undone' as const }))],
      ...(isUndone && undoes !== undefined ? { redoId: undoes } : {}),
      undoneUntil: planned.undoneUntil ?? '',
      rest: rest.length,
      unknown,
      ...(operations.length === 0 ? { ...(await nextSignIn(context, planned)), wanted: wanted ?? '' } : {}),
    },
  };
  return operations.length === 0
    ? answer(view)
    : { views: [view], dialog: { kind: 'confirming-batch', batchId: id } };
}

/**
 * Whose the PartnerIDs in the changes are, the new ones first: as ARM has named them in what was read just now or lately,
 * or where the person has made or replaced a link, else as the company calls them. Those that nobody has named are left out.
 * `unseenId`: a new one of which it is not known whether Microsoft knows it.
 */
async function partnersIn(
  context: DialogContext,
  { operations, already, changed }: PlannedBatch,
): Promise<{ readonly partners: readonly PartnerNamed[]; readonly unseenId: string }> {
  const { caller, pal, company, knownPartnerId } = context;
  const read = [...[...already, ...changed].map(linkedIn), ...linkedLately(context)];
  const known = [...operations.map(({ before }) => before), ...read];
  const partnerIds = new Set(operations.flatMap(({ after }) => after ?? []));
  for (const { before } of operations) if (before !== null) partnerIds.add(before.partnerId);
  const nameIn = (partnerId: PartnerId) =>
    known.find((one) => one?.partnerId === partnerId && one.partnerName !== '') ?? undefined;
  const unnamed = [...partnerIds].filter((one) => nameIn(one) === undefined);
  if (unnamed.length > 0) known.push(...(await pal.linksNamed(caller.person, unnamed)));
  const partners = [...partnerIds].flatMap((partnerId) => {
    const partnerName = partnerNameOf(company, nameIn(partnerId) ?? { partnerId, partnerName: null });
    return partnerName === '' ? [] : [{ partnerId, partnerName }];
  });
  const unseen = operations.flatMap(({ after }) => after ?? []).find((one) => nameIn(one) === undefined);
  const isSeen = unseen === undefined || unseen === knownPartnerId || operations[0]?.isUndo === true;
  const unseenId = isSeen || (await pal.everLinked(caller)).has(unseen) ? '' : unseen;
  return { partners, unseenId };
}

/** What was linked in the person's directories when they were read last. */
function linkedLately({ overviews, caller, now }: DialogContext): Linked[] {
  return [...(overviews.latest(caller.person, now)?.read.values() ?? [])].map(linkedIn);
}

function linkedIn({ state }: DirectoryReading): Linked {
  return state.kind === 'linked' ? linkedOf(state.current.state) : null;
}

/** The page of the sign-in that the first of the directories waits for. Before an approval its own card says what for. */
async function nextSignIn(
  context: DialogContext,
  { id, left }: PlannedBatch,
): Promise<{ readonly signInUrl?: string; readonly nextName?: string }> {
  for (const { directory, state } of left) {
    if (!('need' in state) || state.need.reason === 'consent') continue;
    const { tenantId, name: nextName } = directory;
    const request = { kind: 'run-batch', batchId: id, only: tenantId } as const;
    const signInUrl = await signInPageFor(context, tenantId, state.need, request);
    return signInUrl === undefined ? {} : { signInUrl, nextName };
  }
  return {};
}

/** Where something is linked in each of the directories, "link" is a change like any other. */
function headedBy(action: Shown['action'], operations: readonly Operation[]): Shown['action'] {
  return action === 'link' && operations.every(({ before }) => before !== null) ? 'change' : action;
}

function actionOf({ operations: [first] }: PlannedBatch): Shown['action'] {
  if (first?.isUndo === true) return 'undo';
  if (first?.after === null) return 'unlink';
  return 'link';
}

function rowOf(directories: readonly Directory[], operation: Operation): BatchRow {
  return {
    directoryId: operation.tenantId,
    directoryName: operation.directoryName,
    domain: domainOf(directories, operation.tenantId),
    before: operation.before?.partnerId ?? '',
    after: operation.after ?? '',
  };
}

/** A directory that is not in a batch, as a card names it. */
export function leftOutRow(
  { directories, company }: KnownPartnerIds,
  { tenantId, directoryName, why: left, partnerId }: BatchProgress['leftOut'][number],
): LeftOutRow {
  const domain = domainOf(directories, tenantId);
  const why = left === 'other' && companyName(company, partnerId) !== undefined ? 'company' : left;
  return { directoryId: tenantId, directoryName, domain, why, partnerId: partnerId ?? '' };
}

/** A directory in which there is nothing left to do, with what is linked there now. */
function settledRow(reading: DirectoryReading): Omit<LeftOutRow, 'why'> {
  const { tenantId, name, defaultDomain } = reading.directory;
  const partnerId = linkedIn(reading)?.partnerId ?? '';
  return { directoryId: tenantId, directoryName: name, domain: defaultDomain, partnerId };
}

/** The domain of a directory of the person; empty when it is not listed any more. */
export function domainOf(directories: readonly Directory[], tenantId: TenantId): string {
  return directories.find((one) => one.tenantId === tenantId)?.defaultDomain ?? '';
}
