import type { PartnerIdMistake, View } from '../cards/view';
import type { Directory } from '../model/directory';
import { isUnusualLength } from '../model/unusual-length';
import type { PartnerId } from '../model/identifiers';
import type { Current } from '../pal/pal';
import { currentAt } from './current-at';
import { homeDirectory } from './find-directory';
import { alreadyLinkedView, confirmView } from './link-views';
import { locate } from './locate';
import type { LinkRequest } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** Goes on with "link (or change to) this PartnerID" as far as it can: the next question, or the confirm card. */
export async function linkDialog(talk: Talk, request: LinkRequest): Promise<Step> {
  const { partnerId } = request;
  if (partnerId === undefined) return askPartnerId(request, '');
  if (!request.isLengthAccepted && isUnusualLength(partnerId)) {
    return {
      views: [{ name: 'confirm-partner-id', data: { partnerId } }],
      dialog: { kind: 'checking-partner-id', request },
    };
  }
  const located = await locate(talk, request);
  if (located.kind === 'step') return located.step;
  const { directory } = located;
  const read = await currentAt(talk, request, directory);
  if (read.kind === 'managed-from-home') return offerHome(request, directory, homeDirectory(located.all));
  return read.kind === 'read' ? planLink(talk, directory, read.current, partnerId) : read.step;
}

/** Opens the form; with a mistake, its sentence is shown and the input kept. */
export function askPartnerId(request: LinkRequest, input: string, mistake?: PartnerIdMistake): Step {
  const view: View = {
    name: 'partner-id-form',
    data: { input, ...(mistake === undefined ? {} : { mistake }) },
  };
  const { partnerId: _, ...rest } = request;
  return {
    views: [view],
    dialog: { kind: 'asking-partner-id', request: { ...rest, isLengthAccepted: false } },
  };
}

async function planLink(
  talk: Talk,
  directory: Directory,
  current: Current,
  partnerId: PartnerId,
): Promise<Step> {
  const operation = await talk.pal.plan(talk.asker, { directory, current, wanted: partnerId });
  if (operation !== undefined) {
    return {
      views: [confirmView(operation)],
      dialog: { kind: 'confirming', operationId: operation.id },
    };
  }
  // Nothing to plan means that it is linked already.
  return current.state.kind === 'linked'
    ? { ...answer(alreadyLinkedView(directory, current, current.state.link)), lastPartnerId: partnerId }
    : answer();
}

function offerHome(request: LinkRequest, directory: Directory, home: Directory | undefined): Step {
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
