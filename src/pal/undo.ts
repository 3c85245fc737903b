import { createHash } from 'node:crypto';
import type { OperationId, PartnerId, TenantId } from '../model/identifiers';
import type { Clock } from '../model/clock';
import type { Person } from '../model/person';
import { asOperationId, asPartnerId, asTenantId } from '../model/identifiers';
import type { LinkState } from '../model/directory';
import type { AuditEntry, RecordStore } from '../storage/record-store';
import type { Caller, Current, ReadCurrent } from './planning';
import { actorOf, deadline, planOf } from './planning';
import type { Execution, Operation, OperationAt } from './operation';
import { OPERATION_KEPT_MS, linkedOf } from './operation';
import type { Executor } from './executor';
import type { Operations } from './operations';

const ID_BYTES = 16;
/** After so many undos in vain each further one is asked for on a card of its own. */
const MOST_ATTEMPTS = 5;
/** How many lines of the trail are looked through for what the person did last. */
const MOST_LINES = 500;

/** Why an undo is not done at once, but waits for a confirm card. */
export type AsksBecause =
  /** It takes an undo back. */
  | 'redo'
  /** It would bring back a PartnerID that is not their company's and that the person has never linked with the bot. */
  | 'foreign'
  /** The link has changed since: what was there before the change is offered as a change like any other. */
  | 'changed'
  /** It was tried several times in vain. */
  | 'tried'
  /** It is not sure that this change is meant. */
  | 'unsure';

/** What came of an undo: like that of any change, or a plan that waits for its confirm card. */
export type UndoResult = Execution | PlannedUndo;

/** `undone`: the change that it would take back. */
interface PlannedUndo {
  readonly kind: 'planned';
  readonly operation: Operation;
  readonly asks: AsksBecause;
  readonly undone: OperationAt<'done'>;
}

/** What undoing is built from. */
export interface UndoParts {
  readonly operations: Operations;
  readonly executor: Executor;
  readonly readCurrent: ReadCurrent;
  readonly store: RecordStore;
  readonly clock: Clock;
  /** Whether a PartnerID is one of the person's company. */
  readonly isCompanys: (person: Person, partnerId: PartnerId) => boolean;
}

/** A change of the person, as the trail has it. */
export interface PastChange {
  readonly tenantId: TenantId;
  /** While it is on record, in this conversation. */
  readonly operationId?: OperationId;
  /** Until when it could be undone, ISO 8601, UTC; only once that is over. */
  readonly undoneUntil?: string;
}

/** The undo that is there already, or under which id the next one is planned. */
interface Attempt {
  readonly id: OperationId;
  readonly undoing?: Operation;
  readonly isLast: boolean;
}

/**
 * Takes a change back: exactly that one, once, and only while it is the latest in its directory and ARM has what it left;
 * else it asks, and where that is linked already that was there before the change: `changed`. Typed and pressed it is the
 * same.
 */
export class Undo {
  constructor(private readonly parts: UndoParts) {}

  /** Takes back the operation, if it is done; one that is not is told as it is. `isAsked`: on a confirm card. */
  async undo(caller: Caller, id: OperationId, isAsked: boolean): Promise<UndoResult> {
    const { executor, readCurrent, store } = this.parts;
    const owned = await executor.own(caller, id);
    if (owned.kind !== 'own') return owned;
    const { operation } = owned.record;
    if (operation.status !== 'done') return executor.execute(caller, id);

    const attempt = await this.attempt(id);
    const begun = attempt.undoing;
    if (begun !== undefined && begun.status !== 'planned' && begun.status !== 'done') {
      return executor.execute(caller, begun.id);
    }
    const current = await readCurrent(actorOf(caller, operation.tenantId), deadline());
    if (current.kind === 'sign-in') return { kind: 'sign-in', operation, need: current.need };
    if (current.kind === 'problem') return { kind: 'problem', operation, problem: current.problem };

    const trail = await store.audit(caller.person, MOST_LINES);
    const { state } = current.value;
    if (!isStanding(begun?.status === 'done' ? begun : operation, state, trail))
      return this.takeBack(caller, operation, current.value, trail, { ...attempt, asks: 'changed' });
    if (begun?.status === 'done') return this.undoneAlready(caller, begun.id);
    const asks = isAsked ? ({ asks: 'unsure' } as const) : {};
    return this.takeBack(caller, operation, current.value, trail, { ...attempt, ...asks });
  }

