import type { JournalEntry } from '../../local/cloud/journal/journal';
import { PRIYA } from '../../local/cloud/world/sample-world';
import { systemClock } from '../../src/model/clock';
import type { AuditEntry } from '../../src/storage/record-store';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import { runningTestBot } from '../support/test-bot';
import { linkIn, signedIn } from '../support/talks';
import { expectPassed, howMany } from '../support/threats';

const testBot = runningTestBot();
const CUSTOMER = 'Wide World Importers';
/** ARM knows no partner of this number. */
const UNKNOWN = '9999999';
const ROUNDS = { usual: 3, full: 20 };
const METHODS = new Map([
  ['link', 'PUT'],
  ['change', 'PATCH'],
  ['unlink', 'DELETE'],
]);

/** What changed something, as the local ARM saw it: which account, by which method, under which correlation id. */
function changesAtArm(): JournalEntry[] {
  return testBot()
    .world.journal()
    .filter(({ method, path, status }) => /\/partners\/\d+$/.test(path) && method !== 'GET' && status < 300);
}

const inWords = ({ method, tenant, user, correlationId }: JournalEntry): string =>
  `${method} ${tenant ?? ''} ${user ?? ''} ${correlationId ?? ''}`;

async function trail(): Promise<AuditEntry[]> {
  const store = openSqliteStore(testBot().recordsFile, systemClock);
  const entries: AuditEntry[] = [];
  for await (const entry of store.trail()) entries.push(entry);
  await store.close();
  return entries;
}

function asArmSaw({ action, tenantId, accountObjectId, correlationId }: AuditEntry): string {
  return `${METHODS.get(action.replace('undo:', '')) ?? action} ${tenantId} ${accountObjectId} ${correlationId}`;
}

test('whatever ARM changed has exactly one line in the audit trail, and each line that says done has its change', async () => {
  const rounds = howMany(ROUNDS);
  const { world } = testBot();
  const people = [await signedIn(testBot().chat()), await signedIn(testBot().chat(PRIYA))];
  world.clearJournal();
  let refused = 0;
  let lost = 0;
  let cancelled = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const chat of people) {
      await linkIn(chat, '1234567', CUSTOMER);
      // ARM does it and the answer is lost: a read finds out.
      world.setFault({ operation: 'arm-update', kind: 'commit-then-drop' });
      await linkIn(chat, '1234568', CUSTOMER);
      lost += 1;
      await chat.press('undo');
      await chat.say(`unlink in ${CUSTOMER}`);
      await chat.press('cancel');
      cancelled += 1;
      await chat.say(`unlink in ${CUSTOMER}`);
      await chat.press('confirm');
      await linkIn(chat, UNKNOWN, CUSTOMER);
      refused += 1;
    }
  }
  const lines = await trail();
  const linesDone = lines.filter(({ status }) => status === 'done');
  const done = linesDone.map(asArmSaw).sort();
  const atArm = changesAtArm();
  const changes = atArm.map(inWords).sort();
  const statuses = (wanted: string): number => lines.filter(({ status }) => status === wanted).length;

  expect(done).toEqual(changes);
  // Only where ARM's answer was lost, nobody could tell the bot under which id ARM has the request.
  const idsShown = linesDone.map(({ armRequestId }) => armRequestId).filter((id) => id !== undefined);
  const idsAtArm = new Map(atArm.map(({ requestId, correlationId }) => [correlationId, requestId]));
  for (const { armRequestId, correlationId } of linesDone.filter((line) => line.armRequestId !== undefined)) {
    expect(idsAtArm.get(correlationId)).toBe(armRequestId);
  }
  expect(atArm.length - idsShown.length).toBe(lost);
  expect(new Set(idsShown).size).toBe(idsShown.length);
  expect([statuses('cancelled'), statuses('failed')]).toEqual([cancelled, refused]);
  expectPassed({
    id: 'T52',
    what: 'decisions of two people, some cancelled, some refused: changes at ARM and lines of the trail that agree',
    tried: Math.max(changes.length, done.length),
    passed: changes.filter((change, index) => change === done[index]).length,
    figure: `${lines.length} lines, ${refused} refused, ${cancelled} cancelled`,
  });
});
