import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import { foreignTokens } from '../../support/foreign-tokens';
import { runningTestBot } from '../../support/test-bot';

const CONNECTION = 'people-of-the-bot';
const testBot = runningTestBot({ silentSignIn: { oauthConnection: CONNECTION }, hasSecond: true });
const SIGN_IN = 'Sign in to continue';

/** What was asked of the Token Service, in order. */
function asked(): string[] {
  return testBot()
    .world.journal()
    .filter(({ path }) => path.startsWith('/api/usertoken/'))
    .map(({ method, path }) => `${method} ${path.replace('/api/usertoken/', '')}`);
}

async function signedInOnce() {
  const robin = testBot().chat();
  const silent = await robin.saySilently('show my link');
  expect(await robin.sendToken(silent, await testBot().world.issueSsoToken(ROBIN))).toBe(200);
  await robin.card('Not linked yet');
  return { robin, silent };
}

test('the card names the connection, and its token is exchanged at the Token Service', async () => {
  const { silent } = await signedInOnce();
  expect(silent.connectionName).toBe(CONNECTION);
  expect(asked()).toEqual(['GET GetToken', 'POST exchange']);
});

test('an instance that holds nothing asks nobody but the Token Service, so that a restart costs no sign-in', async () => {
  const { robin } = await signedInOnce();
  const there = testBot().elsewhere(robin);
  expect((await there.say('show my link')).heading).toBe('Not linked yet');
  await there.say('link 1234567 in Contoso Retail');
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
  expect(testBot().connector.events.filter(({ silent }) => silent !== undefined)).toHaveLength(1);
  expect(robin.headings()).not.toContain(SIGN_IN);
});

test('signing out signs out there too, for every instance', async () => {
  const { robin } = await signedInOnce();
  const there = testBot().elsewhere(robin);
  await there.say('show my link');
  const card = await robin.say('sign out');
  expect(card.text).toContain('the sign-in that Teams passed to me');
  expect(asked()).toContain('DELETE SignOut');
  await there.saySilently('show my link');
});

test('six digits in a message are six digits: no code ever goes to the Token Service', async () => {
  const robin = testBot().chat();
  await robin.saySilently('link 123456 in Contoso Retail');
  await robin.saySilently('123456');
  expect(
    testBot()
      .world.journal()
      .some(({ path }) => path.includes('123456')),
  ).toBe(false);
  expect(asked().every((one) => one === 'GET GetToken')).toBe(true);
});

test('tokens that are not the person’s own reach neither the Token Service nor Entra nor ARM', async () => {
  const { world } = testBot();
  const foreign = await foreignTokens(await world.issueSsoToken(ROBIN), await world.issueSsoToken(PRIYA));
  for (const token of foreign.values()) {
    const robin = testBot().chat();
    const silent = await robin.saySilently('show my link');
    world.clearJournal();
    expect(await robin.sendToken(silent, token)).toBe(412);
    await robin.card(SIGN_IN);
    const calls = world.journal().filter(({ path }) => !/openid-configuration|\/keys$/.test(path));
    expect(calls.filter(({ path }) => !path.endsWith('/GetToken'))).toEqual([]);
  }
});
