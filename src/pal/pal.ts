import type { Directories, PartnerLinks } from '../arm/ports';
import type { Accounts, Actor } from '../auth/ports';
import type { Account } from '../model/account';
import { monotonicClock } from '../model/clock';
import type { Clock, MonotonicClock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { OperationId, PartnerId, TenantId } from '../model/identifiers';
import type { LinkState } from '../model/link';
import type { Person } from '../model/person';
import { failed, ok } from '../model/problem';
import type { Outcome } from '../model/problem';
import type { RecordStore } from '../storage/record-store';
import { actorOf, refuse, unknownOperation } from './asker';
import type { Asker } from './asker';
import { DirectoryList } from './directory-list';
import { executionOfSettled, problemOf } from './execution';
import type { Execution } from './execution';
import { forgetPerson, isExecutingFor } from './forget-person';
import { historyOf } from './history';
import type { Decision } from './history';
import { hasExpired } from './operation';
import type { Operation } from './operation';
import { Operations } from './operations';
import type { HeldOperation, Move } from './operations';
import { Settling } from './settle';
import { changeNeeded, isSameLink, linkedOf } from './rules';
import type { Linked } from './rules';
import { undoIdOf } from './undo-id';
import { Outbox, pulseByTimer } from './outbox';
import type { Interrupted, Pulse } from './outbox';

/** Time for one request of a person, whatever it takes: an answer must reach the chat in time. */
const DEADLINE_MS = 8_000;

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
  private readonly outbox: Outbox;
  private readonly settling: Settling;
  private readonly directoryList: DirectoryList;

  constructor(
    private readonly cloud: { accounts: Accounts; links: PartnerLinks; directories: Directories },
    private readonly store: RecordStore,
    private readonly clock: Clock,
    timing: { readonly monotonic?: MonotonicClock; readonly pulse?: Pulse } = {},
  ) {
    const { monotonic = monotonicClock, pulse = pulseByTimer } = timing;
    this.operations = new Operations(store, clock);
    this.outbox = new Outbox({ store, clock, monotonic, pulse });
    this.settling = new Settling(this.operations, cloud.links);
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

  /** Whether a change of the person is being written at this moment. */
  isExecuting(person: Person): Promise<boolean> {
    return isExecutingFor(this.store, person);
  }

  /** Deletes all records of the person, their lines of the audit trail, and what is remembered here. */
  async forgetAll(person: Person): Promise<void> {
    this.forget(person);
    await forgetPerson(this.store, person);
  }

  /** The person's account in a directory and its link, as ARM has it now. */
  async current(asker: Asker, tenantId: TenantId): Promise<Outcome<Current>> {
    return this.readCurrent(actorOf(asker, tenantId), deadline());
  }

  /** Plans the change that makes the wish come true; undefined when it is so already. */
  async plan(asker: Asker, wish: Wish): Promise<Operation | undefined> {
    return this.planAs(asker, wish, { isUndo: false });
  }

  private async planAs(
    asker: Asker,
    wish: Wish,
    { isUndo, id }: { isUndo: boolean; id?: OperationId },
  ): Promise<Operation | undefined> {
    const before = linkedOf(wish.current.state);
    const kind = changeNeeded(before, wish.wanted);
    if (kind === 'nothing') return undefined;
    const plan = {
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
    };
    return this.operations.plan(plan, id);
  }

  /** Does a planned operation, once; asked again, tells what came of it. */
  async execute(asker: Asker, id: OperationId): Promise<Execution> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'own') return owned;
    const { held } = owned;
    const settled = executionOfSettled(held.operation);
    if (settled !== undefined) return settled;
    if (held.operation.status !== 'planned') return this.settleOpen(asker, held);
    return this.outbox.hold(id, async () => {
      await this.outbox.add(held.operation);
      return this.hasExpired(held) ? this.expire(held) : this.start(asker, held);
    });
  }

  /** Cancels a planned operation; one that is settled already is told as it is. */
  async cancel(asker: Asker, id: OperationId): Promise<Execution> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'own') return owned;
    const { operation } = owned.held;
    if (operation.status === 'planned') {
      await this.outbox.add(operation);
      const moved = await this.operations.move(owned.held, { status: 'cancelled' });
      if (moved !== undefined) return { kind: 'cancelled', operation: moved.operation };
    }
    const now = (await this.operations.find(id))?.operation ?? operation;
    return executionOfSettled(now) ?? { kind: 'busy', operation: now };
  }

  /** Lets go of an operation that something newer takes the place of. One that is being done already is told of later. */
  async drop(asker: Asker, id: OperationId): Promise<void> {
    const execution = await this.cancel(asker, id);
    if (execution.kind === 'cancelled') await this.told(id);
  }

  /** The person was told what came of the operation, or what it waits for. */
  async told(id: OperationId): Promise<void> {
    await this.settling.catchUp([id]);
    // What is not on record yet must be found by the sweep, should this process die before it is.
    if (this.settling.isUnkept(id)) return;
    if (this.outbox.hasClaim(id)) return this.outbox.ack(id);
    // Somebody else has claimed it since, or it was settled before: then nobody has anything to deliver.
    const held = await this.operations.find(id);
    if (held === undefined || executionOfSettled(held.operation) === undefined) return;
    await this.operations.audit(held.operation);
    await this.outbox.remove(id);
  }

  /** What the person decided, as the audit trail has it, newest first. */
  history(person: Person): Promise<Decision[]> {
    return historyOf(this.store, person);
  }

  /**
   * What people decided and were never told the outcome of, because a process died; claimed for this one. Before that,
   * what this process could not put on record is put there.
   */
  async *interrupted(): AsyncIterable<Interrupted> {
    for (const id of await this.settling.catchUp()) await this.told(id);
    yield* this.outbox.takeOver();
  }

  /** Whether the person has yet to be told what came of the operation; then it is for the caller to tell. */
  async isUntold(id: OperationId): Promise<boolean> {
    const held = await this.operations.find(id);
    const isOpen = held?.operation.status === 'executing' || held?.operation.status === 'planned';
    // Another process may be at it; then it is for that one to tell.
    if (isOpen && !(await this.outbox.takeOverOne(id))) return false;
    return this.outbox.claim(id);
  }

  /**
   * What came of an operation that somebody was interrupted in; ARM is read, never written to. For whoever has claimed
   * it: what another process is writing at this moment is `busy`.
   */
  async resume(asker: Asker, id: OperationId): Promise<Execution> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'own') return owned;
    const { held } = owned;
    const { operation } = held;
    if (this.hasExpired(held)) return this.expire(held);
    const isOurs = this.outbox.hasClaim(id) && !this.outbox.isUnderWay(id);
    if (operation.status === 'executing' && !isOurs) return { kind: 'busy', operation };
    return this.outbox.hold(id, () =>
      this.settling.resume(held, actorOf(asker, operation.tenantId), deadline()),
    );
  }

  /** Whether the operation was begun, so that something may have been changed by it. */
  async wasBegun(asker: Asker, id: OperationId): Promise<boolean> {
    const held = await this.operations.find(id);
    if (held === undefined || refuse(asker, held) !== undefined) return false;
    return !['planned', 'cancelled', 'expired'].includes(held.operation.status);
  }

  /** The planned operation, for showing its card again; undefined when it is not waiting any more. */
  async planned(asker: Asker, id: OperationId): Promise<Operation | undefined> {
    const held = await this.operations.find(id);
    if (held === undefined || refuse(asker, held) !== undefined) return undefined;
    const isWaiting = held.operation.status === 'planned' && !this.hasExpired(held);
    return isWaiting ? held.operation : undefined;
  }

  /** Takes a done operation back at once: for a press that says so. Guarded like any other operation. */
  async undo(asker: Asker, id: OperationId): Promise<Execution> {
    const undoing = await this.latestUndo(id);
    if (undoing.isThere) return this.execute(asker, undoing.id);
    const planned = await this.planUndo(asker, id, undoing.id);
    return planned.kind === 'planned' ? this.execute(asker, planned.operation.id) : planned;
  }

  /** Plans what takes a done operation back, from what is there now; what stands in the way instead, if it can't be. */
  async planUndo(
    asker: Asker,
    id: OperationId,
    undoId?: OperationId,
  ): Promise<{ kind: 'planned'; operation: Operation } | Execution> {
    const owned = await this.own(asker, id);
    if (owned.kind !== 'own') return owned;
    const { operation } = owned.held;
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
    const undo = { isUndo: true, ...(undoId === undefined ? {} : { id: undoId }) };
    const undoing = await this.planAs(asker, { directory, current: current.value, wanted }, undo);
    return undoing === undefined ? changed : { kind: 'planned', operation: undoing };
  }

  /** The undo that a press on "Undo" goes on with: the one that is there, or after one in vain, a new one. */
  private async latestUndo(id: OperationId): Promise<{ id: OperationId; isThere: boolean }> {
    for (let attempt = 1; ; attempt += 1) {
      const undoId = undoIdOf(id, attempt);
      const held = await this.operations.find(undoId);
      if (held === undefined) return { id: undoId, isThere: false };
      if (!wasInVain(held.operation)) return { id: undoId, isThere: true };
    }
  }

  private hasExpired({ operation }: HeldOperation): boolean {
    return operation.status === 'planned' && hasExpired(operation, this.clock.now());
  }

  private async expire(held: HeldOperation): Promise<Execution> {
    const moved = await this.operations.move(held, { status: 'expired' });
    return { kind: 'expired', operation: moved?.operation ?? held.operation };
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
      const move = { status: 'cancelled', problemCode: 'link-changed-meanwhile' } as const;
      const moved = await this.operations.move(held, move);
      // Not moved, since another press did it meanwhile: what was read may be that press's own change.
      const other = moved ?? (await this.operations.find(operation.id));
      if (moved === undefined && other !== undefined && other.operation.status !== 'planned') {
        return executionOfSettled(other.operation) ?? { kind: 'busy', operation: other.operation };
      }
      return { kind: 'changed', operation: other?.operation ?? operation, current: current.value.state };
    }
    const executing = await this.beginWriting(held, actor);
    return executing === undefined
      ? { kind: 'busy', operation }
      : this.settling.write(executing, actor, signal);
  }

  /** Undefined: somebody else does it, or has. That an older version noted its card meanwhile does not count. */
  private async beginWriting(held: HeldOperation, actor: Actor): Promise<HeldOperation | undefined> {
    const move = { status: 'executing', correlationId: actor.correlationId } as const;
    const executing = (await this.operations.move(held, move)) ?? (await this.moveAnew(held, move));
    // Another press may have claimed the entry; now that this one writes, it is for this one to tell.
    if (executing !== undefined && !(await this.outbox.renew(held.operation.id))) {
      await this.outbox.add(executing.operation);
    }
    return executing;
  }

  private async moveAnew({ operation }: HeldOperation, move: Move): Promise<HeldOperation | undefined> {
    const now = await this.operations.find(operation.id);
    return now?.operation.status === 'planned' ? this.operations.move(now, move) : undefined;
  }

  /** What a process that died left in the middle of its write, or what nobody could say before. */
  private async settleOpen(asker: Asker, { operation }: HeldOperation): Promise<Execution> {
    if (operation.status === 'executing' && !(await this.outbox.takeOverOne(operation.id))) {
      return { kind: 'busy', operation };
    }
    return this.outbox.hold(operation.id, async () => {
      await this.outbox.add(operation);
      // Whoever was at it may have settled it just before.
      const now = await this.operations.find(operation.id);
      if (now === undefined) return unknownOperation(asker);
      const settled = executionOfSettled(now.operation);
      if (settled !== undefined) return settled;
      return this.settling.byReading(now, actorOf(asker, operation.tenantId), deadline());
    });
  }

  /** The operation, or why it can't be shown: nobody but its person, in its conversation, learns more than that. */
  private async own(
    asker: Asker,
    id: OperationId,
  ): Promise<{ kind: 'own'; held: HeldOperation } | Execution> {
    if (this.settling.isUnkept(id)) await this.settling.catchUp([id]);
    const held = await this.operations.find(id);
    if (held === undefined) return unknownOperation(asker);
    return refuse(asker, held) ?? { kind: 'own', held };
  }

  private async readCurrent(actor: Actor, signal: AbortSignal): Promise<Outcome<Current>> {
    const account = await this.cloud.accounts.resolve(actor);
    if (account.kind === 'problem' && account.problem.code === 'not-in-directory') {
      const isManaged = await this.directoryList.isManagedFromHome(actor, signal);
      return isManaged ? failed({ ...account.problem, code: 'managed-from-home' }) : account;
    }
    if (account.kind !== 'ok') return account;
    const state = await this.cloud.links.read(actor, signal);
    if (state.kind !== 'ok') return state;
    return ok({ account: account.value, state: state.value });
  }
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(DEADLINE_MS);
}

/** Nothing came of it, and nothing will. */
function wasInVain({ status }: Operation): boolean {
  return status === 'failed' || status === 'cancelled' || status === 'expired';
}

function resultOf(operation: Operation): Linked {
  return operation.result ?? null;
}
