import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const TESTS = [
  'test/unit/pal/pal.test.ts',
  'test/unit/pal/interrupted.test.ts',
  'test/unit/pal/two-instances.test.ts',
  'test/unit/pal/pal-random.test.ts',
];
const ROOM = 'src/pal';
const settle = inRoom(ROOM, ['test/unit/pal/settle.test.ts', ...TESTS]);
const operations = inRoom(ROOM, [
  'test/unit/pal/operations.test.ts',
  'test/unit/pal/rules.test.ts',
  ...TESTS,
]);
const rules = inRoom(ROOM, ['test/unit/pal/rules.test.ts', ...TESTS]);
const outbox = inRoom(ROOM, ['test/unit/pal/outbox.test.ts', ...TESTS]);
const executor = inRoom(ROOM, ['test/unit/pal/outbox.test.ts', ...TESTS]);
const undo = inRoom(ROOM, ['test/unit/pal/undo.test.ts', ...TESTS]);
const caller = inRoom(ROOM, ['test/unit/pal/pal.test.ts', 'test/security/confirm-press.test.ts']);
const forgetting = inRoom(ROOM, ['test/unit/pal/forget-person.test.ts']);

/** What may be written, when, once, and what is said of it. */
export const PAL: readonly Mutant[] = [
  settle(
    "'already-linked' && writes > 1",
    "'already-linked' && writes > 0",
    'a first 409 is a refusal, and nothing is tried again',
  ),
  settle(
    'writes >= MAX_WRITES || signal.aborted',
    'writes >= MAX_WRITES',
    'after its time nothing is written again',
  ),
  settle('const MAX_WRITES = 3;', 'const MAX_WRITES = 4;', 'there are never more than three writes'),
  settle(
    'const isStillThere = read.kind === ',
    'const isStillThere = (false as boolean) && read.kind === ',
    'a removal that a read contradicts has failed',
  ),
  settle(
    'if (!isOfStorage(error)) throw error;',
    'throw error;',
    'what ARM has done is told even when it can’t be kept',
  ),
  settle(
    'this.unkept.set(record.operation.id, { record, move, source });',
    '',
    'what could not be kept is put on record later',
  ),
  settle(
    "if (now.kind === 'unreadable') return () => this.leaveUnknown(record, wrote);",
    '',
    'no write follows another without a read between them',
  ),
  settle(
    "problem.code === 'arm-unreachable'",
    "problem.code !== 'arm-unreachable'",
    'without any answer the outcome is not known',
  ),
  settle(
    'return isAsAsked(operation, link) ?',
    "return link.partnerId !== ('' as string) ?",
    'what is read back must be what was asked for',
  ),
  settle(
    "=== operation.after) return this.done(record, link, 'was-read');",
    "!== operation.after) return this.done(record, link, 'was-read');",
    'what was interrupted is settled by what ARM has',
  ),
  settle(
    'return isSameLink(linkedOf(read.value), operation.before)',
    'return (true as boolean)',
    'where something else is linked nobody claims that it failed',
  ),
  settle("&& source !== 'arm-said';", ';', 'ARM’s answer outweighs what somebody read before it'),
  settle(
    'await this.operations.audit(operation);\n      return settled;',
    'return settled;',
    'a line of the trail that was missed is added',
  ),
  settle(
    "if (operation.status === 'planned') return { kind: 'not-begun', operation };",
    '',
    'what was never begun is told so',
  ),
  operations(
    'if (!mayMove(record.operation.status, move.status)) return undefined;',
    '',
    'a settled operation stays settled',
  ),
  operations(
    'expected: { etag: record.etag },',
    'expected: { etag: (await this.find(operation.id))?.etag ?? record.etag },',
    'an operation is moved by compare-and-swap',
  ),
  operations(
    "return status !== 'executing' && status !== 'planned';",
    "return status !== 'executing';",
    'going back to planned adds no line to the trail',
  ),
  operations(
    'if (isNewer(record.value, OPERATION_VERSION)) throw new NewerRecordError();',
    '',
    'what a newer version wrote is left alone',
  ),
  rules('a?.partnerId === b?.partnerId', 'true', 'a link that was changed elsewhere is told'),
  rules(
    "return current.partnerId === wanted ? 'nothing' : 'change';",
    "return 'change';",
    'the same PartnerID again is no change',
  ),
  rules('link.tenantId === operation.tenantId &&', '', '"done" only when ARM names this directory'),
  rules('link.objectId === operation.account.objectId &&', '', '"done" only when ARM names this account'),
  rules('link.partnerId === operation.after', 'true', '"done" only when ARM names this PartnerID'),
  outbox(
    'if (!isOurs && !this.isAbandoned(entry, etag, 0)) return false;',
    '',
    'what another process is at is left to it',
  ),
  outbox(
    "await this.parts.store.delete('outbox', id, { etag: claim.etag });",
    '',
    'what was told is not told again',
  ),
  outbox(
    'if (writes === true || isFree) await this.write(',
    'if (writes === true) await this.write(',
    'an entry that is there is claimed by who goes on',
  ),
  executor(
    "if (record.operation.status !== 'planned') return this.settleOpen(caller, record);",
    '',
    'a second press writes nothing',
  ),
  executor(
    'return this.hasExpired(record) ? this.expire(record) : this.start(caller, record)',
    'return this.start(caller, record)',
    'a card that is too old writes nothing',
  ),
  executor(
    'current.value.account.objectId !== operation.account.objectId',
    "operation.account.objectId === ''",
    'the account is the one on the card',
  ),
  executor(
    'if (!isSameLink(linkedOf(current.value.state), operation.before)) {',
    'if (false as boolean) {',
    'what the card showed is what is there',
  ),
  undo(
    'return isLatest && isSameLink(linkedOf(now), operation.result);',
    'return isLatest;',
    'an undo stops when somebody has changed the link',
  ),
  executor(
    "if (execution.kind === 'cancelled') await this.acknowledge(id);",
    'await this.parts.outbox.remove(id);',
    'what is being done is not dropped by another message',
  ),
  executor(
    'if (this.parts.settling.isUnkept(id)) return;',
    '',
    'what is not on record yet is not struck off',
  ),
  executor(
    "if (operation.status === 'executing' && !isOurs) return { kind: 'busy', operation };",
    '',
    'what another process writes is not settled by this one',
  ),
  executor(
    'await this.parts.outbox.add(decided(record.operation)); return this.hasExpired',
    'return this.hasExpired',
    'what is confirmed is in the outbox before anything is done about it',
  ),
  executor(
    'if (this.hasExpired(record)) return this.expire(record); const isOurs',
    'const isOurs',
    'who was interrupted for too long is told that the card is too old',
  ),
  executor(
    "if (operation.status === 'planned' && !(await this.parts.operations.fence(record)))",
    'if (false as boolean)',
    'a process that stood still since the confirmation does not write without an entry',
  ),
  executor(
    "if (now?.operation.status !== 'planned') return undefined;",
    'if (now === undefined) return undefined;',
    'of two presses one writes',
  ),
  outbox('const LEASE_MS = 15_000;', 'const LEASE_MS = 2_000;', 'who renews every four seconds is not dead'),
  outbox(
    'if (claim === undefined || this.isUnderWay(id)) return; this.claims.delete(id);',
    'if (claim === undefined) return; this.claims.delete(id);',
    'what is under way is not struck off',
  ),
  outbox(
    'now - since >= pause || age >= pause + MOST_SKEW_MS',
    'now - since >= pause || age >= pause',
    'clocks of two machines are not compared',
  ),
  operations(
    "executing: ['done', 'failed', 'unknown', 'planned'],",
    "executing: ['done', 'failed', 'unknown', 'planned', 'cancelled'],",
    'what is being written can’t be cancelled',
  ),
  operations(
    'const OPERATION_LIFE_MS = 10 * 60 * 1000;',
    'const OPERATION_LIFE_MS = 11 * 60 * 1000;',
    'a card waits ten minutes for its confirmation',
  ),
  undo('{ isUndo: !operation.isUndo }', '{ isUndo: true }', 'taking an undo back is no undo'),
  undo("if (operation.isUndo) return 'redo';", '', 'an undo of an undo is asked about first'),
  undo(
    "wanted === undefined || linkedIn(trail).has(wanted) || isCompanys ? undefined : 'foreign'",
    'undefined',
    'a PartnerID that nobody knows does not come back unasked',
  ),
  undo(
    "status === 'done' && tenantId === operation.tenantId && accountObjectId",
    "status === 'done' && accountObjectId",
    'what is the latest is told by directory',
  ),
  caller(
    'personKey(person) === personKey(caller.person) && conversationKey === caller.conversationKey; return isTheirs ? undefined',
    'conversationKey === caller.conversationKey; return isTheirs ? undefined',
    'nobody confirms somebody else’s change',
  ),
  caller(
    'personKey(person) === personKey(caller.person) && conversationKey === caller.conversationKey; return isTheirs ? undefined',
    'personKey(person) === personKey(caller.person); return isTheirs ? undefined',
    'a change is confirmed where it was asked for',
  ),
  forgetting(
    'data.person.tenantId === tenantId && data.person.objectId === objectId',
    'data.person.tenantId === tenantId',
    'a colleague’s change holds up nobody',
  ),
  forgetting(
    'if (!keeps.trail) await store.forgetTrail(person);',
    'await store.forgetTrail(person);',
    'where the trail has to stay it stays',
  ),
];
