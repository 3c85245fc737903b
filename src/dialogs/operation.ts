import type { View } from '../cards/view';
import type { OperationId } from '../model/identifiers';
import type { ProblemCode } from '../model/problem';
import { leftForPerson } from '../pal/batch';
import type { Execution, Operation, OperationAt } from '../pal/operation';
import { problemCodeOf } from '../pal/operation';
import type { PastChange } from '../pal/undo';
import { exceptOf } from './exceptions';
import { showDialog, shown } from './directories';
import { alsoIn, askPartnerId, askToConfirm, linkDialog, placeOf, unlinkDialog } from './link';
import { atHome, locate } from './locate';
import { askToSignIn, blocked } from './sign-in';
import { problemResult, problemView } from './problem';
import type { Attempt } from './problem';
import type { Request } from './request';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';

/** Does the confirmed operation. */
export async function executeDialog(context: DialogContext, operationId: OperationId): Promise<DialogResult> {
  return report(context, await context.pal.execute(context.caller, operationId));
}

/**
 * Tells what came of an operation that somebody was interrupted in. To read it the person may have to sign in; where
 * something else is going on in the chat (`isBusy`), they are told that it is not known instead.
 */
export async function resumeDialog(
  context: DialogContext,
  operationId: OperationId,
  isBusy: boolean,
): Promise<DialogResult> {
  const execution = await context.pal.resume(context.caller, operationId);
  if (execution.kind !== 'sign-in') return report(context, execution);
  if (isBusy) {
    return { ...answer(problemOf(context, execution.operation, 'outcome-unknown')), reports: operationId };
  }
  const result = await askToSignIn(
    context,
    { ...execution.need, reason: 'interrupted' },
    attemptOf(execution.operation),
  );
  return { ...result, reports: operationId };
}

/** Takes a done operation back, pressed or typed: at once where that is safe, else after a confirm card. */
export async function undoDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'undo' }>,
): Promise<DialogResult> {
  const { operationId, isAsked = false } = request;
  const execution = await context.pal.undo(context.caller, operationId, isAsked);
  if (execution.kind === 'planned') {
    const { operation, asks, undone } = execution;
    // Typed, "undo" never takes an undo back.
    if (undone.isUndo && request.isTyped === true) {
      await context.pal.drop(context.caller, operation.id);
      return asks === 'changed' ? showUndone(context, undone) : answer(doneView(undone, true));
    }
    return askToConfirm(context, operation, { change: undone, asks });
  }
  if (execution.kind === 'done' && execution.isEarlier === true)
    return { ...answer(doneView(execution.operation, true)), reports: execution.operation.id };
  if (execution.kind === 'sign-in' && execution.operation.id === operationId) {
    return blocked(context, execution, attemptOf(execution.operation, request));
  }
  if (execution.kind === 'problem' && execution.problem.code === 'operation-unknown') {
    const past = await context.pal.pastChange(context.caller, operationId);
    if (past !== undefined) return showDialog(context, { kind: 'show', asked: 'undo', ...whereLinked(past) });
  }
  return report(context, execution);
}

/**
 * Goes on with another PartnerID for the directories of a batch: those in which Microsoft refused the first one, or all while
 * nothing is begun. It is asked for where it is not given.
 */
export async function otherIdDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'other-id' }>,
): Promise<DialogResult> {
  const { caller, pal } = context;
  const { batchId, partnerId, besides } = request;
  const found = await pal.batches.find(caller, batchId);
  if (found.kind !== 'ok') return blocked(context, found, atHome(context, request));
  const operations = found.value.items.map(({ operation }) => operation);
  const refused = operations.filter((one) => problemCodeOf(one) === 'partner-id-refused');
  const open = refused.length > 0 ? refused : operations;
  const left = refused.length > 0 ? [] : leftForPerson(found.value);
  const [first, ...also] = [...open.map(({ tenantId }) => tenantId), ...left];
  const isChange = open.every(({ before }) => before !== null);
  const link = {
    kind: 'link',
    isLengthAccepted: false,
    ...exceptOf(found.value),
    ...(first === undefined ? {} : { tenantId: first }),
    ...(also.length === 0 ? {} : { also, ...(isChange ? { inMany: 'all' as const } : {}) }),
  } as const;
  if (besides !== undefined) return alsoIn(context, operations, left, besides);
  if (partnerId !== undefined) return linkDialog(context, { ...link, partnerId });
  const [input] = refused.flatMap(({ after }) => after ?? []);
  return askPartnerId(context, link, input ?? '', input === undefined ? undefined : 'refused');
}

