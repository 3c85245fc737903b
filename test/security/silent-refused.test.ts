import { PRIYA, ROBIN } from '../../local/cloud/world/sample-world';
import { runningTestBot } from '../support/test-bot';
import { foreignTokens } from '../support/foreign-tokens';
import { titlesOf } from '../support/shown-card';
import { expectPassed } from '../support/threats';

const PATIENCE_MS = 300;
const testBot = runningTestBot({ silentSignIn: { patienceMs: PATIENCE_MS } });
const SIGN_IN = 'Sign in to continue';

/** Codes after which Teams itself shows nothing, then those after which it may. */
const CODES = [
  'installedappnotfound',
  'invokeerror',
  'resourcematchfailed',
  'oauthcardnotvalid',
  'tokenmissing',
  'installappfailed',
  'authrequestfailed',
  'userconsentrequired',
  'interactionrequired',
];

function calls(): string[] {
  return testBot()
    .world.journal()
    .filter(({ path }) => !/openid-configuration|\/keys$/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

/** Why a token was refused, by the log. */
const FLAW = /"event":"azure.assertion.mismatch".*?"flaw":"([\w-]+)"/;

test.each(CODES)('after "%s" the person gets a card with a button, and it works', async (code) => {
  const robin = testBot().chat();
  await robin.saySilently('show my link');
  expect(await robin.failSilently(code)).toBe(200);
  const card = await robin.card(SIGN_IN);
  expect(titlesOf(card)).toContain('Open the sign-in page');
  await robin.signIn({}, card);
  await robin.card('Not linked yet');
  expect(robin.headings()).toEqual([SIGN_IN, '✓ You’re signed in', 'Not linked yet']);
});

test('when nothing comes at all, the person gets a card with a button', async () => {
  const robin = testBot().chat();
  await robin.saySilently('show my link');
  const card = await robin.card(SIGN_IN);
  expect(titlesOf(card)).toContain('Open the sign-in page');
});

test('a token that comes late is taken, and the card says so', async () => {
  const robin = testBot().chat();
  const asked = await robin.saySilently('show my link');
  const card = await robin.card(SIGN_IN);
  await robin.sendToken(asked, await testBot().world.issueSsoToken(ROBIN));
  await robin.card('Not linked yet');
  expect(robin.now(card).heading).toBe('✓ You’re signed in');
});

test('several clients that fail make one card', async () => {
  const robin = testBot().chat();
  await robin.saySilently('show my link');
  await Promise.all([1, 2, 3, 4, 5].map(() => robin.failSilently('invokeerror')));
  await robin.card(SIGN_IN);
  await robin.say('help');
  expect(robin.headings()).toEqual([SIGN_IN, 'What I can do']);
});

test('a failure that nothing waits for is answered, and says nothing', async () => {
  const robin = testBot().chat();
  expect(await robin.failSilently('invokeerror')).toBe(200);
  expect(await robin.failSilently('no such code! '.repeat(9))).toBe(200);
  await robin.say('help');
  expect(robin.headings()).toEqual(['What I can do']);
});

test('tokens that are not the person’s own for this bot are refused before anybody else is asked', async () => {
  const { world } = testBot();
  const foreign = await foreignTokens(await world.issueSsoToken(ROBIN), await world.issueSsoToken(PRIYA));
  const seen: Record<string, unknown> = {};
  for (const [what, token] of foreign) {
    const robin = testBot().chat();
    const asked = await robin.saySilently('show my link');
    const status = await robin.sendToken(asked, token);
    const card = await robin.card(SIGN_IN);
    seen[what] = [status, titlesOf(card)[0], robin.headings().length];
  }
  const refused = [412, 'Open the sign-in page', 1];
  expect(seen).toEqual(Object.fromEntries([...foreign.keys()].map((what) => [what, refused])));
  expect(await testBot().log.found(FLAW, foreign.size)).toEqual([
    'account',
    'algorithm',
    'signature',
    'signature',
    'audience',
    'audience',
    'issuer',
    'tenant',
    'expired',
    'unreadable',
    'unreadable',
  ]);
  expect(calls()).toEqual([]);
  const passed = Object.values(seen).filter((one) => JSON.stringify(one) === JSON.stringify(refused)).length;
  expectPassed({ id: 'T07', what: 'foreign tokens as the silent sign-in', tried: foreign.size, passed });
});

test('a failure on one client and a token from another at the same moment leave no card that still asks to sign in', async () => {
  for (let round = 0; round < 5; round += 1) {
    const robin = testBot().chat();
    await robin.say('sign out');
    const asked = await robin.saySilently('show my link');
    const token = await testBot().world.issueSsoToken(ROBIN);
    await Promise.all([robin.failSilently('tokenmissing'), robin.sendToken(asked, token)]);
    await robin.card('Not linked yet');
    // What is put right stands there before the next answer.
    await robin.say('thanks');
    expect(robin.cards().map(({ heading }) => heading)).not.toContain(SIGN_IN);
  }
});
