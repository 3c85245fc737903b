import type { PartnerLinks } from '../arm/ports';
import type { Actor } from '../auth/ports';
import type { Link, LinkState } from '../model/directory';
import type { OperationId } from '../model/identifiers';
import type { Outcome, Problem, SignInNeed } from '../model/problem';
import { ok } from '../model/problem';
import { NewerRecordError, StorageAwayError, UnusableRecordError } from '../storage/record-store';
import type { Execution, Move, Operation } from './operation';
import {
  executionOfSettled,
  isAsAsked,
  isSameLink,
  linkedOf,
  mayMove,
  movedTo,
  problemOf,
} from './operation';
import type { OperationRecord, Operations } from './operations';

/** One write and at most two more, and each further one only after a read has shown that the last did not take. */
const MAX_WRITES = 3;
/** Whoever loses so many times against others lets their word stand. */
const MOST_TRIES = 5;

/** What an outcome was learned from. */
type Source = 'arm-said' | 'was-read';
type Written = Outcome<Link | null>;
/** What ARM calls the write. */
type Wrote = Pick<Operation, 'armRequestId'>;

/** Writes to ARM what was confirmed, and settles operations: by what ARM says to the write, or by reading alone. */
export class Settling {
  /** What could not be put on record: it is kept here until it can. */
  private readonly unkept = new Map<OperationId, { record: OperationRecord; move: Move; source: Source }>();

  constructor(
    private readonly operations: Operations,
    private readonly links: PartnerLinks,
  ) {}

  /**
   * Does the write of an operation that stands as `executing`, settles it by what ARM says, and tells what came of it.
   * The caller has read ARM just before and found what the card showed. `onAnswered` is called when ARM has said its last
   * word, before that is put on record.
   */
  async write(
    record: OperationRecord,
    actor: Actor,
    signal: AbortSignal,
    onAnswered: () => void = () => undefined,
  ): Promise<Execution> {
    const settle = await this.writeToArm(record, actor, signal);
    onAnswered();
    return settle();
  }

  /** Gives what puts on record what ARM has said. */
  private async writeToArm(
    record: OperationRecord,
    actor: Actor,
    signal: AbortSignal,
  ): Promise<() => Promise<Execution>> {
    const { operation } = record;
    for (let writes = 1; ; writes += 1) {
      const written = await writeOnce(this.links, operation, actor, signal);
      const wrote = writeIn(written);
      if (written.kind === 'ok') return () => this.done(record, written.value, 'arm-said', wrote);
      if (written.kind === 'sign-in') return () => this.backToPlanned(record, written.need);
      const { problem } = written;
      const isEcho = problem.code === 'already-linked' && writes > 1;
      if (problem.mayHaveTakenEffect !== true && !isEcho) return () => this.fail(record, problem, wrote);

      const now = await readBack(this.links, operation, actor, signal);
      if (now.kind === 'took') return () => this.done(record, now.link, 'arm-said', wrote);
      if (now.kind === 'unreadable') return () => this.leaveUnknown(record, wrote);
      if (writes >= MAX_WRITES || signal.aborted) {
        // Without any answer the request may still be on its way; an answer that refused is the end of it.
        return problem.code === 'arm-unreachable'
          ? () => this.leaveUnknown(record, wrote)
          : () => this.fail(record, problem, wrote);
      }
    }
  }

  private async backToPlanned(record: OperationRecord, need: SignInNeed): Promise<Execution> {
    const operation = await this.keep(record, { status: 'planned' }, 'arm-said');
    return executionOfSettled(operation) ?? { kind: 'sign-in', operation, need };
  }

  /**
   * Settles by reading alone an operation that a crash or a silence left open. Never writes to ARM. Where something else
   * is linked than before and than was asked, nobody can say any more whether the write took effect.
   */
  async byReading(record: OperationRecord, actor: Actor, signal: AbortSignal): Promise<Execution> {
    const { operation } = record;
    const read = await this.links.read(actor, signal);
    if (read.kind === 'sign-in') return { kind: 'sign-in', operation, need: read.need };
    if (read.kind === 'problem') return { kind: 'problem', operation, problem: read.problem };
    const link = linkIn(read.value);
    if ((link?.partnerId ?? null) === operation.after) return this.done(record, link, 'was-read');
    return isSameLink(linkedOf(read.value), operation.before)
      ? this.fail(record, problemOf(operation, 'arm-failed'))
      : this.leaveUnknown(record);
  }

  /**
   * Finds out what came of an operation that somebody was interrupted in: from the record, or by reading ARM. What can't
   * be read now is put on record as not known, and can be settled when the person asks.
   */
  async resume(record: OperationRecord, actor: Actor, signal: AbortSignal): Promise<Execution> {
    const { operation } = record;
    const settled = executionOfSettled(operation);
    if (settled !== undefined) {
      // The interruption may have come between the outcome and its line in the audit trail.
      await this.operations.audit(operation);
      return settled;
    }
    if (operation.status === 'planned') return { kind: 'not-begun', operation };
    const execution = await this.byReading(record, actor, signal);
    const isOpen = execution.kind === 'sign-in' || execution.kind === 'problem';
    if (!isOpen || execution.operation?.status !== 'executing') return execution;
    const unknown = await this.leaveUnknown(record);
    return execution.kind === 'sign-in' && unknown.operation?.status === 'unknown'
      ? { ...execution, operation: unknown.operation }
      : unknown;
  }

