import type { PartnerIdMistake, View, WhoAndWhere } from '../cards/view';
import { homeDirectory } from '../model/directory';
import type { Directory, Link } from '../model/directory';
import type { PartnerId, TenantId } from '../model/identifiers';
import { isUnusualLength } from '../model/identifiers';
import { partnerNameOf } from '../model/person';
import type { Operation } from '../pal/operation';
import type { AsksBecause } from '../pal/undo';
import type { Current } from '../pal/pal';
import { planMany, planNext } from './batch-plans';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';
import type { Many } from './locate';
import { locate, manyOf } from './locate';
import {
  askUnclearPlace,
  at,
  currentAt,
  inItsBatch,
  inItsPlace,
  shown,
  statusView,
  withNumberOf,
} from './directories';
import type { LinkRequest, Request } from './request';

/** Goes on with "link (or change to) this PartnerID" as far as it can: the next question, or the confirm card. */
export async function linkDialog(context: DialogContext, asked: LinkRequest): Promise<DialogResult> {
  const placed = await inItsPlace(context, asked);
  if (placed.kind === 'unlink') return unlinkDialog(context, placed);
  const numbered = await withNumberOf(context, placed);
  return 'views' in numbered ? numbered : linkPlaced(context, await withOwnId(context, numbered));
}

async function linkPlaced(context: DialogContext, request: LinkRequest): Promise<DialogResult> {
  const { partnerId } = request;
  const { company, lastPartnerId } = context;
  if (partnerId === undefined)
    return (await askUnclearPlace(context, request)) ?? askPartnerId(context, request, lastPartnerId);
  const isForeign = company.length > 0 && !isCompanys(context, partnerId);
  if (!request.isLengthAccepted && (isForeign || isUnusualLength(partnerId))) {
    const data = { partnerId, company: isForeign ? company : [], isUnusual: isUnusualLength(partnerId) };
    return {
      views: [{ name: 'confirm-partner-id', data }],
      dialog: { kind: 'checking-partner-id', request },
    };
  }
  if (request.corrects !== undefined) return correctLast(context, request);
  const many = (await inItsBatch(context, request, partnerId)) ?? (await manyOf(context, request));
  if (many !== undefined) return linkMany(context, request, partnerId, many);
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const { directory } = located;
  const read = await currentAt(context, request, directory);
  if (read.kind === 'managed-from-home') return offerHome(request, directory, homeDirectory(located.all));
  return read.kind === 'read' ? planLink(context, directory, read.current, partnerId) : read.result;
}

/** "Link what is missing" on the overview: with the PartnerID by which that counts what is linked. */
async function withOwnId({ pal, caller }: DialogContext, request: LinkRequest): Promise<LinkRequest> {
  if (request.inMany !== 'missing' || request.isLengthAccepted !== (request.partnerId !== undefined))
    return request;
  const partnerId = await pal.ownPartnerId(caller.person);
  return partnerId === undefined ? request : { ...request, partnerId, isLengthAccepted: true };
}

/** Changes what the person changed last, in just those directories; where there is no such change, the directory is asked for. */
async function correctLast(
  context: DialogContext,
  { corrects, ...request }: LinkRequest,
): Promise<DialogResult> {
  const changes = await context.pal.latestChanges(context.caller);
  const [first, ...also] = changes.map(({ tenantId }) => tenantId);
  const undoneIn =
    first === undefined && corrects === 'last' ? await context.pal.undoneIn(context.caller) : undefined;
  if (undoneIn !== undefined) return linkDialog(context, { ...request, tenantId: undoneIn });
  if (first === undefined || (corrects === 'all' && also.length === 0))
    return linkDialog(context, { ...request, isElsewhere: true });
  const where = {
    ...request,
    tenantId: first,
    ...(also.length === 0 ? {} : { also, inMany: 'all' as const }),
  };
  // "1234567 is wrong" names the number that is to go.
  const isOldOne = changes.every(({ after }) => after === request.partnerId);
  return isOldOne ? askPartnerId(context, where, '') : linkDialog(context, where);
}

