import type { Directories, PartnerLinks } from '../arm/ports';
import type { Accounts } from '../auth/ports';
import { monotonicClock } from '../model/clock';
import type { Clock, MonotonicClock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { OperationId, PartnerId, TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import type { Outcome } from '../model/problem';
import type { RecordStore } from '../storage/record-store';
import type { Caller, Current, ReadCurrent, Wish } from './planning';
import { actorOf, currentReader, deadline, planOf } from './planning';
import { Batches } from './batches';
import { DirectoryList } from './directory-list';
import type { Execution, Linked, Operation } from './operation';
import { Executor } from './executor';
import { forgetPerson, isExecutingFor } from './forget-person';
import type { Decision } from './operations';
import { Operations, historyOf, linksNamed } from './operations';
import { Outbox, pulseByTimer } from './outbox';
import type { Interrupted, Pulse } from './outbox';
import { readDirectories, Refusals } from './overview';
import type { DirectoryReading } from './overview';
import { Settling } from './settle';
import { Undo } from './undo';
import type { PastChange, UndoParts, UndoResult } from './undo';

export type { Current } from './planning';
export type { Decision } from './operations';
export type { Wish } from './planning';

/** What may be chosen of a Pal; each has a default. */
export interface PalOptions {
  readonly monotonic?: MonotonicClock;
  readonly pulse?: Pulse;
  readonly trailDaysAfterForget?: number;
  /** Whether a PartnerID is one of the person's company. */
  readonly isCompanys?: UndoParts['isCompanys'];
}

/** The operations and rules of Partner Admin Link, for one person at a time. Knows nothing of chats and cards. */
export class Pal {
  /** Changes in many directories at once. */
  readonly batches: Batches;
  /** How many days a line of the audit trail is kept although its person is forgotten; 0 when it goes at once. */
  readonly trailDaysAfterForget: number;
  private readonly operations: Operations;
  private readonly executor: Executor;
  private readonly undoing: Undo;
  private readonly directoryList: DirectoryList;
  private readonly readCurrent: ReadCurrent;
  private readonly refusals: Refusals;

  constructor(
    private readonly cloud: { accounts: Accounts; links: PartnerLinks; directories: Directories },
    private readonly store: RecordStore,
    private readonly clock: Clock,
    options: PalOptions = {},
  ) {
    const { monotonic = monotonicClock, pulse = pulseByTimer, isCompanys = () => false } = options;
    this.trailDaysAfterForget = options.trailDaysAfterForget ?? 0;
    const operations = new Operations(store, clock);
    const outbox = new Outbox({ store, clock, monotonic, pulse });
    const settling = new Settling(operations, cloud.links);
    this.directoryList = new DirectoryList(cloud, clock);
    const readCurrent = currentReader(cloud, this.directoryList);
    const executor = new Executor({ operations, outbox, settling, readCurrent, clock });
    this.operations = operations;
    this.readCurrent = readCurrent;
    this.executor = executor;
    this.undoing = new Undo({ operations, executor, readCurrent, store, clock, isCompanys });
    this.refusals = new Refusals(store, clock);
    const { refusals } = this;
    this.batches = new Batches({ store, operations, outbox, executor, readCurrent, refusals, clock });
  }

  /** The directories that the person can see, home first. */
  directories(caller: Caller): Promise<Outcome<Directory[]>> {
    return this.directoryList.of(actorOf(caller, caller.person.tenantId), deadline());
  }

  /** The directories of the person that are remembered, for their names; asks nobody. */
  rememberedDirectories(person: Person): readonly Directory[] {
    return this.directoryList.remembers(person);
  }

  /** Forgets what was remembered of the person's directories. */
  dropDirectories(person: Person): void {
    this.directoryList.drop(person);
  }

  /** Whether a change of the person is being written at this moment. */
  isExecuting(person: Person): Promise<boolean> {
    return isExecutingFor(this.store, person);
  }

  /** Deletes all records of the person, what is remembered here, and their lines of the audit trail unless these stay. */
  async erase(person: Person): Promise<void> {
    this.dropDirectories(person);
    await forgetPerson(this.store, person, { trail: this.trailDaysAfterForget > 0 });
  }

  /** What the person signs in with at home; empty while they have not. */
  async signInName(caller: Caller): Promise<string> {
    const account = await this.cloud.accounts.resolve(actorOf(caller, caller.person.tenantId));
    return account.kind === 'ok' ? account.value.username : '';
  }

  /** The person's account in a directory and its link, as ARM has it now. */
  current(caller: Caller, tenantId: TenantId): Promise<Outcome<Current>> {
    return this.readCurrent(actorOf(caller, tenantId), deadline());
  }

  /**
   * The person's link in each of the directories, given as they are read: eight at a time, with the tokens that can be had
   * without the person. Ends early when the signal says so.
   */
  readAll(
    caller: Caller,
    directories: readonly Directory[],
    signal?: AbortSignal,
  ): AsyncGenerator<DirectoryReading> {
    const parts = { readCurrent: this.readCurrent, now: () => this.clock.now() };
    return readDirectories(parts, caller, directories, signal);
  }

  /** The same for overview and proof: where a link was refused for want of an account, an administrator is waited for. */
  async *readForOverview(
    caller: Caller,
    directories: readonly Directory[],
  ): AsyncGenerator<DirectoryReading> {
    const refused = await this.refusals.of(caller.person);
    const parts = { readCurrent: this.readCurrent, now: () => this.clock.now(), refused };
    yield* readDirectories(parts, caller, directories);
  }

  /** The person wants to know whether what was refused before is taken now. */
  checkAgain(person: Person): void {
    this.refusals.checkAgain(person);
  }

  /** Plans the change that makes the wish come true; undefined when it is so already. */
  async plan(caller: Caller, wish: Wish): Promise<Operation | undefined> {
    const plan = planOf(caller, wish);
    return plan === undefined ? undefined : this.operations.plan(plan);
  }

  /** Does a planned operation, once; asked again, tells what came of it. */
  execute(caller: Caller, id: OperationId): Promise<Execution> {
    return this.executor.execute(caller, id);
  }

  /** Cancels a planned operation; one that is settled already is told as it is. */
  cancel(caller: Caller, id: OperationId): Promise<Execution> {
    return this.executor.cancel(caller, id);
  }

  /**
   * Lets go of an operation that something newer takes the place of. False: it was not cancelled, since it is being done,
   * or is over; then the person is told of it when it is.
   */
  drop(caller: Caller, id: OperationId): Promise<boolean> {
    return this.executor.drop(caller, id);
  }

  /** The person was told what came of the operation, or what it waits for. */
  acknowledge(id: OperationId): Promise<void> {
    return this.executor.acknowledge(id);
  }

  /** What the person decided, as the audit trail has it, newest first. */
  history(person: Person): Promise<Decision[]> {
    return historyOf(this.store, person);
  }

  /** What people decided and were never told the outcome of, because a process died; claimed for this one. */
  interrupted(): AsyncIterable<Interrupted> {
    return this.executor.interrupted();
  }

  /** Whether the person has yet to be told what came of the operation; then it is for the caller to tell. */
  isUndelivered(id: OperationId): Promise<boolean> {
    return this.executor.isUndelivered(id);
  }

  /** What came of an operation that somebody was interrupted in, for whoever has claimed it; ARM is only read. */
  resume(caller: Caller, id: OperationId): Promise<Execution> {
    return this.executor.resume(caller, id);
  }

  /** The operation as it stands, for its person in its conversation; undefined for anybody else. */
  find(caller: Caller, id: OperationId): Promise<Operation | undefined> {
    return this.executor.find(caller, id);
  }

  /** The planned operation, for showing its card again; undefined when it is not waiting any more. */
  planned(caller: Caller, id: OperationId): Promise<Operation | undefined> {
    return this.executor.planned(caller, id);
  }

  /** The PartnerIDs that the person has linked with the bot. */
  everLinked(caller: Caller): Promise<ReadonlySet<string>> {
    return this.undoing.everLinked(caller);
  }

  /** Links to these PartnerIDs as ARM has named them to the person before: see linksNamed. */
  linksNamed(person: Person, partnerIds: readonly PartnerId[]): Promise<NonNullable<Linked>[]> {
    return linksNamed(this.store, this.operations, person, partnerIds);
  }

  /** What the person linked or changed last, and can still undo: see Undo.latest. */
  latestChanges(caller: Caller): Promise<Operation[]> {
    return this.undoing.latest(caller);
  }

  /** The directory of the change that the person has just taken back: see Undo.undoneIn. */
  undoneIn(caller: Caller): Promise<TenantId | undefined> {
    return this.undoing.undoneIn(caller);
  }

  /** The PartnerID that the person linked last and has not taken back, nor is taking back now in the directories `undoing`. */
  ownPartnerId(person: Person, undoing: readonly TenantId[] = []): Promise<PartnerId | undefined> {
    return this.undoing.ownPartnerId(person, undoing);
  }

  /** A change that the person made, by its id, or the last one in a directory; undefined: the trail has none. */
  pastChange(caller: Caller, which: OperationId | TenantId): Promise<PastChange | undefined> {
    return this.undoing.pastChange(caller, which);
  }

  /** Takes a done operation back, or plans that for a confirm card; `isAsked`: always the latter. */
  undo(caller: Caller, id: OperationId, isAsked = false): Promise<UndoResult> {
    return this.undoing.undo(caller, id, isAsked);
  }
}
