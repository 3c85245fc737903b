import { PRIYA } from '../../../local/cloud/world/sample-world';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const CUSTOMER = 'Wide World Importers';
const HOME = 'Fabrikam Consulting';

test('“my history” lists what the person decided, the newest first, and nobody else’s decisions', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', CUSTOMER);
  await robin.say(`unlink in ${CUSTOMER}`);
  await robin.press('Keep the link');

  const history = await robin.say('my history');
  expect(history.heading).toBe('Your history');
  const [cancelled, done] = ['1234567 → not linked', ' → 1234567'].map((words) =>
    history.text.indexOf(words),
  );
  expect(cancelled).toBeGreaterThan(0);
  expect(done).toBeGreaterThan(cancelled ?? Infinity);
  expect(history.text).toContain('Not done: cancelled');
  expect(history.text).toContain('✓ Done');
  expect(history.text).toContain(CUSTOMER);
  expect(titlesOf(history)).toEqual(expect.arrayContaining(['As a file', 'Show my link']));

  expect((await testBot().chat(PRIYA).say('my history')).text).toContain('Nothing yet.');
});

test('a look at the history leaves what is open as it is', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say(`link 1234567 in ${CUSTOMER}`);
  const open = robin.lastCard();
  await robin.say('my history');
  expect((await robin.press('confirm', { on: open })).heading).not.toBe('This card is old');
  expect((await robin.say('my history')).text).toContain('✓ Done');
});

test('a plan that a newer one replaced is no decision, and a change taken back is an undo', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say(`link 7654321 in ${HOME}`);
  await linkIn(robin, '1234567', HOME);
  await robin.press('undo');
  const history = await robin.say(`history of ${HOME}`);
  expect(history.text).not.toContain('7654321');
  expect(history.text).not.toContain('Not done');
  expect(history.text).toContain('Undo: 1234567 → not linked');
});

test('everything can be paged to, and one directory be looked at, by words and by buttons, in both languages', async () => {
  const robin = await signedIn(testBot().chat());
  const others = ['Contoso Retail', 'Coho Vineyard', 'Fabrikam Consulting'];
  for (let round = 0; round < 2; round += 1) {
    for (const name of others) {
      await robin.say(`link 1234567 in ${name}`);
      await robin.say('cancel');
    }
  }
  await linkIn(robin, '1234567', CUSTOMER);

  const newest = await robin.say('my history');
  expect(newest.text).toMatch(/Page 1 of \d+/);
  const older = await robin.press('Older');
  expect(older.activityId).toBe(newest.activityId);
  expect(older.text).toMatch(/Page 2 of \d+/);
  expect((await robin.press('Newer')).text).toBe(newest.text);

  const ofContoso = await robin.press('History of Contoso Retail');
  expect(ofContoso.text).toContain('Only in Contoso Retail');
  expect(ofContoso.text).not.toContain('Coho Vineyard');
  expect((await robin.press('All of my history')).text).toBe(newest.text);

  expect((await robin.say('Verlauf von Contoso')).text).toContain('Nur in Contoso Retail');
  expect((await robin.say('my history in contosso retail')).text).toContain('Contoso Retail');
  expect((await robin.say('history of Blargh')).text).toMatch(/Blargh/i);

  const now = await robin.press('show', { on: ofContoso });
  expect(now.text).toContain('Contoso Retail');
  expect(now.activityId).not.toBe(ofContoso.activityId);
});

test('what was confirmed together is one line with its counts, which a press unfolds', async () => {
  const robin = await signedIn(testBot().chat());
  const names = ['Contoso Retail', 'Fabrikam Consulting', CUSTOMER];
  await robin.say(`link 1234567 in ${names.join(' and ')}`);
  await robin.press('confirm-batch');
  await robin.card('✓ All 3 done');
  const folded = await robin.say('my history');
  expect(folded.text).toContain('3 directories: … → 1234567');
  expect(folded.text).toContain('✓ 3 done');
  const unfolded = await robin.press('Show each of them');
  for (const name of names) expect(unfolded.text).toContain(name);
  expect(unfolded.text).toContain('What you confirmed together.');
});