/** Links in each of them; where nothing is linked only, unless a change was asked for or each was named. */
function linkMany(
  context: DialogContext,
  { inMany }: LinkRequest,
  partnerId: PartnerId,
  many: Many | DialogResult | Extract<Request, { kind: 'plan-batch' }>,
): Promise<DialogResult> {
  if ('views' in many) return Promise.resolve(many);
  if ('batchId' in many) return planNext(context, many);
  const isOnlyMissing = inMany === 'missing' || inMany === 'everywhere';
  const asksAboutOthers = inMany === 'everywhere';
  const action = inMany === 'all' ? 'change' : 'link';
  return planMany(context, { ...many, action, wanted: partnerId, isOnlyMissing, asksAboutOthers });
}

/**
 * The change of an open batch in what is named as well, all of it on one new card. An undo gives each directory something
 * of its own back: for more of them, it is asked what is wanted there.
 */
export function alsoIn(
  context: DialogContext,
  operations: readonly Operation[],
  left: readonly TenantId[],
  named: string,
): Promise<DialogResult> {
  const also = [...operations.map(({ tenantId }) => tenantId), ...left];
  const [after, ...others] = new Set(operations.map((one) => one.after));
  if (after === undefined || others.length > 0 || operations.some(({ isUndo }) => isUndo))
    return linkDialog(context, { kind: 'link', isLengthAccepted: false, named });
  return after === null
    ? unlinkDialog(context, { kind: 'unlink', also, named })
    : linkDialog(context, { kind: 'link', isLengthAccepted: true, partnerId: after, also, named });
}

/** Opens the form; with a mistake, its sentence is shown and the input kept. */
export function askPartnerId(
  { company }: Pick<DialogContext, 'company'>,
  request: LinkRequest,
  input: string | undefined,
  mistake?: PartnerIdMistake,
): DialogResult {
  const view: View = {
    name: 'partner-id-form',
    data: { input: input ?? '', company, ...(mistake === undefined ? {} : { mistake }) },
  };
  const { partnerId: _, ...rest } = request;
  return {
    views: [view],
    dialog: { kind: 'asking-partner-id', request: { ...rest, isLengthAccepted: false } },
  };
}

async function planLink(
  context: DialogContext,
  directory: Directory,
  current: Current,
  partnerId: PartnerId,
): Promise<DialogResult> {
  const operation = await context.pal.plan(context.caller, { directory, current, wanted: partnerId });
  if (operation !== undefined) return askToConfirm(context, operation);
  // Nothing to plan means that it is linked already.
  return current.state.kind === 'linked'
    ? {
        ...answer(alreadyLinkedView(directory, current, current.state.link)),
        lastPartnerId: partnerId,
        knownPartnerId: partnerId,
      }
    : answer();
}

function offerHome(request: LinkRequest, directory: Directory, home: Directory | undefined): DialogResult {
  const view: View = {
    name: 'lighthouse',
    data: {
      directoryName: directory.name,
      directoryId: directory.tenantId,
      homeName: home?.name ?? '',
      homeId: home?.tenantId ?? '',
      ...(request.partnerId === undefined ? {} : { partnerId: request.partnerId }),
    },
  };
  const { named: _, tenantId: __, ...rest } = request;
  return {
    views: [view],
    dialog: {
      kind: 'offering-home',
      request: { ...rest, ...(home === undefined ? {} : { tenantId: home.tenantId }) },
    },
  };
}

/** Goes on with "remove my link": the next question, the confirm card, or "nothing is linked". */
export async function unlinkDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'unlink' }>,
): Promise<DialogResult> {
  const many = await manyOf(context, request);
  if (many !== undefined) {
    if ('views' in many) return many;
    const how = { isOnlyMissing: false, asksAboutOthers: false };
    return planMany(context, { ...many, ...how, action: 'unlink', wanted: null });
  }
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const { directory } = located;
  const read = await currentAt(context, request, directory);
  if (read.kind !== 'read') return read.result;
  const { current } = read;
  const operation = await context.pal.plan(context.caller, { directory, current, wanted: null });
  return operation === undefined
    ? answer(statusView(directory, current, 'unlink'))
    : askToConfirm(context, operation);
}

