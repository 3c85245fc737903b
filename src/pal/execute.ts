import type { PartnerLinks } from '../arm/ports';
import type { Actor } from '../auth/ports';
import type { Link, LinkState } from '../model/link';
import type { Outcome, Problem } from '../model/problem';
import { ok } from '../model/problem';
import { executionOfSettled, problemOf } from './execution';
import type { Execution } from './execution';
import { StorageAwayError } from '../storage/storage-errors';
import type { Operation } from './operation';
import type { HeldOperation, Operations } from './operations';
import { isAsAsked, isSameLink, linkedOf } from './rules';

/** One write and at most two more, and each further one only after a read has shown that the last did not take. */
const MAX_WRITES = 3;

type Written = Outcome<Link | null>;
/** What ARM calls the write. */
type Wrote = Pick<Operation, 'armRequestId'>;

/**
 * Does the write of an operation that stands as `executing`, settles it by what ARM says, and tells what came of it.
 * The caller has read ARM just before and found what the card showed.
 */
export async function writeAndSettle(
  parts: { operations: Operations; links: PartnerLinks },
  held: HeldOperation,
  actor: Actor,
  signal: AbortSignal,
): Promise<Execution> {
  for (let writes = 1; ; writes += 1) {
    const written = await write(parts.links, held.operation, actor, signal);
    const wrote = writeIn(written);
    if (written.kind === 'ok') {
      return settle(parts.operations, held, 'done', { result: written.value, ...wrote });
    }
    if (written.kind === 'sign-in') {
      const back = await moved(parts.operations, held, 'planned');
      return { kind: 'sign-in', operation: back?.operation ?? held.operation, need: written.need };
    }
    const { problem } = written;
    const isEcho = problem.code === 'already-linked' && writes > 1;
    if (problem.mayHaveTakenEffect !== true && !isEcho) return fail(parts.operations, held, problem, wrote);

    const now = await readBack(parts.links, held.operation, actor, signal);
    if (now.kind === 'took') {
      return settle(parts.operations, held, 'done', { result: now.link, ...wrote });
    }
    if (now.kind === 'unreadable') return leaveUnknown(parts.operations, held, wrote);
    if (writes >= MAX_WRITES || signal.aborted) {
      // Without any answer the request may still be on its way; an answer that refused is the end of it.
      return problem.code === 'arm-unreachable'
        ? leaveUnknown(parts.operations, held, wrote)
        : fail(parts.operations, held, problem, wrote);
    }
  }
}

/** Settles by reading alone an operation that a crash or a silence left open. Never writes to ARM. */
export async function settleByReading(
  parts: { operations: Operations; links: PartnerLinks },
  held: HeldOperation,
  actor: Actor,
  signal: AbortSignal,
): Promise<Execution> {
  const { operation } = held;
  const read = await parts.links.read(actor, signal);
  if (read.kind === 'sign-in') return { kind: 'sign-in', operation, need: read.need };
  if (read.kind === 'problem') return { kind: 'problem', operation, problem: read.problem };
  const link = linkIn(read.value);
  return (link?.partnerId ?? null) === operation.after
    ? settle(parts.operations, held, 'done', { result: link })
    : fail(parts.operations, held, problemOf(operation, 'arm-failed'));
}

async function write(
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

async function settle(
  operations: Operations,
  held: HeldOperation,
  status: 'done',
  more: { result: Link | null } & Wrote,
): Promise<Execution> {
  const kept = await moved(operations, held, status, more);
  const operation = kept?.operation ?? { ...held.operation, status, ...more };
  return executionOfSettled(operation) ?? { kind: 'busy', operation };
}

async function fail(
  operations: Operations,
  held: HeldOperation,
  problem: Problem,
  wrote: Wrote = {},
): Promise<Execution> {
  const kept = await moved(operations, held, 'failed', { problemCode: problem.code, ...wrote });
  return { kind: 'problem', operation: kept?.operation ?? held.operation, problem };
}

/** Puts on record that nobody knows whether the write took effect. */
export async function leaveUnknown(
  operations: Operations,
  held: HeldOperation,
  wrote: Wrote = {},
): Promise<Extract<Execution, { kind: 'problem' }> & { readonly operation: Operation }> {
  const kept = await moved(operations, held, 'unknown', { problemCode: 'outcome-unknown', ...wrote });
  const operation = kept?.operation ?? held.operation;
  return { kind: 'problem', operation, problem: problemOf(operation, 'outcome-unknown') };
}

/**
 * After the write the person hears what ARM said, even when it can't be kept: the record then stands as `executing`,
 * and is settled by reading once the storage is back.
 */
async function moved(
  operations: Operations,
  held: HeldOperation,
  ...to: Parameters<Operations['move']> extends [HeldOperation, ...infer To] ? To : never
): Promise<HeldOperation | undefined> {
  try {
    return await operations.move(held, ...to);
  } catch (error) {
    if (error instanceof StorageAwayError) return undefined;
    throw error;
  }
}
