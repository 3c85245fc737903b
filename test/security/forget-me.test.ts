import { setTimeout as wait } from 'node:timers/promises';
import { PRIYA, ROBIN } from '../../local/cloud/world/sample-world';
import type { SamplePerson } from '../../local/cloud/world/sample-world';
import { readRecordsSettings } from '../../src/config/storage-setting';
import type { Clock } from '../../src/model/clock';
import { systemClock } from '../../src/model/clock';
import { AzureStore } from '../../src/storage/azure-store';
import { openAzureTables } from '../../src/storage/azure-tables';
import type { RecordStore } from '../../src/storage/record-store';
import { COLLECTIONS } from '../../src/storage/record-store';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import { sweep } from '../../src/app/records';
import { Azurite } from '../support/azurite';
import type { Chat } from '../support/chat';
import { runningTestBot } from '../support/test-bot';
import type { TestBot } from '../support/test-bot';
import { SlowTables } from '../support/slow-tables';
import { expectPassed, howMany } from '../support/threats';

const FORGOTTEN = '✓ I’ve forgotten you';
const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 30;
/** So slow that the press is answered before all is deleted; half a minute of waiting, for the threat report. */
const SLOW_MS = howMany({ usual: 0, full: 500 });

let azurite: Azurite;
let tables: SlowTables;
beforeAll(async () => {
  azurite = await Azurite.start();
  tables = await SlowTables.start(azurite.connectionString);
});
afterAll(async () => {
  await tables.stop();
  await azurite.stop();
});

/** Every record and every line of the audit trail that there is, as text. */
async function rows(store: RecordStore): Promise<string[]> {
  const found: string[] = [];
  for (const collection of COLLECTIONS) {
    for await (const { key, value } of store.list(collection)) {
      found.push(`${collection} ${key} ${JSON.stringify(value)}`);
    }
  }
  for await (const line of store.trail()) found.push(`trail ${JSON.stringify(line)}`);
  return found.sort();
}

async function about(store: RecordStore, { objectId }: SamplePerson): Promise<string[]> {
  return (await rows(store)).filter((text) => text.includes(objectId));
}

/** Signs in and links; a second change stays open. */
async function leavesRecords(testBot: TestBot, chat: Chat): Promise<void> {
  const asked = await chat.saySilently('link 1234567 in Contoso Retail');
  await chat.sendToken(asked, await testBot.world.issueSsoToken(chat.person));
  await chat.card('Link this PartnerID?');
  expect((await chat.press('confirm')).heading).toBe('✓ Linked');
  await chat.say('unlink');
}

/** What the bot's own sweep leaves, with the setting of the audit trail, when it runs 31 days later. */
async function sweptLater(open: (clock: Clock) => RecordStore): Promise<string[]> {
  const settings = readRecordsSettings({ AUDIT_KEPT_DAYS: `${KEPT_DAYS}` });
  if (Array.isArray(settings)) throw new Error('The setting was not understood.');
  const clock: Clock = { now: () => new Date(Date.now() + (KEPT_DAYS + 1) * DAY_MS) };
  const [store, seen] = [open(clock), open(systemClock)];
  const failures: unknown[] = [];
  const fails = (...failure: unknown[]): void => void failures.push(failure);
  // The bot may still be noting an answer during the first one: the next takes that along, as it does every few minutes.
  for (let time = 0; time < 2; time += 1) {
    await sweep(store, settings.retention.trailDays, clock, {
      info: () => undefined,
      warn: fails,
      error: fails,
    });
  }
  const left = await rows(seen);
  await Promise.all([store.close(), seen.close()]);
  expect(failures).toEqual([]);
  return left;
}

function ofFile(testBot: TestBot, clock: Clock): RecordStore {
  return openSqliteStore(testBot.recordsFile, clock);
}

function ofTables(_: TestBot, clock: Clock): RecordStore {
  const { connectionString } = azurite;
  const opened = openAzureTables({ kind: 'connection-string', connectionString, mayBeInsecure: true });
  return new AzureStore({ tables: opened, clock, wait: (ms) => wait(ms), random: Math.random });
}

describe.each([
  { on: 'one file', open: ofFile, settings: () => ({}) },
  {
    on: SLOW_MS > 0 ? 'Azurite that is slow' : 'Azurite',
    open: ofTables,
    settings: () => ({
      STORAGE: 'azure',
      SECRET_AZURE_STORAGE_CONNECTION_STRING: tables.through(azurite.connectionString),
    }),
  },
])('with the records in $on', ({ on, open, settings }) => {
  const testBot = runningTestBot({ silentSignIn: {}, settings });

  test('after "forget me" no record names the person, a colleague’s all stay, and after 31 days nothing is left', async () => {
    const [robin, priya] = [testBot().chat(), testBot().chat(PRIYA)];
    const [inGroup] = testBot().group(ROBIN, PRIYA);
    await leavesRecords(testBot(), robin);
    await leavesRecords(testBot(), priya);
    await inGroup?.say('what is PAL?');
    await testBot().chat().say('link my PartnerID');
    const store = open(testBot(), systemClock);
    const [his, hers] = [await about(store, ROBIN), await about(store, PRIYA)];
    const kinds = (texts: string[]): number => new Set(texts.map((text) => text.split(' ')[0])).size;
    expect([kinds(his), kinds(hers)].map((count) => count >= 4)).toEqual([true, true]);

    const asked = await robin.say('forget me');
    tables.extraMs = SLOW_MS;
    const { heading, activityId } = await robin.press('Delete my data');
    expect([heading, activityId]).toEqual([FORGOTTEN, asked.activityId]);
    tables.extraMs = 0;

    const left = await about(store, ROBIN);
    const stayed = await about(store, PRIYA);
    await store.close();
    expect(left).toEqual([]);
    expect(stayed).toEqual(hers);
    const swept = await sweptLater((clock) => open(testBot(), clock));
    expect(swept).toEqual([]);
    expectPassed({
      id: 'T54',
      what: `records in ${on}: a person’s gone after “forget me”, a colleague’s there, and gone after ${KEPT_DAYS + 1} days`,
      tried: his.length + 2 * hers.length,
      passed: his.length - left.length + stayed.length + hers.length - swept.length,
    });
  });
});