  /** Whether what came of the operation is not on record yet, or not in the trail. */
  isUnkept(id: OperationId): boolean {
    return this.unkept.has(id);
  }

  /** Puts on record what could not be before. Tells of which operations it is there now; never rejects. */
  async catchUp(ids: Iterable<OperationId> = this.unkept.keys()): Promise<OperationId[]> {
    const kept: OperationId[] = [];
    for (const id of [...ids]) {
      const open = this.unkept.get(id);
      if (open === undefined) continue;
      this.unkept.delete(id);
      await this.keep(open.record, open.move, open.source);
      if (!this.unkept.has(id)) kept.push(id);
    }
    return kept;
  }

  private async done(
    record: OperationRecord,
    result: Link | null,
    source: Source,
    wrote: Wrote = {},
  ): Promise<Execution> {
    return executionAt(await this.keep(record, { status: 'done', result, ...wrote }, source));
  }

  private async fail(record: OperationRecord, problem: Problem, wrote: Wrote = {}): Promise<Execution> {
    const move = { status: 'failed', problemCode: problem.code, ...wrote } as const;
    const operation = await this.keep(record, move, 'was-read');
    return operation.status === 'failed' && operation.problemCode === problem.code
      ? { kind: 'problem', operation, problem }
      : executionAt(operation);
  }

  /** Puts on record that nobody knows whether the write took effect. */
  private async leaveUnknown(record: OperationRecord, wrote: Wrote = {}): Promise<Execution> {
    const isThere = record.operation.status === 'unknown';
    const move = { status: 'unknown', problemCode: 'outcome-unknown', ...wrote } as const;
    return executionAt(isThere ? record.operation : await this.keep(record, move, 'was-read'));
  }

  /**
   * The operation as it stands after the move. Where somebody else was faster, what is over stays as it is, but for one
   * thing: they read, found nothing and said `failed`, and ARM's answer to the write came after that. A storage that is away loses nothing: the
   * person hears what ARM said, and it is put on record when the storage is back.
   */
  private async keep(record: OperationRecord, move: Move, source: Source): Promise<Operation> {
    try {
      for (let tries = 1, from: OperationRecord | undefined = record; ; tries += 1) {
        const moved = await this.operations.move(from, move);
        if (moved !== undefined) return moved.operation;
        from = await this.operations.find(record.operation.id);
        if (from === undefined) return movedTo(record.operation, move, record.operation.statusSince);
        const isOver = executionOfSettled(from.operation) !== undefined && source !== 'arm-said';
        if (!isOver && mayMove(from.operation.status, move.status) && tries < MOST_TRIES) continue;
        await this.operations.audit(from.operation);
        return from.operation;
      }
    } catch (error) {
      if (!isOfStorage(error)) throw error;
      this.unkept.set(record.operation.id, { record, move, source });
      return movedTo(record.operation, move, record.operation.statusSince);
    }
  }
}

/** What is told of an operation whose status is no question any more. */
function executionAt(operation: Operation): Execution {
  const settled = executionOfSettled(operation);
  if (settled !== undefined) return settled;
  return operation.status === 'unknown'
    ? { kind: 'problem', operation, problem: problemOf(operation, 'outcome-unknown') }
    : { kind: 'busy', operation };
}

async function writeOnce(
  links: PartnerLinks,
  operation: Operation,
  actor: Actor,
  signal: AbortSignal,
): Promise<Written> {
  const { before, after } = operation;
  if (after !== null) {
    return before === null ? links.create(actor, after, signal) : links.update(actor, after, signal);
  }
  if (before === null) return { kind: 'ok', value: null };
  const removed = await links.remove(actor, before.partnerId, signal);
  if (removed.kind !== 'ok') return removed;
  const read = await links.read(actor, signal);
  // ARM's 200 to the removal stands, unless a read contradicts it.
  const isStillThere = read.kind === 'ok' && isSameLink(linkedOf(read.value), before);
  if (isStillThere) return { kind: 'problem', problem: problemOf(operation, 'arm-odd-answer') };
  const link = read.kind === 'ok' ? linkIn(read.value) : null;
  return ok(link, removed.serviceRequestId);
}

async function readBack(
  links: PartnerLinks,
  operation: Operation,
  actor: Actor,
  signal: AbortSignal,
): Promise<{ kind: 'took'; link: Link | null } | { kind: 'did-not-take' } | { kind: 'unreadable' }> {
  const read = await links.read(actor, signal);
  if (read.kind !== 'ok') return { kind: 'unreadable' };
  const link = linkIn(read.value);
  if (link === null) return operation.after === null ? { kind: 'took', link } : { kind: 'did-not-take' };
  return isAsAsked(operation, link) ? { kind: 'took', link } : { kind: 'did-not-take' };
}

function linkIn(state: LinkState): Link | null {
  return state.kind === 'linked' ? state.link : null;
}

/** Without an answer ARM has told no id, and the correlation id that was sent along must do. */
function writeIn(written: Written): Wrote {
  const id =
    written.kind === 'problem'
      ? written.problem.serviceRequestId
      : written.kind === 'ok'
        ? written.serviceRequestId
        : undefined;
  return id === undefined ? {} : { armRequestId: id };
}

/** What storing may come to, whatever the storage or other versions of the bot do. */
function isOfStorage(error: unknown): boolean {
  return (
    error instanceof StorageAwayError ||
    error instanceof NewerRecordError ||
    error instanceof UnusableRecordError
  );
}
