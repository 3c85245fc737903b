import { runningTestBot } from '../../support/test-bot';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot({ channel: 'signed' });

test('a whole conversation goes over a channel that signs, and the bot signs what it says', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link my PartnerID 1234567');
  expect(confirm.buttons.length).toBeGreaterThan(0);
  const { connector, channel } = testBot();
  expect(connector.bearers.length).toBeGreaterThan(0);
  const strangers = connector.bearers.filter((bearer) => channel?.given.has(bearer) !== true);
  expect(strangers.filter((bearer) => bearer !== '')).toEqual([]);
});

test('the bot asks for its own token once, and for the keys once', async () => {
  await Promise.all(Array.from({ length: 10 }, () => testBot().chat().say('what is PAL?')));
  expect(testBot().channel?.given.size).toBe(1);
  expect(testBot().channel?.asked).toBe(1);
});
