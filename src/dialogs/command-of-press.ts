import type { Verb } from '../cards/press';
import { isCustomerRequest } from '../model/problem';
import type { BatchId, OperationId, TenantId } from '../model/identifiers';
import { asBatchId, asOperationId, asTenantId } from '../model/identifiers';
import type { PartnerIdReading } from '../understanding/text/partner-id';
import { readPartnerId } from '../understanding/text/partner-id';
import type { Command } from './command';
import { accessCommandOfPress, isOfAccess } from './access';
import { commandOfLabel, LINK } from './command';
import { askedFirst } from './customer';
import type { HistoryWish } from './history';
import { isDirectoryRequest, pageIn } from './request';
import type { LinkRequest, Request } from './request';
import type { ConversationState, DialogState } from './state';
import { undoOfLast } from './state';
import { fileCommandOfPress, isForFile } from './take-along';

/** A press on a card: its verb, and the fields that came with it. Unknown fields are ignored. */
export interface Press {
  readonly verb: Verb;
  readonly operationId?: string;
  readonly partnerId?: string;
  /** One of the company's, chosen on the form. */
  readonly companyId?: string;
  readonly directoryId?: string;
  readonly topic?: string;
  readonly batchId?: string;
  readonly filter?: string;
  readonly page?: string;
  readonly subscriptionId?: string;
  readonly search?: string;
  /** What was ticked, by its place on the card, with commas between. */
  readonly missing?: string;
  readonly others?: string;
  readonly documentId?: string;
  readonly format?: string;
}

/** What a press means here. A card that is not the current one starts its request anew, or says that it is old. */
export function commandOfPress(state: ConversationState, press: Press): Command {
  return askedFirst(state, commandOfVerb(state, press));
}

function commandOfVerb(state: ConversationState, press: Press): Command {
  const { dialog } = state;
  const { verb } = press;
  if (isForMany(verb)) return commandForMany(state, press, verb);
  if (isForFile(verb)) return fileCommandOfPress(press, verb);
  if (isOfAccess(verb)) return accessCommandOfPress(press, verb);
  switch (verb) {
    case 'link':
      return { kind: 'do', request: linkAfresh(state, press) };
    case 'link-elsewhere':
      return { kind: 'do', request: linkElsewhere(state) };
    case 'submit-partner-id':
      return commandOfPartnerId(
        dialog.kind === 'asking-partner-id' ? dialog.request : LINK,
        enteredIn(press),
        readPartnerId(enteredIn(press)),
      );
    case 'accept-partner-id':
      return { kind: 'do', request: acceptedIn(dialog) };
    case 'choose-directory':
      return directoryCommand(state, press);
    case 'link-at-home':
      return { kind: 'do', request: dialog.kind === 'offering-home' ? dialog.request : LINK };
    case 'confirm':
    case 'undo':
    case 'show-card':
    case 'confirm-forget':
      return withOperation(press, (operationId) => commandAbout(verb, operationId));
    case 'cancel':
      return press.operationId === undefined
        ? { kind: 'cancel' }
        : withOperation(press, (operationId) => ({ kind: 'cancel', operationId }));
    case 'ask':
      return commandOfTopic(press.topic ?? '', state);
    case 'guide':
    case 'for-customer':
    case 'customer-concerns':
      return { kind: 'explain', how: verb, topic: press.topic ?? '' };
    case 'request-to-customer':
      return customerRequest(press);
    case 'try-again':
      return state.tryAgain === undefined ? OLD_CARD : { kind: 'do', request: state.tryAgain };
    case 'sign-out':
    case 'help':
      return { kind: verb };
    case 'as-customer':
      return { kind: 'audience', audience: 'customer' };
    case 'as-partner':
      return asPartner(state);
    case 'show':
    case 'unlink':
      return { kind: 'do', request: { kind: verb, ...whereShown(press) } };
    case 'sign-in':
      return { kind: 'do', request: waitingRequest(dialog), wantsCard: true };
    case 'switch-directory':
    case 'which-directory':
      return { kind: 'do', request: { kind: verb } };
  }
}

/** Goes on with what was asked for before. */
function asPartner({ askedAsCustomer }: ConversationState): Command {
  return askedAsCustomer === undefined
    ? { kind: 'audience', audience: 'partner' }
    : { kind: 'do', request: askedAsCustomer, isPartners: true };
}

