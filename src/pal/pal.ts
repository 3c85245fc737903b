import type { Accounts, Actor, Directories, PartnerLinks } from '../azure/ports';
import type { Account } from '../model/account';
import type { Clock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { CorrelationId, OperationId, PartnerId, TenantId } from '../model/identifiers';
import type { LinkState } from '../model/link';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import { ok } from '../model/problem';
import type { Outcome } from '../model/problem';
import type { RecordStore } from '../storage/record-store';
import { DirectoryList } from './directory-list';
import { settleByReading, writeAndSettle } from './execute';
import { executionOfSettled, problemOf } from './execution';
import type { Execution } from './execution';
import { hasExpired } from './operation';
import type { Operation } from './operation';
import { Operations } from './operations';
import type { HeldOperation } from './operations';
import { changeNeeded, isSameLink, linkedOf } from './rules';
import type { Linked } from './rules';

/** Time for one request of a person, whatever it takes: an answer must reach the chat in time. */
const DEADLINE_MS = 8_000;
/** A press on an operation that has been `executing` for longer than this finds that its process died. */
const ABANDONED_AFTER_MS = 15_000;

/** Who asks, from which conversation. */
export interface Asker {
  readonly person: Person;
  readonly conversationKey: string;
  readonly correlationId: CorrelationId;
}

/** An account and what it is linked to, in one directory. */
export interface Current {
  readonly account: Account;
  readonly state: LinkState;
}

/** What there is to plan: the wanted link for an account whose current one was just read. */
export interface Wish {
  readonly directory: Directory;
  readonly current: Current;
  readonly wanted: PartnerId | null;
}

/** The operations and rules of Partner Admin Link, for one person at a time. Knows nothing of chats and cards. */
export class Pal {
  private readonly operations: Operations;
  private readonly directoryList: DirectoryList;

  constructor(
    private readonly cloud: { accounts: Accounts; links: PartnerLinks; directories: Directories },
    store: RecordStore,
    private readonly clock: Clock,
  ) {
    this.operations = new Operations(store, clock);
    this.directoryList = new DirectoryList(cloud.directories, clock);
  }

  /** The directories that the person can see, home first. */
  directories(asker: Asker): Promise<Outcome<Directory[]>> {
    return this.directoryList.of(actorOf(asker, asker.person.tenantId), deadline());
  }

  /** The directories of the person that are remembered, for their names; asks nobody. */
  rememberedDirectories(person: Person): readonly Directory[] {
    return this.directoryList.remembers(person);
  }

  /** Forgets what was remembered of the person's directories. */
  forget(person: Person): void {
    this.directoryList.forget(person);
  }

  /** The person's account in a directory and its link, as ARM has it now. */
  async current(asker: Asker, tenantId: TenantId): Promise<Outcome<Current>> {
    return this.readCurrent(actorOf(asker, tenantId), deadline());
  }

  /** Plans the change that makes the wish come true; undefined when it is so already. */
  async plan(asker: Asker, wish: Wish, isUndo = false): Promise<Operation | undefined> {
    const before = linkedOf(wish.current.state);
    const kind = changeNeeded(before, wish.wanted);
    if (kind === 'nothing') return undefined;
    return this.operations.plan({
      kind,
      person: { tenantId: asker.person.tenantId, objectId: asker.person.objectId },
      conversationKey: asker.conversationKey,
      tenantId: wish.directory.tenantId,
      directoryName: wish.directory.name,
      account: { objectId: wish.current.account.objectId, username: wish.current.account.username },
      before,
      after: wish.wanted,
      isUndo,
      correlationId: asker.correlationId,
    });
  }

  /** Does a planned operation, once; asked again, tells what came of it. */
  async execute(asker: Asker, id: OperationId): Promise<Execution> {
    const held = await this.operations.find(id);
    const refusal = refuse(asker, held);
    if (held === undefined || refusal !== undefined) return refusal ?? unknownOperation(asker);
    const settled = executionOfSettled(held.operation);
    if (settled !== undefined) return settled;
    if (held.operation.status !== 'planned') return this.settleOpen(asker, held);
    if (hasExpired(held.operation, this.clock.now())) {
      const moved = await this.operations.move(held, 'expired');
      return { kind: 'expired', operation: moved?.operation ?? held.operation };
    }
    return this.start(asker, held);
  }

  /** Cancels a planned operation; one that is settled already is told as it is. */
  async cancel(asker: Asker, id: OperationId): Promise<Execution> {
    const held = await this.operations.find(id);
    const refusal = refuse(asker, held);
    if (held === undefined || refusal !== undefined) return refusal ?? unknownOperation(asker);
    const moved = await this.operations.move(held, 'cancelled');
    if (moved !== undefined) return { kind: 'cancelled', operation: moved.operation };
    return executionOfSettled(held.operation) ?? { kind: 'busy', operation: held.operation };
  }

  /** The planned operation, for showing its card again; undefined when it is not waiting any more. */
  async planned(asker: Asker, id: OperationId): Promise<Operation | undefined> {
    const held = await this.operations.find(id);
    if (held === undefined || refuse(asker, held) !== undefined) return undefined;
    const isWaiting = held.operation.status === 'planned' && !hasExpired(held.operation, this.clock.now());
    return isWaiting ? held.operation : undefined;
  }

  /** Takes a done operation back at once: for a press that says so. Guarded like any other operation. */
  async undo(asker: Asker, id: OperationId): Promise<Execution> {
    const planned = await this.planUndo(asker, id);
    return planned.kind === 'planned' ? this.execute(asker, planned.operation.id) : planned;
  }

  /** Plans what takes a done operation back, from what is there now; what stands in the way instead, if it can't be. */
  async planUndo(
    asker: Asker,
    id: OperationId,
  ): Promise<{ kind: 'planned'; operation: Operation } | Execution> {
    const held = await this.operations.find(id);
    const refusal = refuse(asker, held);
    if (held === undefined || refusal !== undefined) return refusal ?? unknownOperation(asker);
    const { operation } = held;
    if (operation.status !== 'done') return this.execute(asker, id);

    const current = await this.readCurrent(actorOf(asker, operation.tenantId), deadline());
    if (current.kind === 'sign-in') return { kind: 'sign-in', operation, need: current.need };
    if (current.kind === 'problem') return { kind: 'problem', operation, problem: current.problem };
    const changed: Execution = { kind: 'changed', operation, current: current.value.state };
    if (!isSameLink(linkedOf(current.value.state), resultOf(operation))) return changed;
    const directory: Directory = {
      tenantId: operation.tenantId,
      name: operation.directoryName,
      defaultDomain: '',
      kind: 'customer',
    };
    const wanted = operation.before?.partnerId ?? null;
    const undoing = await this.plan(asker, { directory, current: current.value, wanted }, true);
    return undoing === undefined ? changed : { kind: 'planned', operation: undoing };
  }

  private async start(asker: Asker, held: HeldOperation): Promise<Execution> {
    const { operation } = held;
    const actor = actorOf(asker, operation.tenantId);
    const signal = deadline();
    const current = await this.readCurrent(actor, signal);
    if (current.kind === 'sign-in') return { kind: 'sign-in', operation, need: current.need };
    if (current.kind === 'problem') return { kind: 'problem', operation, problem: current.problem };
    if (current.value.account.objectId !== operation.account.objectId) {
      return { kind: 'problem', operation, problem: problemOf(operation, 'token-mismatch') };
    }
    if (!isSameLink(linkedOf(current.value.state), operation.before)) {
      const moved = await this.operations.move(held, 'cancelled', { problemCode: 'link-changed-meanwhile' });
      return { kind: 'changed', operation: moved?.operation ?? operation, current: current.value.state };
    }
    const executing = await this.operations.move(held, 'executing');
    if (executing === undefined) return { kind: 'busy', operation };
    return writeAndSettle({ operations: this.operations, links: this.cloud.links }, executing, actor, signal);
  }

  private async settleOpen(asker: Asker, held: HeldOperation): Promise<Execution> {
    const { operation } = held;
    const age = this.clock.now().getTime() - Date.parse(operation.statusSince);
    if (operation.status === 'executing' && age < ABANDONED_AFTER_MS) return { kind: 'busy', operation };
    const parts = { operations: this.operations, links: this.cloud.links };
    return settleByReading(parts, held, actorOf(asker, operation.tenantId), deadline());
  }

  private async readCurrent(actor: Actor, signal: AbortSignal): Promise<Outcome<Current>> {
    const account = await this.cloud.accounts.resolve(actor);
    if (account.kind !== 'ok') return account;
    const state = await this.cloud.links.read(actor, signal);
    if (state.kind !== 'ok') return state;
    return ok({ account: account.value, state: state.value });
  }
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(DEADLINE_MS);
}

function actorOf(asker: Asker, tenantId: TenantId): Actor {
  return { person: asker.person, tenantId, correlationId: asker.correlationId };
}

function resultOf(operation: Operation): Linked {
  return operation.result ?? null;
}

function unknownOperation(asker: Asker): Execution {
  return { kind: 'problem', problem: { code: 'operation-unknown', correlationId: asker.correlationId } };
}

/** An operation belongs to one person in one conversation; nobody else learns more than that. */
function refuse(asker: Asker, held: HeldOperation | undefined): Execution | undefined {
  if (held === undefined) return undefined;
  const { person, conversationKey } = held.operation;
  const isTheirs = personKey(person) === personKey(asker.person) && conversationKey === asker.conversationKey;
  return isTheirs
    ? undefined
    : { kind: 'problem', problem: { code: 'not-yours', correlationId: asker.correlationId } };
}