  private async undoneAlready(caller: Caller, id: OperationId): Promise<Execution> {
    const execution = await this.parts.executor.execute(caller, id);
    return execution.kind === 'done' ? { ...execution, isEarlier: true } : execution;
  }

  /** See Pal.pastChange. */
  async pastChange(caller: Caller, which: OperationId | TenantId): Promise<PastChange | undefined> {
    const { clock, executor, store } = this.parts;
    const trail = await store.audit(caller.person, MOST_LINES);
    const line = trail.findLast(
      ({ status, tenantId, operationId }) => status === 'done' && [tenantId, operationId].includes(which),
    );
    const [tenantId, id] = [asTenantId(line?.tenantId ?? ''), asOperationId(line?.operationId ?? '')];
    if (line === undefined || tenantId === undefined || id === undefined) return undefined;
    if ((await executor.find(caller, id)) !== undefined) return { tenantId, operationId: id };
    const until = new Date(Date.parse(line.at) + OPERATION_KEPT_MS);
    return { tenantId, ...(until > clock.now() ? {} : { undoneUntil: until.toISOString() }) };
  }

  /**
   * What the person linked or changed last, while it is on record: one change, or those of a batch that are still the
   * latest in their directories. None when it was a removal, or was taken back.
   */
  async latest(caller: Caller): Promise<Operation[]> {
    const { executor, store } = this.parts;
    const trail = await store.audit(caller.person, MOST_LINES);
    const done = trail.filter(({ status }) => status === 'done');
    const last = done.at(-1);
    if (last === undefined || last.action.startsWith('undo:')) return [];
    const isLatest = (line: AuditEntry): boolean =>
      done.findLast(({ tenantId }) => tenantId === line.tenantId) === line;
    const together = done.filter(({ batchId }) => batchId !== undefined && batchId === last.batchId);
    const lines = last.batchId === undefined ? [last] : together.filter(isLatest);
    const operations = await Promise.all(
      lines.flatMap(({ operationId }) => {
        const id = asOperationId(operationId);
        return id === undefined ? [] : [executor.find(caller, id)];
      }),
    );
    return operations.flatMap((one) => (one?.status === 'done' && one.result !== null ? [one] : []));
  }

  /** Where the person's last change was taken back, if that was one change. */
  async undoneIn(caller: Caller): Promise<TenantId | undefined> {
    const trail = await this.parts.store.audit(caller.person, MOST_LINES);
    const last = trail.findLast(({ status }) => status === 'done');
    if (last?.action.startsWith('undo:') !== true || last.batchId !== undefined) return undefined;
    const id = asOperationId(last.operationId);
    return id && (await this.parts.executor.find(caller, id))?.tenantId;
  }

  /** See ownPartnerId. */
  async ownPartnerId(person: Person, undoing: readonly TenantId[]): Promise<PartnerId | undefined> {
    return ownPartnerId(await this.parts.store.audit(person, MOST_LINES), undoing);
  }

  /** The PartnerIDs that the person has linked with the bot: they are their own, and Microsoft knows them. */
  async everLinked(caller: Caller): Promise<ReadonlySet<string>> {
    return linkedIn(await this.parts.store.audit(caller.person, MOST_LINES));
  }

  private async takeBack(
    caller: Caller,
    operation: OperationAt<'done'>,
    current: Current,
    trail: readonly AuditEntry[],
    attempt: Attempt & { readonly asks?: 'changed' | 'unsure' },
  ): Promise<UndoResult> {
    const { executor, operations } = this.parts;
    const wanted = operation.before?.partnerId ?? null;
    const directory = { tenantId: operation.tenantId, name: operation.directoryName };
    const plan = planOf(caller, { directory, current, wanted }, { isUndo: !operation.isUndo });
    if (plan === undefined) return { kind: 'changed', operation, current: current.state };
    const isCompanys = wanted !== null && this.parts.isCompanys(caller.person, wanted);
    const asks =
      attempt.asks === 'changed'
        ? attempt.asks
        : (asksBecause(operation, trail, attempt, isCompanys) ?? attempt.asks);
    // What is confirmed on a card of its own is an operation of its own.
    if (asks !== undefined)
      return { kind: 'planned', operation: await operations.plan(plan), asks, undone: operation };
    const undoing = attempt.undoing ?? (await operations.plan(plan, attempt.id));
    return executor.execute(caller, undoing.id);
  }

