import type { View } from '../cards/view';
import type { OperationId } from '../model/identifiers';
import type { Execution } from '../pal/execution';
import type { Operation } from '../pal/operation';
import { askPartnerId, linkDialog } from './link';
import { confirmView, doneView, placeOf } from './link-views';
import { obstacle, problemView, signInStep } from './obstacle';
import type { Attempted } from './obstacle';
import type { Request } from './request';
import { showDialog } from './show';
import { answer } from './talk';
import type { Step, Talk } from './talk';
import { unlinkDialog } from './unlink';

/** Does the confirmed operation. */
export async function executeDialog(talk: Talk, operationId: OperationId): Promise<Step> {
  return tell(talk, await talk.pal.execute(talk.asker, operationId));
}

/**
 * Tells what came of an operation that somebody was interrupted in. To read it the person may have to sign in; where
 * something else is going on in the chat (`isBusy`), they are told that it is not known instead.
 */
export async function resumeDialog(talk: Talk, operationId: OperationId, isBusy: boolean): Promise<Step> {
  const execution = await talk.pal.resume(talk.asker, operationId);
  if (execution.kind !== 'sign-in') return tell(talk, execution);
  const attempted = attemptedBy(execution.operation, { kind: 'execute', operationId });
  if (isBusy) {
    const problem = { code: 'outcome-unknown', correlationId: talk.asker.correlationId } as const;
    return { ...answer(problemView(talk, problem, attempted)), tells: operationId };
  }
  const step = await signInStep(talk, { ...execution.need, reason: 'interrupted' }, attempted);
  return { ...step, tells: operationId };
}

/** Takes a done operation back: at once when its button was pressed, else after a confirm card. */
export async function undoDialog(talk: Talk, request: Extract<Request, { kind: 'undo' }>): Promise<Step> {
  const { operationId, isPressed } = request;
  const execution = isPressed
    ? await talk.pal.undo(talk.asker, operationId)
    : await talk.pal.planUndo(talk.asker, operationId);
  if (execution.kind === 'planned') {
    const { operation } = execution;
    return { views: [confirmView(operation)], dialog: { kind: 'confirming', operationId: operation.id } };
  }
  if (execution.kind === 'sign-in' && execution.operation.id === operationId) {
    return obstacle(talk, execution, attemptedBy(execution.operation, request));
  }
  return tell(talk, execution);
}

/** Cancels the planned operation; one that is settled tells its outcome instead. */
export async function cancelDialog(talk: Talk, operationId: OperationId): Promise<Step> {
  return tell(talk, await talk.pal.cancel(talk.asker, operationId));
}

async function tell(talk: Talk, execution: Execution): Promise<Step> {
  const step = await tellOf(talk, execution);
  const { operation } = execution;
  // Who is busy with it tells it.
  return operation === undefined || execution.kind === 'busy' ? step : { ...step, tells: operation.id };
}

async function tellOf(talk: Talk, execution: Execution): Promise<Step> {
  switch (execution.kind) {
    case 'done':
      return tellDone(execution.operation);
    case 'not-as-asked':
      return { ...answer(notAsAskedView(execution)), lastDone: execution.operation.id };
    case 'sign-in': {
      const { operation } = execution;
      const attempted = attemptedBy(operation, { kind: 'execute', operationId: operation.id });
      return obstacle(talk, execution, attempted);
    }
    case 'changed':
      return planAnew(talk, execution.operation);
    case 'not-begun':
      return tellNotBegun(talk, execution.operation);
    case 'busy':
      return answer({ name: 'working', data: {} });
    case 'expired':
      return { ...tellExpired(talk, execution.operation), tryAgain: planAgain(execution.operation) };
    case 'cancelled':
      return answer({ name: 'cancelled', data: {} });
    case 'problem':
      return tellFailure(talk, execution);
  }
}

function tellDone(operation: Operation): Step {
  return {
    ...answer(doneView(operation)),
    lastDone: operation.id,
    ...(operation.result ? { lastPartnerId: operation.result.partnerId } : {}),
  };
}

function tellFailure(talk: Talk, execution: Extract<Execution, { kind: 'problem' }>): Step {
  const { operation, problem } = execution;
  if (operation === undefined) return answer(problemView(talk, problem));
  if (problem.code === 'partner-id-refused' && operation.after !== null) {
    const request = { kind: 'link', isLengthAccepted: false, tenantId: operation.tenantId } as const;
    return askPartnerId(request, operation.after, 'refused');
  }
  const attempted = attemptedBy(operation, { kind: 'execute', operationId: operation.id });
  const step = answer(problemView(talk, problem, attempted));
  // Nothing was written and the confirmation still stands: "try again" may go on with it.
  return operation.status === 'planned'
    ? { ...step, dialog: { kind: 'confirming', operationId: operation.id }, tryAgain: attempted.request }
    : { ...step, tryAgain: operation.status === 'unknown' ? attempted.request : planAgain(operation) };
}

/** Nothing was done yet: the card once more, since the one before may have been closed or scrolled away. */
function tellNotBegun(talk: Talk, operation: Operation): Step {
  const problem = { code: 'interrupted', correlationId: talk.asker.correlationId } as const;
  const attempted = attemptedBy(operation, { kind: 'execute', operationId: operation.id });
  return {
    views: [problemView(talk, problem, attempted), confirmView(operation)],
    dialog: { kind: 'confirming', operationId: operation.id },
  };
}

function tellExpired(talk: Talk, operation: Operation): Step {
  const problem = { code: 'operation-expired', correlationId: talk.asker.correlationId } as const;
  const attempted = attemptedBy(operation, { kind: 'execute', operationId: operation.id });
  return answer(problemView(talk, problem, attempted));
}

/** The link is not what the card showed: say so, and show what is there now as the basis of a new decision. */
async function planAnew(talk: Talk, operation: Operation): Promise<Step> {
  const problem = { code: 'link-changed-meanwhile', correlationId: talk.asker.correlationId } as const;
  const attempted = attemptedBy(operation, { kind: 'execute', operationId: operation.id });
  const notice = problemView(talk, problem, attempted);
  const fresh = await freshStep(talk, operation);
  return { ...fresh, views: [notice, ...fresh.views] };
}

function freshStep(talk: Talk, operation: Operation): Promise<Step> {
  const { tenantId } = operation;
  // A done operation that can't be undone any more only shows what is there.
  if (operation.status === 'done') return showDialog(talk, { kind: 'show', tenantId });
  const request = planAgain(operation);
  return request.kind === 'link' ? linkDialog(talk, request) : unlinkDialog(talk, request);
}

/** The request that the operation was planned for. */
function planAgain(operation: Operation): Extract<Request, { kind: 'link' | 'unlink' }> {
  const { tenantId, after } = operation;
  return after === null
    ? { kind: 'unlink', tenantId }
    : { kind: 'link', partnerId: after, isLengthAccepted: true, tenantId };
}

function attemptedBy(operation: Operation, request: Attempted['request']): Attempted {
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
