import type { PartnerIdMistake, View } from '../cards/view';
import type { Directory } from '../model/directory';
import type { PartnerId } from '../model/identifiers';
import { isUnusualLength } from '../model/identifiers';
import type { Current } from '../pal/pal';
import { planMany } from './batch-plans';
import type { Many } from './locate';
import { currentAt, homeDirectory, locate, manyOf } from './locate';
import { alreadyLinkedView, confirmView } from './link-views';
import type { LinkRequest } from './request';
import { answer } from './context';
import type { DialogResult, DialogContext } from './context';

/** Goes on with "link (or change to) this PartnerID" as far as it can: the next question, or the confirm card. */
export async function linkDialog(context: DialogContext, request: LinkRequest): Promise<DialogResult> {
  const { partnerId } = request;
  const { company } = context;
  if (partnerId === undefined) return askPartnerId(context, request, context.lastPartnerId ?? '');
  const isForeign = company.length > 0 && !company.some((one) => one.partnerId === partnerId);
  if (!request.isLengthAccepted && (isForeign || isUnusualLength(partnerId))) {
    const data = { partnerId, company: isForeign ? company : [], isUnusual: isUnusualLength(partnerId) };
    return {
      views: [{ name: 'confirm-partner-id', data }],
      dialog: { kind: 'checking-partner-id', request },
    };
  }
  const many = await manyOf(context, request);
  if (many !== undefined) return linkMany(context, request, partnerId, many);
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const { directory } = located;
  const read = await currentAt(context, request, directory);
  if (read.kind === 'managed-from-home') return offerHome(request, directory, homeDirectory(located.all));
  return read.kind === 'read' ? planLink(context, directory, read.current, partnerId) : read.result;
}

/** Links in each of them; where nothing is linked only, unless a change was asked for or each was named. */
function linkMany(
  context: DialogContext,
  { inMany }: LinkRequest,
  partnerId: PartnerId,
  many: Many | DialogResult,
): Promise<DialogResult> {
  if ('views' in many) return Promise.resolve(many);
  const isOnlyMissing = inMany === 'missing' || inMany === 'everywhere';
  const asksAboutOthers = inMany === 'everywhere';
  const action = inMany === 'all' ? 'change' : 'link';
  return planMany(context, { ...many, action, wanted: partnerId, isOnlyMissing, asksAboutOthers });
}

/** Opens the form; with a mistake, its sentence is shown and the input kept. */
export function askPartnerId(
  { company }: Pick<DialogContext, 'company'>,
  request: LinkRequest,
  input: string,
  mistake?: PartnerIdMistake,
): DialogResult {
  const view: View = {
    name: 'partner-id-form',
    data: { input, company, ...(mistake === undefined ? {} : { mistake }) },
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
  const operation = await context.pal.plan(context.asker, { directory, current, wanted: partnerId });
  if (operation !== undefined) {
    return {
      views: [confirmView(context, operation)],
      dialog: { kind: 'confirming', operationId: operation.id },
    };
  }
  // Nothing to plan means that it is linked already.
  return current.state.kind === 'linked'
    ? { ...answer(alreadyLinkedView(directory, current, current.state.link)), lastPartnerId: partnerId }
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