/**
 * "Undo my change in Contoso": what was changed last there, with a confirm card, since it may not be the change that is
 * meant; where there is none on record any more, what is linked.
 */
export async function undoInDialog(
  context: DialogContext,
  request: Extract<Request, { kind: 'undo-in' }>,
): Promise<DialogResult> {
  const located = await locate(context, request);
  if (located.kind === 'result') return located.result;
  const { tenantId } = located.directory;
  const past = await context.pal.pastChange(context.caller, tenantId);
  return past?.operationId === undefined
    ? showDialog(context, { kind: 'show', asked: 'undo', ...whereLinked(past ?? { tenantId }) })
    : undoDialog(context, { kind: 'undo', operationId: past.operationId, isTyped: true, isAsked: true });
}

/** What is linked now where there is nothing left to undo. */
function showUndone(context: DialogContext, { tenantId }: Operation): Promise<DialogResult> {
  return showDialog(context, { kind: 'show', asked: 'undo', tenantId });
}

/** Where to look at the link that a change left, and until when that could be undone. */
function whereLinked({ tenantId, undoneUntil }: PastChange): Pick<PastChange, 'tenantId' | 'undoneUntil'> {
  return { tenantId, ...(undoneUntil === undefined ? {} : { undoneUntil }) };
}

/** Cancels the planned operation; one that is settled reports its outcome instead. */
export async function cancelDialog(context: DialogContext, operationId: OperationId): Promise<DialogResult> {
  return report(context, await context.pal.cancel(context.caller, operationId));
}

async function report(context: DialogContext, execution: Execution): Promise<DialogResult> {
  const result = await resultOf(context, execution);
  const { operation } = execution;
  // Who is busy with it reports it.
  return operation === undefined || execution.kind === 'busy' ? result : { ...result, reports: operation.id };
}

async function resultOf(context: DialogContext, execution: Execution): Promise<DialogResult> {
  switch (execution.kind) {
    case 'done':
      return resultOfDone(context, execution.operation);
    case 'not-as-asked':
      return {
        ...answer(notAsAskedView(execution)),
        lastDone: execution.operation.id,
        lastChangedIn: execution.operation.tenantId,
      };
    case 'sign-in':
      return blocked(context, execution, attemptOf(execution.operation));
    case 'changed':
      return execution.operation.status === 'done'
        ? showUndone(context, execution.operation)
        : planAnew(context, execution.operation);
    case 'not-begun':
      return resultOfNotBegun(context, execution.operation);
    case 'busy':
      return answer({ name: 'working', data: {} });
    case 'expired':
      return {
        ...answer(problemOf(context, execution.operation, 'operation-expired')),
        tryAgain: planAgain(execution.operation),
      };
    case 'cancelled':
      return answer({ name: 'cancelled', data: {} });
    case 'problem':
      return resultOfFailure(context, execution);
  }
}

async function resultOfDone(
  { pal, caller }: DialogContext,
  operation: OperationAt<'done'>,
): Promise<DialogResult> {
  // What an undo brings back may be somebody else's, and what it takes back is not the person's any more.
  const own = operation.isUndo
    ? { lastPartnerId: (await pal.ownPartnerId(caller.person)) ?? null }
    : { ...(operation.result === null ? {} : { lastPartnerId: operation.result.partnerId }) };
  return {
    ...answer(doneView(operation)),
    lastDone: operation.id,
    lastChangedIn: operation.tenantId,
    ...(operation.result ? { knownPartnerId: operation.result.partnerId } : {}),
    ...own,
  };
}

