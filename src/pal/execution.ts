import type { Link, LinkState } from '../model/directory';
import type { PartnerId } from '../model/identifiers';
import type { Problem, ProblemCode, SignInNeed } from '../model/problem';
import type { Operation } from './operation';

/** What came of confirming an operation. */
export type Execution =
  /** ARM says so: `operation.result` is what is linked now, null when nothing is. */
  | { readonly kind: 'done'; readonly operation: Operation }
  /** ARM wrote, but names something else than was asked. */
  | { readonly kind: 'not-as-asked'; readonly operation: Operation; readonly found: Link }
  /** Nothing was written; the person must sign in first, then the same operation can go on. */
  | { readonly kind: 'sign-in'; readonly operation: Operation; readonly need: SignInNeed }
  /** Nothing was written; the link is not what the card showed any more. */
  | { readonly kind: 'changed'; readonly operation: Operation; readonly current: LinkState }
  /** Another press is doing it right now. */
  | { readonly kind: 'busy'; readonly operation: Operation }
  /** Somebody was interrupted before anything was done about it: it can still be confirmed. */
  | { readonly kind: 'not-begun'; readonly operation: Operation }
  | { readonly kind: 'expired'; readonly operation: Operation }
  | { readonly kind: 'cancelled'; readonly operation: Operation }
  | { readonly kind: 'problem'; readonly operation?: Operation; readonly problem: Problem };

/** What a press on the card of a settled operation shows again; undefined while it is not settled. */
export function executionOfSettled(operation: Operation): Execution | undefined {
  switch (operation.status) {
    case 'done':
      return doneOrNotAsAsked(operation);
    case 'failed':
      return {
        kind: 'problem',
        operation,
        problem: problemOf(operation, operation.problemCode ?? 'unexpected'),
      };
    case 'expired':
      return { kind: 'expired', operation };
    case 'cancelled':
      return { kind: 'cancelled', operation };
    case 'planned':
    case 'executing':
    case 'unknown':
      return undefined;
  }
}

/** A problem of our own about the operation. */
export function problemOf(operation: Operation, code: ProblemCode): Problem {
  return { code, correlationId: operation.correlationId };
}

function doneOrNotAsAsked(operation: Operation): Execution {
  const found = operation.result;
  return found && !isAsAsked(operation, found)
    ? { kind: 'not-as-asked', operation, found }
    : { kind: 'done', operation };
}

/** A link reduced to what people compare: which partner. Null: nothing is linked. */
export type Linked = { readonly partnerId: PartnerId; readonly partnerName: string } | null;

/** What a read found, as an operation remembers it. */
export function linkedOf(state: LinkState): Linked {
  return state.kind === 'linked'
    ? { partnerId: state.link.partnerId, partnerName: state.link.partnerName }
    : null;
}

/** Whether the same partner (or nobody) is linked; names do not count. */
export function isSameLink(a: Linked, b: Linked): boolean {
  return a?.partnerId === b?.partnerId;
}

/**
 * What has to be done so that `wanted` is linked where `current` is: PUT where nothing is linked, PATCH where another
 * id is, DELETE to remove; nothing when it is so already. (ARM refuses a PUT over an active link.)
 */
export function changeNeeded(current: Linked, wanted: PartnerId | null): Operation['kind'] | 'nothing' {
  if (current === null) return wanted === null ? 'nothing' : 'link';
  if (wanted === null) return 'unlink';
  return current.partnerId === wanted ? 'nothing' : 'change';
}

/** Whether ARM's answer to a write names the directory, the account and the PartnerID that were asked for. */
export function isAsAsked(operation: Operation, link: Link): boolean {
  return (
    link.tenantId === operation.tenantId &&
    link.objectId === operation.account.objectId &&
    link.partnerId === operation.after
  );
}
