import Database from 'libsql';
import { systemClock } from '../../src/model/clock';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import type { Chat } from '../support/chat';
import { all } from '../support/record-store-promises';
import { runningTestBot } from '../support/test-bot';
import { expectPassed } from '../support/threats';

const LOST = '⚠ I lost track of our conversation';
const testBot = runningTestBot();

const idle = { schema: 1, dialog: { kind: 'idle' } };
const DAMAGED: readonly string[] = [
  '{"schema":1,"dialog":{"kind":"id',
  '{',
  '',
  'null',
  'true',
  '42',
  '"text"',
  '[]',
  '[[[[[[]]]]]]',
  '{}',
  '{"schema":0}',
  '{"schema":"1","dialog":{"kind":"idle"}}',
  '{"schema":1}',
  '{"schema":1,"dialog":null}',
  '{"schema":1,"dialog":"idle"}',
  '{"schema":1,"dialog":{"kind":"flying"}}',
  '{"schema":1,"dialog":{"kind":"confirming","operationId":"../../etc"}}',
  '{"schema":1,"dialog":{"kind":"confirming","operationId":42}}',
  '{"schema":1,"dialog":{"kind":"choosing-directory","request":{"kind":"execute"}}}',
  '{"__proto__":{"schema":1,"dialog":{"kind":"idle"}}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"schema":1,"dialog":{"kind":"idle","__proto__":{"kind":"confirming"}},"workingTenantId":"no"}',
  '{"schema":1,"dialog":{"kind":"idle"},"lastPartnerId":"1234567; drop"}',
  '{"schema":1,"dialog":{"kind":"idle"},"openCard":{"toString":1}}',
  '{"schema":-1,"dialog":{"kind":"idle"}}',
  '{"schema":1.5,"dialog":{"kind":"idle"}}',
  `{"schema":1,"dialog":{"kind":"idle"},"openCard":"${'x'.repeat(5_000_000)}"}`,
  JSON.stringify('y'.repeat(399_000)),
  '\u0000\u0001\ufffd',
  'undefined',
];

/** Writes the text as it is over the state of the conversation, behind the bot's back. */
function damage(chat: Chat, text: string): void {
  const database = new Database(testBot().recordsFile);
  const written = database
    .prepare(
      "UPDATE records SET value = ?, etag = 'damaged' || hex(randomblob(8)) WHERE collection = 'conversations' AND key LIKE ?",
    )
    .run(text, `${chat.conversationId}|%`);
  database.close();
  expect(written.changes).toBe(1);
}

async function answers(chat: Chat, text: string): Promise<(string | undefined)[]> {
  const { events } = testBot().connector;
  const before = events.length;
  await chat.say(text);
  return events.slice(before).map(({ card }) => card?.heading);
}

test('a state that nobody can read is set aside, the person is told once, and the next turn is as usual', async () => {
  const robin = testBot().chat();
  await robin.say('link my PartnerID');
  let passed = 0;
  for (const text of DAMAGED) {
    damage(robin, text);
    const [first, ...more] = await answers(robin, 'what is PAL?');
    const next = await answers(robin, 'what is DPOR?');
    const isReported = first !== undefined && first !== LOST && more.join() === LOST;
    if (isReported && next.length === 1 && next[0] !== LOST) passed += 1;
  }
  const store = openSqliteStore(testBot().recordsFile, systemClock);
  const kept = (await all(store.list('quarantine'))).length;
  await store.close();
  expectPassed({
    id: 'T25',
    what: 'states cut off, of wrong types, polluting or far too long',
    tried: DAMAGED.length,
    passed,
    figure: `${kept} set aside, the same process`,
  });
  expect(kept).toBe(DAMAGED.length);
});

test('a state of a newer version stays as it is: questions are answered, and nothing else is begun', async () => {
  const robin = testBot().chat();
  await robin.say('link my PartnerID');
  const newer = JSON.stringify({ ...idle, schema: 2, dialog: { kind: 'dancing' } });
  damage(robin, newer);
  expect((await robin.say('what is PAL?')).heading).not.toMatch(/^⚠/);
  expect((await robin.say('link 1234567')).heading).toBe('⚠ I’m being updated');
  const database = new Database(testBot().recordsFile);
  const rows = database.prepare("SELECT value FROM records WHERE etag LIKE 'damaged%'").all();
  expect(rows).toContainEqual({ value: newer });
  database.prepare('UPDATE records SET value = ? WHERE value = ?').run(JSON.stringify(idle), newer);
  database.close();
  expect((await robin.say('link 1234567')).heading).not.toMatch(/^⚠/);
});
