import Database from 'libsql';
import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningHouse } from '../../support/running-house';

jest.setTimeout(30_000);
const house = runningHouse({ silentSignIn: {} });
const ASKED = 'Delete what I keep about you?';
const FORGOTTEN = '✓ I’ve forgotten you';
const OLD_CARD = 'A newer card replaced this one';

async function linked(): Promise<Chat> {
  const robin = house().chat();
  const asked = await robin.saySilently('link 1234567 in Contoso Retail');
  await robin.sendToken(asked, await house().world.issueSsoToken(robin.person));
  await robin.card('Link this PartnerID?');
  await robin.press('confirm');
  return robin;
}

test('"forget me" says what goes and what stays; the link stays, the sign-in goes, and it starts anew', async () => {
  const robin = await linked();
  const card = await robin.say('erase everything you know about me');
  expect(card.heading).toBe(ASKED);
  expect(card.text).toContain('only “unlink” removes them');
  expect((await robin.press('Delete my data')).heading).toBe(FORGOTTEN);
  expect(writesIn(house().world)).toHaveLength(1);
  expect((await robin.say('hi')).heading).toBe('Hello!');
  await robin.saySilently('my link');
});

test('the history is gone, and a second press deletes nothing more', async () => {
  const robin = await linked();
  const card = await robin.say('forget me');
  await robin.press('Delete my data', { on: card });
  await robin.say('hi');
  expect((await robin.press('Delete my data', { on: card })).heading).toBe(OLD_CARD);
  expect((await robin.say('my history')).text).not.toContain('1234567');
});

test('"cancel", and "yes" without the button, keep everything', async () => {
  const robin = await linked();
  await robin.say('delete my data');
  expect((await robin.say('yes')).heading).toBe(ASKED);
  expect((await robin.press('Keep my data')).heading).toBe('Cancelled');
  expect((await robin.say('my history')).text).toContain('1234567');
});

test('while a change is being written nothing is deleted', async () => {
  const robin = await linked();
  await robin.say('unlink');
  await robin.say('forget me');
  const database = new Database(house().recordsFile);
  database
    .prepare(
      "UPDATE records SET value = json_set(value, '$.status', 'executing') WHERE collection = 'operations' AND value LIKE '%planned%' AND key = (SELECT key FROM records WHERE collection = 'operations' AND json_extract(value, '$.status') IN ('planned', 'done') LIMIT 1)",
    )
    .run();
  database.close();
  expect((await robin.press('Delete my data')).heading).toBe('Not yet: a change is under way');
  expect((await robin.say('my history')).text).toContain('1234567');
});

test('in a group it moves to the chat with the bot alone', async () => {
  const [robin] = house().group(ROBIN, PRIYA);
  const card = await robin?.say('forget me');
  expect(card?.heading).not.toBe(ASKED);
  expect(card?.buttons.map(({ verb }) => verb)).not.toContain('confirm-forget');
});

test('neither a colleague’s press nor a forwarded card forgets anybody', async () => {
  const robin = await linked();
  const card = await robin.say('forget me');
  await robin.besides(PRIYA).pressFor('Delete my data', { on: card });
  expect((await robin.press('Delete my data', { on: { ...card, activityId: 'forwarded' } })).heading).toBe(
    OLD_CARD,
  );
  expect((await robin.say('my history')).text).toContain('1234567');
});
