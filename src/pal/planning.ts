import type { PartnerLinks } from '../arm/ports';
import type { Accounts, Actor } from '../auth/ports';
import type { Directory, LinkState } from '../model/directory';
import type { BatchId, CorrelationId, OperationId, PartnerId, TenantId } from '../model/identifiers';
import type { Account, Person } from '../model/person';
import { personKey } from '../model/person';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { DirectoryList } from './directory-list';
import type { Execution } from './operation';
import { changeNeeded, linkedOf } from './operation';
import type { OperationRecord, NewOperation } from './operations';

/** What there is to plan: the wanted link for an account whose current one was just read. */
export interface Wish {
  readonly directory: Pick<Directory, 'tenantId' | 'name'>;
  readonly current: Current;
  readonly wanted: PartnerId | null;
}

/** What a change is part of. */
export interface PlanOptions {
  /** It takes another change back. */
  readonly isUndo?: boolean;
  readonly batchId?: BatchId;
  /** Under this id, so that planning it twice is one operation. */
  readonly id?: OperationId;
}

/** The change that makes the wish come true; undefined when it is so already. */
export function planOf(caller: Caller, wish: Wish, options: PlanOptions = {}): NewOperation | undefined {
  const { directory, current, wanted } = wish;
  const before = linkedOf(current.state);
  const kind = changeNeeded(before, wanted);
  if (kind === 'nothing') return undefined;
  return {
    kind,
    person: { tenantId: caller.person.tenantId, objectId: caller.person.objectId },
    conversationKey: caller.conversationKey,
    tenantId: directory.tenantId,
    directoryName: directory.name,
    account: { objectId: current.account.objectId, username: current.account.username },
    before,
    after: wanted,
    isUndo: options.isUndo ?? false,
    batchId: options.batchId,
    correlationId: caller.correlationId,
  };
}

/** Time for one request of a person in one directory: an answer must reach the chat in time. */
const DEADLINE_MS = 8_000;

/** An account and what it is linked to, in one directory. */
export interface Current {
  readonly account: Account;
  readonly state: LinkState;
}

/** Reads what is there now, with the tokens that can be had without the person. */
export type ReadCurrent = (actor: Actor, signal: AbortSignal) => Promise<Outcome<Current>>;

/** A fresh deadline; it runs from now. */
export function deadline(): AbortSignal {
  return AbortSignal.timeout(DEADLINE_MS);
}

/** Reads by asking Entra whose the token is, and ARM what is linked. */
export function currentReader(
  { accounts, links }: { readonly accounts: Accounts; readonly links: PartnerLinks },
  directories: DirectoryList,
): ReadCurrent {
  return async (actor, signal) => {
    const account = await accounts.resolve(actor, signal);
    if (account.kind === 'problem' && account.problem.code === 'not-in-directory') {
      const isManaged = await directories.isManagedFromHome(actor, signal);
      // The sign-in would be the one at home, which is asked for with the list of directories.
      if (isManaged.kind === 'sign-in') return failed({ ...account.problem, code: 'arm-failed' });
      if (isManaged.kind === 'problem') return isManaged;
      return isManaged.value ? failed({ ...account.problem, code: 'managed-from-home' }) : account;
    }
    if (account.kind !== 'ok') return account;
    const state = await links.read(actor, signal);
    if (state.kind !== 'ok') return state;
    return ok({ account: account.value, state: state.value }, state.serviceRequestId);
  };
}

/** Who asks, from which conversation. */
export interface Caller {
  readonly person: Person;
  readonly conversationKey: string;
  readonly correlationId: CorrelationId;
}

/** The caller as who acts in that directory. */
export function actorOf(caller: Caller, tenantId: TenantId): Actor {
  return { person: caller.person, tenantId, correlationId: caller.correlationId };
}

/** What is told of an id that nobody knows. */
export function unknownOperation(caller: Caller): Execution {
  return { kind: 'problem', problem: { code: 'operation-unknown', correlationId: caller.correlationId } };
}

/** An operation belongs to one person in one conversation; nobody else learns more than that. */
export function refuse(caller: Caller, record: OperationRecord | undefined): Execution | undefined {
  if (record === undefined) return undefined;
  const { person, conversationKey } = record.operation;
  const isTheirs =
    personKey(person) === personKey(caller.person) && conversationKey === caller.conversationKey;
  return isTheirs
    ? undefined
    : { kind: 'problem', problem: { code: 'not-yours', correlationId: caller.correlationId } };
}
