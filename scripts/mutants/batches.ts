import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const batches = inRoom('src/pal', [
  'test/unit/pal/batch-processes.test.ts',
  'test/unit/pal/batch-plans.test.ts',
  'test/unit/pal/batches.test.ts',
  'test/integration/chat/all-directories.test.ts',
]);

/** What changes in many directories at once may do, and to which of them. */
export const BATCHES: readonly Mutant[] = [
  batches(
    "if (!(await this.records.move(owned.value, 'started'))) return this.busy(batch);",
    "await this.records.move(owned.value, 'started');",
    'two presses on one batch start it once',
  ),
  batches(
    'if (hasExpired(batch, clock.now())) return this.expire(owned.value);',
    '',
    'a batch that nobody confirmed in time writes nothing',
  ),
  batches(
    "if (batch.status === 'cancelled') return { kind: 'cancelled', progress: await this.progress(batch) };",
    '',
    'a batch that was cancelled writes nothing',
  ),
  batches(
    'await outbox.add(decided); // Whoever loses',
    '// Whoever loses',
    'a batch whose process dies at its start is taken over',
  ),
  batches(
    'else if (!outbox.hasClaim(id) && !(await outbox.takeOverOne(id)))',
    'else if (false as boolean)',
    'what another process is at is left to it',
  ),
  batches(
    '(only?.includes(operation.tenantId) ?? true)',
    'true',
    'after a sign-in it goes on in that directory only',
  ),
  batches(
    "executor.executeClaimed(caller, operation.id, state !== 'waiting', makeRoom)",
    'executor.executeClaimed(caller, operation.id, false, makeRoom)',
    'what a process left in the middle is settled by reading',
  ),
  batches(
    "await this.cancelWaiting(batch, batch.status === 'planned' ? undefined : 'stopped');",
    '',
    'what had not begun at the Stop never will',
  ),
  batches(
    "|| owned.value.batch.status !== 'planned') return;",
    ') return;',
    'what was confirmed goes on when something newer is planned',
  ),
  batches(
    'if (batch?.items.some(({ operationId }) => executor.isUnkept(operationId)) === true) return;',
    '',
    'a batch is not over while one of its changes is not on record',
  ),
  batches(
    "if (!items.some(({ state }) => state === 'waiting' || state === 'writing')) await outbox.remove(id);",
    'await outbox.remove(id);',
    'a batch that still has something to do keeps its entry',
  ),
  batches("next.kind === 'undo' ? !isUndo : isUndo", 'isUndo', 'what takes a batch back is an undo'),
  batches(
    'personKey(person) === personKey(caller.person) && conversationKey === caller.conversationKey; return isTheirs ? { kind',
    'conversationKey === caller.conversationKey; return isTheirs ? { kind',
    'nobody starts somebody else’s batch',
  ),
  batches(
    'personKey(person) === personKey(caller.person) && conversationKey === caller.conversationKey; return isTheirs ? { kind',
    'personKey(person) === personKey(caller.person); return isTheirs ? { kind',
    'a batch is started where it was asked for',
  ),
  batches(
    'wish.onlyIf === undefined || wish.onlyIf === linked;',
    'true;',
    '“link what is missing” touches no other PartnerID',
  ),
  batches(
    'if (!isAsExpected || wish.isStill?.(current) === false)',
    'if (wish.isStill?.(current) === false)',
    'taking back stops where somebody has changed the link',
  ),
  batches(
    "if (typeof planned !== 'string' && changes.size >= most) continue;",
    '',
    'not more changes than fit on the card are planned',
  ),
  batches(
    "if (operation.status !== 'done' || directory === undefined) return [];",
    'if (directory === undefined) return [];',
    'only what was done is taken back',
  ),
  batches(
    "state !== 'done' && state !== 'writing' && state !== 'unchanged'",
    "state !== 'done' && state !== 'writing'",
    'what somebody else has changed is not tried again',
  ),
  batches(
    'wanted: batch.wish.wanted, onlyIf: other.partnerId',
    'wanted: batch.wish.wanted',
    'another PartnerID is replaced only while it is the one that was shown',
  ),
  batches(
    'wanted: operation.after, onlyIf: operation.before?.partnerId ?? null',
    'wanted: operation.after',
    'what was chosen is planned only while it is as it was shown',
  ),
  batches(
    "if (record.operation.status === 'executing' && !wasLeft)",
    'if (false as boolean)',
    'what another press is writing is left to it',
  ),
  batches(
    'if (batchId !== undefined && !(await outbox.isStillOurs(batchId))) return undefined;',
    '',
    'whoever stood still, and whose batch was taken over, writes nothing',
  ),
  batches(
    'else if (!(await outbox.renew(batchId))) return undefined;',
    '',
    'no change of a batch is begun without its entry',
  ),
  batches('export const ABREAST = 8;', 'export const ABREAST = 9;', 'eight directories are asked at a time'),
];
