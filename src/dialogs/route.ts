import { accessDialog } from './access';
import { accessOfAllDialog } from './access-of-all';
import { runBatch, stopBatch } from './batch';
import { chooseMany, planNext } from './batch-plans';
import { consentsDialog, overviewDialog } from './overview';
import type { DialogContext, DialogResult } from './context';
import { answer, goPersonal, inPassing } from './context';
import { ruleOf } from './command';
import type { View } from '../cards/view';
import type { Label } from '../model/label';
import { cancelDialog, executeDialog, otherIdDialog, undoDialog, undoInDialog } from './operation';
import { goOnAsPartnerView } from './customer';
import { customerRequestView } from './customer-request';
import { showDialog, switchDirectoryDialog, whichDirectoryDialog } from './directories';
import type { FilledIn } from './explain';
import { concernsView, didYouMeanView, forCustomerView, limitOf, toCustomerView } from './explain';
import { askToForget, forgetDialog } from './forget';
import type { Command } from './command';
import { historyDialog } from './history';
import { askPartnerId, askToConfirm, linkDialog, unlinkDialog } from './link';
import { atHome, chooseAgain } from './locate';
import { askToSignIn, signOutDialog } from './sign-in';
import { isChange } from './request';
import type { Request } from './request';
import { proofCardDialog, proveDialog } from './proof';
import { checkFileDialog, fileDialog, provenFileDialog } from './take-along';
import type { ConversationState } from './state';

/** Answers a command: each kind has its dialog. */
export async function route(
  context: DialogContext,
  state: ConversationState,
  command: Command,
): Promise<DialogResult> {
  const rule = ruleOf(command);
  if (!context.isPersonal && rule.personalOnly)
    return rule.keepsDialog ? inPassing(...goPersonal(context).views) : goPersonal(context);
  const result = await answerTo(context, state, command);
  const isOver = result.dialog !== 'keep' && result.dialog.kind === 'idle';
  return isOver && (rule.keepsDialog || isAboutAnother(state, command))
    ? { ...result, dialog: 'keep' }
    : result;
}

/** Whether it is about the card of another operation than the one that waits for its confirmation. */
function isAboutAnother({ dialog }: ConversationState, command: Command): boolean {
  if (dialog.kind !== 'confirming') return false;
  const about =
    command.kind === 'do' && command.request.kind === 'execute'
      ? command.request.operationId
      : command.kind === 'cancel'
        ? command.operationId
        : undefined;
  return about !== undefined && about !== dialog.operationId;
}

async function answerTo(
  context: DialogContext,
  state: ConversationState,
  command: Command,
): Promise<DialogResult> {
  switch (command.kind) {
    case 'do':
      if (isChange(command.request)) await letGoOfOpen(context, state);
      return doRequest(context, command.request);
    case 'mistake':
      return askPartnerId(context, command.request, command.input, command.mistake);
    case 'cancel':
      return cancel(context, state, command.operationId);
    case 'typed-yes':
    case 'show-again':
      return answerYes(context, command);
    case 'stop-batch':
      return stopBatch(context, command.batchId);
    case 'sign-out':
      return signOutDialog(context);
    case 'forget':
      return askToForget(context);
    case 'forget-now':
      return forgetDialog(context, state, command.operationId);
    case 'history':
      return historyDialog(context, command);
    case 'audience':
      return answer(
        command.audience === 'customer'
          ? concernsView(context.knowledge, 'customer')
          : helpView({ ...context, isCustomer: false }),
      );
    case 'ask-if-partner':
      return answer(await goOnAsPartnerView(context, command.request));
    case 'help':
      return answer(helpView(context));
    case 'limits':
      return answer(limitsView(context, command.text));
    case 'ask-customer':
      return answer(await customerRequestView(context, command.about, command.tenantId));
    case 'ask-for-consents':
      return consentsDialog(context, command.page);
    case 'file':
      return fileDialog(context, command);
    case 'proof-card':
      return proofCardDialog(context, command);
    case 'check-file':
      return checkFileDialog(context, command.digest);
    case 'explain':
      return answer(explain(context, command));
    case 'offer':
      return answer(offer(context, command.labels));
    case 'choose-again':
      return chooseAgain(context, command.request, command.isMissing);
    case 'say':
      return answer(saidView(context, command.view));
  }
}

/** A change that still waits for its press: says that, or shows its card again. One that does not: what came of it. */
async function answerYes(
  context: DialogContext,
  { kind, operationId }: Extract<Command, { kind: 'typed-yes' | 'show-again' }>,
): Promise<DialogResult> {
  if (operationId === undefined) return inPassing({ name: 'press-needed', data: { operationId: '' } });
  const operation = await context.pal.planned(context.caller, operationId);
  if (operation === undefined) return executeDialog(context, operationId);
  return kind === 'typed-yes'
    ? inPassing({ name: 'press-needed', data: { operationId } })
    : askToConfirm(context, operation);
}