const MANY_VERBS = [
  'show-all',
  'history',
  'link-missing',
  'confirm-batch',
  'batch-sign-in',
  'stop-batch',
  'retry-batch',
  'undo-batch',
  'redo-batch',
  'other-id',
  'next-batch',
  'pick-directories',
  'choose-many',
] as const satisfies readonly Verb[];
type ManyVerb = (typeof MANY_VERBS)[number];

function isForMany(verb: Verb): verb is ManyVerb {
  return MANY_VERBS.some((one) => one === verb);
}

const NEXT = {
  'retry-batch': 'retry',
  'undo-batch': 'undo',
  'redo-batch': 'redo',
  'next-batch': 'rest',
} as const;

/** A press that is about many directories. */
function commandForMany(state: ConversationState, press: Press, verb: ManyVerb): Command {
  switch (verb) {
    case 'history':
      return { kind: 'history', ...historyOf(press) };
    case 'show-all':
      return { kind: 'do', request: overviewOf(press) };
    case 'link-missing':
      return { kind: 'do', request: { ...linkElsewhere(state), inMany: 'missing' } };
    case 'confirm-batch':
      return withBatch(press, (batchId) => ({ kind: 'do', request: { kind: 'run-batch', batchId } }));
    case 'batch-sign-in':
      return withBatch(press, (batchId) => ({
        kind: 'do',
        request: { kind: 'run-batch', batchId, only: whereShown(press).tenantId },
      }));
    case 'stop-batch':
      return withBatch(press, (batchId) => ({ kind: verb, batchId }));
    case 'retry-batch':
    case 'undo-batch':
    case 'redo-batch':
    case 'next-batch':
      return withBatch(press, (batchId) => ({
        kind: 'do',
        request: { kind: 'plan-batch', batchId, next: NEXT[verb] },
      }));
    case 'other-id':
      return withBatch(press, (batchId) => ({ kind: 'do', request: { kind: verb, batchId } }));
    case 'pick-directories':
      return withBatch(press, (batchId) => ({ kind: 'do', request: { kind: 'choose-many', batchId } }));
    case 'choose-many': {
      const ticked = `${press.missing ?? ''},${press.others ?? ''}`.split(',').filter((one) => one !== '');
      return withBatch(press, (batchId) => ({
        kind: 'do',
        request: { kind: 'choose-many', batchId, ticked },
      }));
    }
  }
}

/** Goes on with a PartnerID that was entered, or with the mistake in it. */
export function commandOfPartnerId(request: LinkRequest, input: string, reading: PartnerIdReading): Command {
  switch (reading.kind) {
    case 'found':
      return { kind: 'do', request: { ...request, partnerId: reading.partnerId, isLengthAccepted: false } };
    case 'mistake':
      return { kind: 'mistake', request, input, mistake: reading.mistake };
    case 'none':
      return { kind: 'mistake', request, input, mistake: input.trim() === '' ? 'empty' : 'letters' };
  }
}

/** What was typed goes before what was chosen. */
function enteredIn({ partnerId = '', companyId = '' }: Press): string {
  return partnerId.trim() === '' ? companyId : partnerId;
}

/** The card is not the one that the conversation goes on with. */
export const OLD_CARD: Command = { kind: 'say', view: { name: 'superseded', data: {} } };

/** A card that shows one directory names it: only a hint, looked up among the person's own directories. */
function whereShown(press: Press): { tenantId?: TenantId } {
  const tenantId = asTenantId(press.directoryId ?? '');
  return tenantId === undefined ? {} : { tenantId };
}

/** "Enter another", or the form once more, keeps the directory that was named before; else linking begins anew. */
function linkAfresh({ dialog }: ConversationState, press: Press): LinkRequest {
  const isAsking = dialog.kind === 'checking-partner-id' || dialog.kind === 'asking-partner-id';
  if (!isAsking || press.directoryId !== undefined) return { ...LINK, ...whereShown(press) };
  const { partnerId: _, ...rest } = dialog.request;
  return { ...rest, isLengthAccepted: false };
}

/** A new sign-in goes on with what waited for the one before. */
function waitingRequest(dialog: DialogState): Request {
  return dialog.kind === 'signing-in' ? dialog.request : { kind: 'sign-in' };
}

