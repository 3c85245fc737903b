import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';

const testBot = runningTestBot();

test('the bot greets once, when it is installed', async () => {
  const card = await testBot().chat().install();
  expect(card.heading).toBe('Welcome to PAL Assistant');
  expect(card.text).toContain('Robin Weber');
});

test.each([
  ['help', 'What I can do'],
  ['hello', 'Hello!'],
  ['thanks!', 'You’re welcome!'],
  ['cancel', 'There is nothing to cancel'],
  ['sign out', 'You weren’t signed in'],
  ['the weather in Zurich', 'I didn’t understand that'],
  ['', 'I didn’t understand that'],
  ['🦄🦄🦄', 'I didn’t understand that'],
  ['yes', 'I didn’t understand that'],
  ['${7*7} {{constructor}} <script>alert(1)</script>', 'I didn’t understand that'],
])('"%s" is answered with "%s" and a next step', async (text, heading) => {
  const card = await testBot().chat().say(text);
  expect(card.heading).toBe(heading);
  expect(titlesOf(card).length).toBeGreaterThan(0);
});

test('an attachment without words gets a helpful answer', async () => {
  const attachments = [{ contentType: 'image/png', contentUrl: 'https://example.invalid/picture.png' }];
  const card = await testBot().chat().say('', { attachments });
  expect(card.heading).toBe('I can only read text');
});

test('help lists commands, and its buttons do what they say', async () => {
  const robin = testBot().chat();
  const help = await robin.say('help');
  expect(help.text).toContain('show my link');
  expect((await robin.press('Link my PartnerID', { on: help })).heading).toBe('Which PartnerID?');
});
