import { inFile } from './mutant';
import type { Mutant } from './mutant';

const TESTS = [
  'test/unit/pal/pal.test.ts',
  'test/unit/pal/interrupted.test.ts',
  'test/unit/pal/two-instances.test.ts',
  'test/unit/pal/pal-random.test.ts',
];
const WHOLE = [...TESTS, 'test/integration/chat/faults.test.ts'];
const settle = inFile('src/pal/settle.ts', WHOLE);
const operations = inFile('src/pal/operations.ts', TESTS);
const rules = inFile('src/pal/execution.ts', ['test/unit/pal/rules.test.ts', ...TESTS]);
const outbox = inFile('src/pal/outbox.ts', TESTS);
const executor = inFile('src/pal/executor.ts', WHOLE);
const undo = inFile('src/pal/undo.ts', TESTS);

/** What may be written, when, once, and what is said of it. */
export const PAL: readonly Mutant[] = [
  settle(
    "'already-linked' && writes > 1",
    "'already-linked' && writes > 0",
    'a first 409 is a refusal, and nothing is tried again',
  ),
  settle('const MAX_WRITES = 3;', 'const MAX_WRITES = 9;', 'there are never more than three writes'),
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
    'this.unkept.set(held.operation.id, { held, move, source });',
    '',
    'what could not be kept is put on record later',
  ),
  settle(
    "if (now.kind === 'unreadable') return this.leaveUnknown(held, wrote);",
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
    "=== operation.after) return this.done(held, link, 'was-read');",
    "!== operation.after) return this.done(held, link, 'was-read');",
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
    'if (!mayMove(held.operation.status, status)) return undefined;',
    '',
    'a settled operation stays settled',
  ),
  operations(
    'expected: { etag: held.etag },',
    'expected: { absent: true },',
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
    'this.isAbandoned(entry, etag, 0)) && this.claimOf',
    'true) && this.claimOf',
    'what another process is at is left to it',
  ),
  outbox(
    "await this.parts.store.delete('unfinished', id, { etag: claim.etag });",
    '',
    'what was told is not told again',
  ),
  outbox(
    'if (writes === true || isFree) await this.write(',
    'if (writes === true) await this.write(',
    'an entry that is there is claimed by who goes on',
  ),
  executor(
    "if (held.operation.status !== 'planned') return this.settleOpen(asker, held);",
    '',
    'a second press writes nothing',
  ),
  executor(
    'return this.hasExpired(held) ? this.expire(held) : this.start(asker, held)',
    'return this.start(asker, held)',
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
    'return isLatest && isSameLink(linkedOf(now), operation.result ?? null);',
    'return isLatest;',
    'an undo stops when somebody has changed the link',
  ),
  executor(
    "if (execution.kind === 'cancelled') await this.told(id);",
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
];
