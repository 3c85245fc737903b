import { PRIYA } from '../../local/cloud/world/sample-world';
import { systemClock } from '../../src/model/clock';
import type { AuditEntry } from '../../src/storage/audit-entry';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import { runningHouse } from '../support/running-house';
import { linkIn, signedIn } from '../support/talks';
import { expectHeld, howMany } from '../support/threats';

const house = runningHouse();
const CUSTOMER = 'Wide World Importers';
/** ARM knows no partner of this number. */
const UNKNOWN = '9999999';
const ROUNDS = { usual: 3, full: 20 };
const METHODS = new Map([
  ['link', 'PUT'],
  ['change', 'PATCH'],
  ['unlink', 'DELETE'],
]);

/** What changed something, as the local ARM saw it: which account, by which method. */
function changesAtArm(): string[] {
  return house()
    .world.journal()
    .filter(({ method, path, status }) => /\/partners\/\d+$/.test(path) && method !== 'GET' && status < 300)
    .map(({ method, tenant, user }) => `${method} ${tenant ?? ''} ${user ?? ''}`)
    .sort();
}

async function trail(): Promise<AuditEntry[]> {
  const store = openSqliteStore(house().recordsFile, systemClock);
  const entries: AuditEntry[] = [];
  for await (const entry of store.trail()) entries.push(entry);
  await store.close();
  return entries;
}

function asArmSaw({ action, tenantId, accountObjectId }: AuditEntry): string {
  return `${METHODS.get(action.replace('undo:', '')) ?? action} ${tenantId} ${accountObjectId}`;
}

test('whatever ARM changed has exactly one line in the audit trail, and each line that says done has its change', async () => {
  const rounds = howMany(ROUNDS);
  const { world } = house();
  const people = [await signedIn(house().chat()), await signedIn(house().chat(PRIYA))];
  world.clearJournal();
  let refused = 0;
  let cancelled = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const chat of people) {
      await linkIn(chat, '1234567', CUSTOMER);
      // ARM does it and the answer is lost: a read finds out.
      world.setFault({ operation: 'arm-update', kind: 'commit-then-drop' });
      await linkIn(chat, '1234568', CUSTOMER);
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
  const done = lines
    .filter(({ status }) => status === 'done')
    .map(asArmSaw)
    .sort();
  const changes = changesAtArm();
  const statuses = (wanted: string): number => lines.filter(({ status }) => status === wanted).length;

  expect(done).toEqual(changes);
  expect([statuses('cancelled'), statuses('failed')]).toEqual([cancelled, refused]);
  expectHeld({
    id: 'T52',
    what: 'decisions of two people, some cancelled, some refused: changes at ARM and lines of the trail that agree',
    tried: Math.max(changes.length, done.length),
    held: changes.filter((change, index) => change === done[index]).length,
    figure: `${lines.length} lines, ${refused} refused, ${cancelled} cancelled`,
  });
}, 60_000);
