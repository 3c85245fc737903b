import { ROBIN } from '../../../local/cloud/world/sample-world';
import { visitSignIn } from '../../support/browser';
import { runningTestBot } from '../../support/test-bot';

/** Longer than the bot waits for a silent sign-in. */
const LONG_MS = 60_000;
const testBot = runningTestBot({ silentSignIn: {}, hasSecond: true });
const SIGN_IN = 'Sign in to continue';

test('an instance that holds nothing signs in silently once more, and nobody sees it', async () => {
  const robin = testBot().chat();
  const there = testBot().elsewhere(robin);
  for (const client of [robin, there]) {
    const silent = await client.saySilently('show my link');
    await client.sendToken(silent, await testBot().world.issueSsoToken(ROBIN));
    await client.card('Not linked yet');
  }
  expect((await robin.say('show my link')).heading).toMatch(/^Not linked yet$|^Nothing has changed$/);
  expect((await there.say('show my link')).heading).toMatch(/^Not linked yet$|^Nothing has changed$/);
  expect(robin.headings()).not.toContain(SIGN_IN);
});

test('the token may come to the other instance: the request goes on there, once', async () => {
  const robin = testBot().chat();
  const there = testBot().elsewhere(robin);
  const silent = await robin.saySilently('show my link');
  const token = await testBot().world.issueSsoToken(ROBIN);
  await Promise.all([there.sendToken(silent, token), robin.sendToken(silent, token)]);
  await there.card('Not linked yet');
  await there.say('help');
  expect(robin.headings()).toEqual(['Not linked yet', 'What I can do']);
});

test('a page that one instance began is served and finished by the other', async () => {
  const robin = testBot().chat();
  const there = testBot().elsewhere(robin);
  const silent = await there.saySilently('which directory');
  await there.sendToken(silent, await testBot().world.issueSsoToken(ROBIN));
  await there.card('Your current directory');
  const card = await there.say('show my link in Coho Vineyard');
  // The address on the card is the first instance's.
  await robin.signIn({}, card);
  await robin.card('Not linked yet');
});

test('the instance that has not got the page’s sign-in shows no second card within a minute, and says what to do', async () => {
  const robin = testBot().chat();
  const there = testBot().elsewhere(robin);
  const silent = await robin.saySilently('which directory');
  await robin.sendToken(silent, await testBot().world.issueSsoToken(ROBIN));
  await robin.card('Your current directory');
  const card = await robin.say('show my link in Coho Vineyard');
  await robin.signIn({}, card);
  await robin.card('Not linked yet');
  const again = await there.saySilently('show my link in Coho Vineyard');
  await there.sendToken(again, await testBot().world.issueSsoToken(ROBIN));
  await there.card('⚠ I can’t find your sign-in here');
  expect((await robin.press('Try again')).heading).toBe('Not linked yet');
  expect(robin.headings().filter((heading) => heading === SIGN_IN)).toHaveLength(1);
});

test('a sign-out at one instance ends what the other holds, and its open pages', async () => {
  const robin = testBot().chat();
  const there = testBot().elsewhere(robin);
  const silent = await there.saySilently('show my link');
  await there.sendToken(silent, await testBot().world.issueSsoToken(ROBIN));
  await there.card('Not linked yet');
  const page = await there.say('show my link in Coho Vineyard');
  expect((await robin.say('sign out')).heading).toBe('You weren’t signed in');
  const visit = await visitSignIn(page.buttons[0]?.url ?? '', { as: 'robin' });
  expect(visit.title).toContain('This sign-in has expired');
  await there.saySilently('show my link');
});

test('what waited for a silent sign-in when its process died gets its button when the person speaks next', async () => {
  const robin = testBot().chat();
  const there = testBot().elsewhere(robin);
  await there.saySilently('show my link');
  await testBot().endSecond();
  await testBot().ageSilentSignIns(LONG_MS);
  expect((await robin.say('help')).heading).toBe(SIGN_IN);
  await robin.signIn();
  await robin.card('Not linked yet');
});
