import Database from 'libsql';
import { PRIYA, ROBIN } from '../../local/cloud/world/sample-world';
import type { SamplePerson } from '../../local/cloud/world/sample-world';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import type { Chat } from '../support/chat';
import { runningHouse } from '../support/running-house';
import { expectHeld } from '../support/threats';

jest.setTimeout(60_000);
const house = runningHouse({ silentSignIn: {} });
const DAY_MS = 24 * 60 * 60 * 1000;

/** Every record and every line of the audit trail, as it stands in the file. */
function rows(): string[] {
  const database = new Database(house().recordsFile);
  const found = database
    .prepare(
      "SELECT collection || ' ' || key || ' ' || value AS text FROM records UNION ALL SELECT 'trail ' || person || ' ' || entry FROM trail",
    )
    .all() as { text: string }[];
  database.close();
  return found.map(({ text }) => text);
}

function about({ objectId }: SamplePerson): string[] {
  return rows()
    .filter((text) => text.includes(objectId))
    .sort();
}

/** Signs in, links, and leaves a form open. */
async function leavesRecords(chat: Chat): Promise<void> {
  const asked = await chat.saySilently('link 1234567 in Contoso Retail');
  await chat.sendToken(asked, await house().world.issueSsoToken(chat.person));
  await chat.card('Link this PartnerID?');
  await chat.press('confirm');
  await chat.say('unlink');
}

test('after "forget me" no record names the person, others keep theirs, and after 31 days nothing old is left', async () => {
  const robin = house().chat();
  const priya = house().chat(PRIYA);
  const [inGroup] = house().group(ROBIN, PRIYA);
  await leavesRecords(robin);
  await priya.say('link my PartnerID');
  await inGroup?.say('what is PAL?');
  await house().chat().say('link my PartnerID');
  const before = about(ROBIN).length;
  const hers = about(PRIYA);
  expect(new Set(about(ROBIN).map((text) => text.split(' ')[0])).size).toBeGreaterThanOrEqual(4);

  await robin.say('forget me');
  expect((await robin.press('Delete my data')).heading).toBe('✓ I’ve forgotten you');
  const left = about(ROBIN).length;
  const nobodys = rows().filter((text) => text.includes(ROBIN.tenantId) && !text.includes(PRIYA.objectId));
  expect(nobodys).toEqual([]);
  expect(about(PRIYA)).toEqual(hers);

  const later = { now: () => new Date(Date.now() + 31 * DAY_MS) };
  const store = openSqliteStore(house().recordsFile, later);
  await store.sweep(later.now());
  await store.close();
  expectHeld({
    id: 'T54',
    what: 'records of a person after “forget me”, and of everybody after 31 days',
    tried: before + hers.length,
    held: before - left + hers.length - rows().length,
  });
});
