import { inFile } from './mutant';
import type { Mutant } from './mutant';

const TESTS = [
  'test/unit/pal/pal.test.ts',
  'test/unit/pal/interrupted.test.ts',
  'test/unit/pal/pal-random.test.ts',
];
const WHOLE = [...TESTS, 'test/integration/chat/faults.test.ts'];
const execute = inFile('src/pal/execute.ts', WHOLE);
const operations = inFile('src/pal/operations.ts', TESTS);
const rules = inFile('src/pal/rules.ts', ['test/unit/pal/rules.test.ts', ...TESTS]);
const pal = inFile('src/pal/pal.ts', WHOLE);
const resume = inFile('src/pal/resume.ts', TESTS);

/** What may be written, when, once, and what is said of it. */
export const PAL: readonly Mutant[] = [
  execute(
    "'already-linked' && writes > 1",
    "'already-linked' && writes > 0",
    'a first 409 is a refusal, and nothing is tried again',
  ),
  execute('const MAX_WRITES = 3;', 'const MAX_WRITES = 9;', 'there are never more than three writes'),
  execute(
    'const isStillThere = read.kind === ',
    "const isStillThere = read.kind === 'ok' && false as boolean && read.kind === ",
    'a removal that a read contradicts has failed',
  ),
  execute(
    'if (error instanceof StorageAwayError) return undefined;\n',
    '',
    'what ARM has done is told even when it can’t be kept',
  ),
  execute(
    "if (now.kind === 'unreadable') return leaveUnknown(parts.operations, held, wrote);",
    '',
    'no write follows another without a read between them',
  ),
  execute(
    "problem.code === 'arm-unreachable'",
    "problem.code !== 'arm-unreachable'",
    'without any answer the outcome is not known',
  ),
  execute(
    'return isAsAsked(operation, link) ?',
    "return link.partnerId !== ('' as string) ?",
    'what is read back must be what was asked for',
  ),
  execute(
    '=== operation.after\n    ? settle',
    '!== operation.after\n    ? settle',
    'what was interrupted is settled by what ARM has',
  ),
  operations(
    'if (!mayMove(held.operation.status, status)) return undefined;',
    '',
    'a settled operation stays settled',
  ),
  operations('{ etag: held.etag },', '{ absent: true },', 'an operation is moved by compare-and-swap'),
  operations(
    "status !== 'executing' && status !== 'planned'",
    "status !== 'executing'",
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
  pal(
    "if (held.operation.status !== 'planned') return this.settleOpen(asker, held);",
    '',
    'a second press writes nothing',
  ),
  pal(
    'this.hasExpired(held) ? this.expire(held) : this.start(asker, held)',
    'this.start(asker, held)',
    'a card that is too old writes nothing',
  ),
  pal(
    'current.value.account.objectId !== operation.account.objectId',
    "operation.account.objectId === ''",
    'the account is the one on the card',
  ),
  pal(
    'if (!isSameLink(linkedOf(current.value.state), operation.before)) {',
    'if (false as boolean) {',
    'what the card showed is what is there',
  ),
  pal(
    'if (!isSameLink(linkedOf(current.value.state), resultOf(operation))) return changed;',
    '',
    'an undo stops when somebody has changed the link',
  ),
  pal(
    "age < LEASE_MS) return { kind: 'busy', operation };",
    "age < 0) return { kind: 'busy', operation };",
    'what is being written is not settled by somebody else',
  ),
  resume('await parts.operations.audit(operation);', '', 'a line of the trail that was missed is added'),
  resume(
    "if (operation.status === 'planned') return { kind: 'not-begun', operation };",
    '',
    'what was never begun is told so',
  ),
];