/** The change that an undo takes back, and why that asks. */
export interface Undone {
  readonly change: Operation;
  readonly asks: AsksBecause;
}

/** The confirm card of a planned operation, which waits for its button. `undone`: what it takes back. */
export async function askToConfirm(
  context: DialogContext,
  operation: Operation,
  undone?: Undone,
): Promise<DialogResult> {
  return {
    views: [await confirmView(context, operation, undone)],
    dialog: { kind: 'confirming', operationId: operation.id },
  };
}

/** Where an operation takes place, and whose account it is. */
export function placeOf(operation: Operation): WhoAndWhere {
  return {
    account: operation.account.username,
    directoryName: operation.directoryName,
    directoryId: operation.tenantId,
  };
}

/**
 * The confirm card of a planned operation, which warns of a PartnerID that is neither the company's nor the person's.
 * `undone`: what it takes back, where that is at hand.
 */
async function confirmView(context: DialogContext, operation: Operation, undone?: Undone): Promise<View> {
  const { before, after, isUndo } = operation;
  const base = {
    ...placeOf(operation),
    operationId: operation.id,
    isUndo,
    hasChanged: undone?.asks === 'changed',
  };
  const current = {
    currentPartnerId: before?.partnerId ?? '',
    currentPartnerName: before?.partnerName ?? '',
  };
  if (after === null) return { name: 'confirm-unlink', data: { ...base, ...current } };
  const { isOwn, isKnown } = await familiar(context, before?.partnerId, after);
  const wanted = {
    partnerId: after,
    // As ARM had it before the change, or as the company calls it.
    partnerName: partnerNameOf(
      context.company,
      undone?.change.before ?? { partnerId: after, partnerName: null },
    ),
    // What an undo brings back was linked there.
    isKnown: isKnown || isUndo,
    ...(isUndo ? foreign(context, after, isKnown) : {}),
  };
  return before === null
    ? { name: 'confirm-link', data: { ...base, ...wanted } }
    : { name: 'confirm-change', data: { ...base, ...current, ...wanted, isOwnBefore: isOwn } };
}

/** Says so of a PartnerID that is not the company's, as far as that is known. `isFamiliar`: the person has linked it before. */
function foreign(
  context: DialogContext,
  partnerId: PartnerId,
  isFamiliar: boolean,
): { readonly foreign?: 'unknown' | 'other-company' } {
  if (isCompanys(context, partnerId)) return {};
  if (!isFamiliar) return { foreign: 'unknown' };
  return context.company.length > 0 ? { foreign: 'other-company' } : {};
}

/** Whether it is one of the company's own PartnerIDs, as the setting lists them. */
function isCompanys({ company }: Pick<DialogContext, 'company'>, partnerId: PartnerId | undefined): boolean {
  return company.some((one) => one.partnerId === partnerId);
}

/** Whether the one before is the person's own, and Microsoft knows the new one; the trail is asked where that is not clear. */
async function familiar(
  { company, lastPartnerId, knownPartnerId, pal, caller }: DialogContext,
  before: PartnerId | undefined,
  after: PartnerId,
): Promise<{ readonly isOwn: boolean; readonly isKnown: boolean }> {
  const isOwn = before === undefined || before === lastPartnerId || isCompanys({ company }, before);
  const isKnown = after === knownPartnerId;
  if (isOwn && isKnown) return { isOwn, isKnown };
  const linked = await pal.everLinked(caller);
  return { isOwn: isOwn || linked.has(before), isKnown: isKnown || linked.has(after) };
}

/** The same PartnerID is linked already. */
function alreadyLinkedView(directory: Directory, current: Current, link: Link): View {
  return { name: 'already-linked', data: { ...shown(link), ...at(current, directory) } };
}