async function resultOfFailure(
  context: DialogContext,
  execution: Extract<Execution, { kind: 'problem' }>,
): Promise<DialogResult> {
  const { operation, problem } = execution;
  if (operation === undefined) return answer(problemView(context, problem));
  if (problem.code === 'partner-id-refused' && operation.after !== null) {
    const request = { kind: 'link', isLengthAccepted: false, tenantId: operation.tenantId } as const;
    const lastPartnerId = (await context.pal.ownPartnerId(context.caller.person)) ?? null;
    return { ...askPartnerId(context, request, operation.after, 'refused'), lastPartnerId };
  }
  const attempt = attemptOf(operation);
  const isOpen = operation.status === 'planned' || operation.status === 'unknown';
  const tryAgain = isOpen ? attempt.request : planAgain(operation);
  const result = await problemResult(context, problem, { ...attempt, request: tryAgain });
  const isOver = result.dialog !== 'keep' && result.dialog.kind === 'idle';
  // Nothing was written and the confirmation still stands: "try again" may go on with it.
  return operation.status === 'planned' && isOver
    ? { ...result, dialog: { kind: 'confirming', operationId: operation.id }, tryAgain }
    : { ...result, tryAgain };
}

/** Nothing was done yet: the card once more, since the one before may have been closed or scrolled away. */
async function resultOfNotBegun(context: DialogContext, operation: Operation): Promise<DialogResult> {
  const confirm = await askToConfirm(context, operation);
  return { ...confirm, views: [problemOf(context, operation, 'interrupted'), ...confirm.views] };
}

/** Why the confirmation of an operation did not lead to its change. */
function problemOf(context: DialogContext, operation: Operation, code: ProblemCode): View {
  return problemView(context, { code, correlationId: context.caller.correlationId }, attemptOf(operation));
}

/** The link is not what the card showed: say so, and show what is there now as the basis of a new decision. */
async function planAnew(context: DialogContext, operation: Operation): Promise<DialogResult> {
  const fresh = await freshResult(context, operation);
  return { ...fresh, views: [problemOf(context, operation, 'link-changed-meanwhile'), ...fresh.views] };
}

function freshResult(context: DialogContext, operation: Operation): Promise<DialogResult> {
  const request = planAgain(operation);
  return request.kind === 'link' ? linkDialog(context, request) : unlinkDialog(context, request);
}

/** The request that the operation was planned for. */
function planAgain(operation: Operation): Extract<Request, { kind: 'link' | 'unlink' }> {
  const { tenantId, after } = operation;
  return after === null
    ? { kind: 'unlink', tenantId }
    : { kind: 'link', partnerId: after, isLengthAccepted: true, tenantId };
}

/** What was tried: to do the operation, where nothing else was asked. */
function attemptOf(
  operation: Operation,
  request: Attempt['request'] = { kind: 'execute', operationId: operation.id },
): Attempt {
  const partnerId = operation.after ?? operation.before?.partnerId;
  return {
    request,
    tenantId: operation.tenantId,
    directoryName: operation.directoryName,
    action: operation.kind,
    ...(partnerId === undefined ? {} : { partnerId }),
  };
}

function notAsAskedView(execution: Extract<Execution, { kind: 'not-as-asked' }>): View {
  const { operation, found } = execution;
  return {
    name: 'not-as-asked',
    data: {
      ...placeOf(operation),
      operationId: operation.id,
      askedPartnerId: operation.after ?? '',
      foundPartnerId: found.partnerId,
      foundDirectoryId: found.tenantId,
    },
  };
}

/** The done card of an operation: what ARM says is linked now. `isEarlier`: "undo" was asked for, and it is undone already. */
function doneView(operation: OperationAt<'done'>, isEarlier = false): View {
  const { id: operationId, before, result, isUndo, statusSince: changedAt } = operation;
  const previous = { operationId, previousPartnerId: before?.partnerId ?? '' };
  const data = { ...placeOf(operation), ...previous, ...(isEarlier ? { isEarlier } : {}) };
  if (result !== null)
    return { name: 'done-linked', data: { ...shown(result), ...data, how: howLinked(operation) } };
  const how = isUndo ? 'undone' : 'unlinked';
  const previousPartnerName = before?.partnerName ?? '';
  return { name: 'done-unlinked', data: { ...data, how, previousPartnerName, changedAt } };
}

function howLinked(operation: Operation): 'linked' | 'changed' | 'undone' {
  if (operation.isUndo) return 'undone';
  return operation.kind === 'change' ? 'changed' : 'linked';
}