  /** The undo that is there already, or the id of the next one after those in vain. */
  private async attempt(id: OperationId): Promise<Attempt> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const undoId = undoIdOf(id, attempt);
      const undoing = (await this.parts.operations.find(undoId))?.operation;
      if (undoing === undefined) return { id: undoId, isLast: false };
      if (!wasInVain(undoing)) return { id: undoId, undoing, isLast: false };
    }
    return { id, isLast: true };
  }
}

/** A change that was done, by its record or by the trail. `result`: what it left; `version`: ARM's count of writes then. */
export interface DoneChange {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly account: { readonly objectId: string };
  readonly result: { readonly partnerId: PartnerId; readonly version?: number } | null;
}

/**
 * Whether the change is the latest in its directory, not counting those that were taken back since, and ARM has what it
 * left: the same PartnerID, and no write more than the bot's own, so that nobody else changed it and changed it back.
 */
export function isStanding(change: DoneChange, now: LinkState, trail: readonly AuditEntry[]): boolean {
  const done = trail.filter(
    ({ status, tenantId, accountObjectId }) =>
      status === 'done' && tenantId === change.tenantId && accountObjectId === change.account.objectId,
  );
  const latest = [done.at(-1), withoutUndone(done).at(-1)];
  const isLatest = done.length === 0 || latest.some((line) => line?.operationId === change.id);
  if (!isLatest || linkedOf(now)?.partnerId !== change.result?.partnerId) return false;
  if (now.kind !== 'linked' || change.result?.version === undefined) return true;
  const own = done.length - 1 - done.findIndex(({ operationId }) => operationId === change.id);
  const writes = now.link.version - change.result.version;
  return writes >= 0 && writes <= own;
}

/** The changes of one directory that were not taken back: an undo takes the latest of them with it. */
function withoutUndone(lines: readonly AuditEntry[]): AuditEntry[] {
  const standing: AuditEntry[] = [];
  for (const line of lines) {
    const last = standing.at(-1);
    const undoes =
      line.action.startsWith('undo:') && last?.after === line.before && last.before === line.after;
    if (undoes) standing.pop();
    else standing.push(line);
  }
  return standing;
}

/**
 * The PartnerID that the person linked last with the bot and has not taken back, anywhere; undefined: none. `undoing`: where
 * a change is being taken back at this moment, which the trail does not have yet.
 */
export function ownPartnerId(
  trail: readonly AuditEntry[],
  undoing: readonly TenantId[] = [],
): PartnerId | undefined {
  const done = trail.filter(({ status }) => status === 'done');
  const directories = new Set(done.map(({ tenantId }) => tenantId));
  const standing = [...directories].flatMap((tenantId) => {
    const left = withoutUndone(done.filter((line) => line.tenantId === tenantId));
    return undoing.some((one) => one === tenantId) ? left.slice(0, -1) : left;
  });
  const links = standing.filter(({ action, after }) => after !== null && !action.startsWith('undo:'));
  const latest = done.findLast((line) => links.includes(line));
  return asPartnerId(latest?.after ?? '');
}

function asksBecause(
  operation: Operation,
  trail: readonly AuditEntry[],
  { isLast }: Attempt,
  isCompanys: boolean,
): AsksBecause | undefined {
  if (operation.isUndo) return 'redo';
  if (isLast) return 'tried';
  const wanted = operation.before?.partnerId;
  return wanted === undefined || linkedIn(trail).has(wanted) || isCompanys ? undefined : 'foreign';
}

/** The PartnerIDs that a trail says were linked by the person, not brought back by an undo. */
function linkedIn(trail: readonly AuditEntry[]): ReadonlySet<string> {
  const done = trail.filter(
    ({ status, action, problemCode }) =>
      // ARM may have linked another one than was asked for.
      status === 'done' && problemCode === undefined && !action.startsWith('undo:'),
  );
  return new Set(done.flatMap(({ after }) => after ?? []));
}

/**
 * The id of the operation that takes another one back, at the given attempt: always the same, so that "Undo" pressed
 * twice, even at two processes, is one operation. As hard to guess as the id that it is made from.
 */
function undoIdOf(id: OperationId, attempt: number): OperationId {
  const bytes = createHash('sha256').update(`undo ${attempt} of ${id}`).digest().subarray(0, ID_BYTES);
  const undoId = asOperationId(bytes.toString('base64url'));
  if (undoId === undefined) throw new Error('Sixteen bytes are no operation id.');
  return undoId;
}

/** Nothing came of it, and nothing will. */
function wasInVain({ status }: Operation): boolean {
  return status === 'failed' || status === 'cancelled' || status === 'expired';
}
