import { randomUUID } from 'node:crypto';
import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { systemClock } from '../../../src/model/clock';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { pressConfirm } from '../../support/raw-press';
import { runningTestBot } from '../../support/test-bot';
import type { TestBot } from '../../support/test-bot';

const testBot = runningTestBot({ silentSignIn: {} });
const ASKED = 'Delete what I keep about you?';
const FORGOTTEN = '✓ I’ve forgotten you';
const OLD_CARD = 'A newer card replaced this one';

async function linked(at = testBot()): Promise<Chat> {
  const robin = at.chat();
  const asked = await robin.saySilently('link 1234567 in Contoso Retail');
  await robin.sendToken(asked, await at.world.issueSsoToken(robin.person));
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
  expect(writesIn(testBot().world)).toHaveLength(1);
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
  expect((await robin.say('yes')).heading).toBe('Please press the button');
  expect((await robin.press('Keep my data')).heading).toBe('Cancelled');
  expect((await robin.say('my history')).text).toContain('1234567');
});

test('while a change is being written nothing is deleted, and afterwards it can be', async () => {
  const robin = await linked();
  const confirm = await robin.say('link 1234567 in Wide World Importers');
  testBot().world.setFault({ operation: 'arm-update', kind: 'delay', ms: 6_000 });
  await robin.pressFor('confirm', { on: confirm });
  const elsewhere = testBot().chat();
  await elsewhere.say('forget me');
  expect((await elsewhere.press('Delete my data')).heading).toBe('Not yet: a change is in progress');
  await robin.card('✓ PartnerID changed');
  expect((await robin.say('my history')).text).toContain('1234567');
  await elsewhere.say('forget me');
  expect((await elsewhere.press('Delete my data')).heading).toBe(FORGOTTEN);
});

test('an answer from before is not repeated to whoever presses again afterwards', async () => {
  const robin = await linked();
  const confirm = await robin.say('link 1234567 in Wide World Importers');
  const id = randomUUID();
  expect(await pressConfirm(robin, confirm, { id })).toBe('✓ PartnerID changed');
  expect(await pressConfirm(robin, confirm, { id })).toBe('✓ PartnerID changed');
  await robin.say('forget me');
  await robin.press('Delete my data');
  expect(await pressConfirm(robin, confirm, { id })).toBe('⚠ I don’t know this card any more');
});

test('in a group it moves to the chat with the bot alone', async () => {
  const [robin] = testBot().group(ROBIN, PRIYA);
  const card = await robin?.say('forget me');
  expect(card?.heading).not.toBe(ASKED);
  expect(card?.buttons.map(({ verb }) => verb)).not.toContain('confirm-forget');
});

test('neither a colleague’s press, nor one on another card or in another chat, forgets anybody', async () => {
  const robin = await linked();
  const other = await robin.say('help');
  const card = await robin.say('forget me');
  await robin.besides(PRIYA).pressFor('Delete my data', { on: card });
  expect(
    (await robin.press('Delete my data', { on: { ...card, activityId: other.activityId } })).heading,
  ).toBe(OLD_CARD);
  await testBot().chat().pressFor('Delete my data', { on: card });
  expect((await robin.say('my history')).text).toContain('1234567');
});

/** The lines of the audit trail about a person, as the bot's file has them. */
async function trailOf(at: TestBot, { objectId }: Chat['person']): Promise<unknown[]> {
  const store = openSqliteStore(at.recordsFile, systemClock);
  const lines = [];
  for await (const line of store.trail()) if (JSON.stringify(line).includes(objectId)) lines.push(line);
  await store.close();
  return lines;
}

async function privacyPage({ botUrl }: TestBot): Promise<string> {
  return (await fetch(`${botUrl}/privacy?lang=en`)).text();
}

describe('where a company must keep the audit trail', () => {
  const keeping = runningTestBot({
    silentSignIn: {},
    settings: () => ({ AUDIT_KEPT_ON_FORGET: 'true', AUDIT_KEPT_DAYS: '730' }),
  });

  test('the cards and the privacy page say so and for how long, and its lines stay', async () => {
    const robin = await linked(keeping());
    expect((await robin.say('forget me')).text).toContain('Your audit entries stay for 730 days');
    const forgotten = await robin.press('Delete my data');
    expect(forgotten.heading).toBe(FORGOTTEN);
    expect(forgotten.text).toContain('keeps your audit entries for 730 days');
    expect(await trailOf(keeping(), robin.person)).toHaveLength(1);
    expect((await robin.say('my history')).text).toContain('1234567');
    expect(await privacyPage(keeping())).toContain('Your audit entries stay for 730 days');
  });
});

test('everywhere else the cards and the privacy page say that it goes, and it does', async () => {
  const robin = await linked();
  expect(await trailOf(testBot(), robin.person)).not.toEqual([]);
  expect((await robin.say('forget me')).text).toContain('and your audit entries');
  expect((await robin.press('Delete my data')).text).toContain('audit entries are deleted');
  expect(await trailOf(testBot(), robin.person)).toEqual([]);
  expect(await privacyPage(testBot())).not.toContain('Your audit entries stay');
});