function doRequest(context: DialogContext, request: Request): Promise<DialogResult> {
  switch (request.kind) {
    case 'link':
      return linkDialog(context, request);
    case 'unlink':
      return unlinkDialog(context, request);
    case 'show':
      return showDialog(context, request);
    case 'which-directory':
      return whichDirectoryDialog(context);
    case 'switch-directory':
      return switchDirectoryDialog(context, request);
    case 'execute':
      return executeDialog(context, request.operationId);
    case 'undo':
      return undoDialog(context, request);
    case 'undo-in':
      return undoInDialog(context, request);
    case 'check-access':
      return accessDialog(context, request);
    case 'check-all-access':
      return accessOfAllDialog(context, request);
    case 'overview':
      return overviewDialog(context, request);
    case 'prove':
      return request.format === undefined
        ? proveDialog(context, request)
        : provenFileDialog(context, request);
    case 'run-batch':
      return runBatch(context, request);
    case 'plan-batch':
      return planNext(context, request);
    case 'other-id':
      return otherIdDialog(context, request);
    case 'choose-many':
      return chooseMany(context, request);
    case 'sign-in':
      return signIn(context, request);
  }
}

/** Lighthouse people link at home, wherever they work. */
const ALWAYS_AT_HOME = ['lighthouse-link', 'link-lighthouse'];

function explain(
  context: DialogContext,
  { how, topic, known, isCustomers }: Extract<Command, { kind: 'explain' }>,
): View {
  const { isCustomer, knowledge, explainer, customersUrl } = context;
  if (how === 'customer-concerns') return concernsView(knowledge, isCustomer ? 'customer' : 'partner');
  const hasCustomerText = knowledge.entry(topic)?.customer !== undefined;
  if ((isCustomer && how !== 'guide') || (isCustomers === true && hasCustomerText))
    return toCustomerView(knowledge, explainer, topic, customersUrl);
  if (how === 'for-customer') return forCustomerView(knowledge, topic, customersUrl);
  const filledIn: FilledIn = {
    ...(context.workingTenantId === undefined ? {} : { tenant: context.workingTenantId }),
    ...(context.lastPartnerId === undefined ? {} : { partnerId: context.lastPartnerId }),
    ...known,
    ...(ALWAYS_AT_HOME.includes(topic) ? { tenant: context.caller.person.tenantId } : {}),
  };
  return how === 'guide' ? explainer.guide(topic, filledIn) : explainer.answer(topic, filledIn);
}

/** What a customer may have meant as well. */
const OF_ANYBODY: readonly Label[] = ['forget-me', 'sign-out', 'switch-language', 'as-partner'];

function offer(context: DialogContext, labels: readonly Label[]): View {
  const [likeliest] = labels;
  if (context.isCustomer && (likeliest === undefined || !OF_ANYBODY.includes(likeliest)))
    return concernsView(context.knowledge, 'customer', true);
  const offered = context.isCustomer ? labels.filter((label) => OF_ANYBODY.includes(label)) : labels;
  const choices = offered.flatMap((label) => {
    const title = context.titleOf(label);
    return title === undefined ? [] : [{ topic: label, title }];
  });
  return didYouMeanView(choices);
}

/** Help: for the partner, for a customer, or for a group, where less is possible. */
function helpView({ isPersonal, isCustomer, knowledge, personalChatUrl }: DialogContext): View {
  if (!isPersonal) return { name: 'introduction', data: { url: personalChatUrl, isAsked: true } };
  return isCustomer ? concernsView(knowledge, 'customer') : { name: 'help', data: {} };
}

/** A customer who says hello, or is not understood, is shown what customers ask. */
function saidView({ isCustomer, knowledge }: DialogContext, view: View): View {
  const isForPartners = view.name === 'unknown' || view.name === 'greeting';
  return isForPartners && isCustomer ? concernsView(knowledge, 'customer', view.name === 'unknown') : view;
}

function limitsView({ isCustomer, limitWords }: DialogContext, text: string): View {
  return { name: 'limits', data: { about: limitOf(text, limitWords), isCustomer } };
}

async function signIn(context: DialogContext, request: Request): Promise<DialogResult> {
  const { caller, signInService } = context;
  return (await signInService.isSignedIn(caller.person))
    ? answer({ name: 'already-signed-in', data: { account: caller.person.displayName } })
    : askToSignIn(context, { reason: 'asked' }, atHome(context, request));
}

function cancel(
  context: DialogContext,
  state: ConversationState,
  operationId?: Parameters<typeof cancelDialog>[1],
): Promise<DialogResult> {
  const open = state.dialog.kind === 'confirming' ? state.dialog.operationId : undefined;
  const wanted = operationId ?? open;
  if (wanted !== undefined) return cancelDialog(context, wanted);
  if (state.dialog.kind === 'confirming-batch' || state.dialog.kind === 'choosing-many')
    return stopBatch(context, state.dialog.batchId);
  return Promise.resolve(
    answer({ name: state.dialog.kind === 'idle' ? 'nothing-to-cancel' : 'cancelled', data: {} }),
  );
}

/** A new change takes the place of one that still waits for its confirmation. */
async function letGoOfOpen(context: DialogContext, { dialog }: ConversationState): Promise<void> {
  if (dialog.kind === 'confirming') await context.pal.drop(context.caller, dialog.operationId);
  if (dialog.kind === 'confirming-batch' || dialog.kind === 'choosing-many')
    await context.pal.batches.drop(context.caller, dialog.batchId);
}