function linkElsewhere(state: ConversationState): LinkRequest {
  const { lastPartnerId } = state;
  return lastPartnerId === undefined
    ? LINK
    : { kind: 'link', partnerId: lastPartnerId, isLengthAccepted: true, isElsewhere: true };
}

/** The directory is a hint, and so is what is asked for: the message is the person's own to send. */
function customerRequest({ directoryId = '', topic = '', page = '1' }: Press): Command {
  if (topic === 'consent-many') return { kind: 'ask-for-consents', page: Number.parseInt(page, 10) || 1 };
  const tenantId = asTenantId(directoryId);
  return tenantId === undefined || !isCustomerRequest(topic)
    ? OLD_CARD
    : { kind: 'ask-customer', about: topic, tenantId };
}

function acceptedIn(dialog: DialogState): LinkRequest {
  return dialog.kind === 'checking-partner-id' ? { ...dialog.request, isLengthAccepted: true } : LINK;
}

/** A choice that came without its input (some clients lose it) shows the choice again. */
function directoryCommand({ dialog }: ConversationState, { directoryId = '', topic }: Press): Command {
  if (dialog.kind !== 'choosing-directory' || !isDirectoryRequest(dialog.request)) return OLD_CARD;
  const { request } = dialog;
  const tenantId = asTenantId(directoryId);
  return tenantId === undefined
    ? { kind: 'choose-again', request, isMissing: topic !== 'all' }
    : { kind: 'do', request: { ...request, tenantId } };
}

function commandAbout(
  verb: 'confirm' | 'undo' | 'show-card' | 'confirm-forget',
  operationId: OperationId,
): Command {
  if (verb === 'show-card') return { kind: 'show-again', operationId };
  if (verb === 'confirm-forget') return { kind: 'forget-now', operationId };
  return { kind: 'do', request: { kind: verb === 'undo' ? 'undo' : 'execute', operationId } };
}

/** The page and the filter that a button of the overview asks for. */
function overviewOf({ filter = 'all', page, search = '' }: Press): Extract<Request, { kind: 'overview' }> {
  const known = filter === 'missing' || filter === 'needs' ? filter : 'all';
  const isChecked = filter === 'check' ? ({ isChecked: true } as const) : {};
  const isAgain = filter === 'again' || filter === 'check';
  const searched = search.trim() === '' ? {} : { search: search.trim() };
  return { kind: 'overview', filter: known, page: pageIn(page), isAgain, ...isChecked, ...searched };
}

/** The part of the history that a button of it asks for. */
function historyOf({ directoryId = '', batchId = '', page }: Press): HistoryWish {
  const tenantIds = directoryId.split(' ').flatMap((one) => asTenantId(one) ?? []);
  const batch = asBatchId(batchId);
  return {
    page: pageIn(page),
    ...(tenantIds.length === 0 ? {} : { tenantIds }),
    ...(batch === undefined ? {} : { batchId: batch }),
  };
}

function withBatch(press: Press, then: (batchId: BatchId) => Command): Command {
  const batchId = asBatchId(press.batchId ?? '');
  return batchId === undefined ? OLD_CARD : then(batchId);
}

function withOperation(press: Press, then: (operationId: OperationId) => Command): Command {
  const operationId = asOperationId(press.operationId ?? '');
  return operationId === undefined ? OLD_CARD : then(operationId);
}

/** What a topic on a button means, after what was done last and what the message named to which it was offered. */
function commandOfTopic(
  topic: string,
  { offeredPlace, ...last }: Pick<ConversationState, 'lastDone' | 'lastBatch' | 'offeredPlace'>,
): Command {
  const undo =
    offeredPlace === undefined ? undoOfLast(last) : ({ kind: 'undo-in', named: offeredPlace } as const);
  if (topic === 'undo' && undo !== undefined) return { kind: 'do', request: undo };
  const command = commandOfLabel(topic);
  if (command?.kind !== 'do' || offeredPlace === undefined)
    return command ?? { kind: 'explain', how: 'ask', topic };
  const { request } = command;
  return isDirectoryRequest(request) ? { kind: 'do', request: { ...request, named: offeredPlace } } : command;
}
