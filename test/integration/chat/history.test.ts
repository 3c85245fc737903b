import { PRIYA } from '../../../local/cloud/world/sample-world';
import { runningHouse } from '../../support/running-house';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const house = runningHouse();
const CUSTOMER = 'Wide World Importers';

test('“my history” lists what the person decided, the newest first, and nobody else’s decisions', async () => {
  const robin = await signedIn(house().chat());
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
  expect(titlesOf(history)).toEqual(['Show my link', 'Help']);

  expect((await house().chat(PRIYA).say('my history')).text).toContain('Nothing yet.');
});

test('a look at the history leaves what is open as it is', async () => {
  const robin = await signedIn(house().chat());
  await robin.say(`link 1234567 in ${CUSTOMER}`);
  const open = robin.lastCard();
  await robin.say('my history');
  expect((await robin.press('confirm', { on: open })).heading).not.toBe('This card is old');
  expect((await robin.say('my history')).text).toContain('✓ Done');
});
