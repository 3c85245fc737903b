import type { View } from '../cards/view';
import type { Label } from '../model/label';
import { cancelDialog, executeDialog, undoDialog } from './change';
import { switchDirectoryDialog, whichDirectoryDialog } from './directories';
import { concernsView, didYouMeanView, forCustomerView } from './explain';
import type { Known } from './explain';
import { askToForget, forgetDialog } from './forget';
import { goPersonal, isForPersonalChat } from './go-personal';
import type { Heard } from './heard';
import { historyDialog } from './history';
import { askPartnerId, linkDialog } from './link';
import { confirmView } from './link-views';
import { atHome, chooseAgain } from './locate';
import { signInStep } from './obstacle';
import type { Request } from './request';
import { showDialog } from './show';
import { signOutDialog } from './sign-out';
import type { ConversationState } from './state';
import { answer } from './talk';
import type { Step, Talk } from './talk';
import { unlinkDialog } from './unlink';

/** Answers what was heard: each kind has its dialog. */
export async function answerHeard(talk: Talk, state: ConversationState, heard: Heard): Promise<Step> {
  if (!talk.isPersonal && isForPersonalChat(heard)) return goPersonal(talk);
  switch (heard.kind) {
    case 'do':
      await letGo(talk, state, heard.request);
      return doRequest(talk, heard.request);
    case 'mistake':
      return askPartnerId(heard.request, heard.input, heard.mistake);
    case 'cancel':
      return cancel(talk, state, heard.operationId);
    case 'show-again': {
      const operation = await talk.pal.planned(talk.asker, heard.operationId);
      return operation === undefined
        ? executeDialog(talk, heard.operationId)
        : { views: [confirmView(operation)], dialog: { kind: 'confirming', operationId: operation.id } };
    }
    case 'sign-out':
      return signOutDialog(talk);
    case 'forget':
      return askToForget(talk);
    case 'forget-now':
      return forgetDialog(talk, state, heard.operationId);
    case 'history':
      return historyDialog(talk);
    case 'explain':
      return answer(explain(talk, heard));
    case 'offer':
      return answer(offer(talk, heard.labels));
    case 'choose-again':
      return chooseAgain(talk, heard.request, heard.isMissing);
    case 'say':
      return answer(heard.view);
  }
}

function doRequest(talk: Talk, request: Request): Promise<Step> {
  switch (request.kind) {
    case 'link':
      return linkDialog(talk, request);
    case 'unlink':
      return unlinkDialog(talk, request);
    case 'show':
      return showDialog(talk, request);
    case 'which-directory':
      return whichDirectoryDialog(talk);
    case 'switch-directory':
      return switchDirectoryDialog(talk, request);
    case 'execute':
      return executeDialog(talk, request.operationId);
    case 'undo':
      return undoDialog(talk, request);
    case 'sign-in':
      return signIn(talk, request);
  }
}

/** Lighthouse people link at home, wherever they work. */
const ALWAYS_AT_HOME = ['lighthouse-link', 'link-lighthouse'];

function explain(talk: Talk, { how, topic, known }: Extract<Heard, { kind: 'explain' }>): View {
  if (how === 'customer-concerns') return concernsView(talk.knowledge);
  if (how === 'for-customer') return forCustomerView(talk.knowledge, topic);
  const filledIn: Known = {
    ...(talk.workingTenantId === undefined ? {} : { tenant: talk.workingTenantId }),
    ...(talk.lastPartnerId === undefined ? {} : { partnerId: talk.lastPartnerId }),
    ...known,
    ...(ALWAYS_AT_HOME.includes(topic) ? { tenant: talk.asker.person.tenantId } : {}),
  };
  return how === 'guide' ? talk.explainer.guide(topic, filledIn) : talk.explainer.answer(topic, filledIn);
}

function offer(talk: Talk, labels: readonly Label[]): View {
  const choices = labels.flatMap((label) => {
    const title = talk.titleOf(label);
    return title === undefined ? [] : [{ topic: label, title }];
  });
  return didYouMeanView(choices);
}

async function signIn(talk: Talk, request: Request): Promise<Step> {
  const { asker, desk } = talk;
  return (await desk.isSignedIn(asker.person))
    ? answer({ name: 'already-signed-in', data: { account: asker.person.displayName } })
    : signInStep(talk, { reason: 'asked' }, atHome(talk, request));
}

function cancel(
  talk: Talk,
  state: ConversationState,
  operationId?: Parameters<typeof cancelDialog>[1],
): Promise<Step> {
  const open = state.dialog.kind === 'confirming' ? state.dialog.operationId : undefined;
  const wanted = operationId ?? open;
  if (wanted !== undefined) return cancelDialog(talk, wanted);
  return Promise.resolve(
    answer({ name: state.dialog.kind === 'idle' ? 'nothing-to-cancel' : 'cancelled', data: {} }),
  );
}

/** A new change takes the place of one that still waits for its confirmation. */
async function letGo(talk: Talk, state: ConversationState, request: Request): Promise<void> {
  const isNewChange = request.kind === 'link' || request.kind === 'unlink' || request.kind === 'undo';
  if (isNewChange && state.dialog.kind === 'confirming') {
    await talk.pal.drop(talk.asker, state.dialog.operationId);
  }
}
