import { PRIYA, ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { armCalls, writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';

test('a sign-in that interrupts a request goes on with it by itself, and its card says so', async () => {
  const robin = testBot().chat();
  const signIn = await robin.say(`link 1234567 in ${HOME}`);
  await robin.signIn();
  expect((await robin.card('Link this PartnerID?')).text).toContain('1234567');
  expect(robin.now(signIn).heading).toBe('✓ You’re signed in');
  expect(robin.headings()).toEqual(['Sign in to continue', '✓ You’re signed in', 'Link this PartnerID?']);
});

test.each([
  ['show my link', 'Not linked yet'],
  ['unlink in Wide World Importers', 'Remove this link?'],
  ['link my PartnerID 1234567', 'Which directory do you want to link in?'],
  ['which directory', 'Your current directory'],
  ['switch directory to Contoso Retail', '✓ Directory switched'],
])('"%s" is resumed after the sign-in', async (text, heading) => {
  const robin = testBot().chat();
  expect((await robin.say(text)).heading).toBe('Sign in to continue');
  await robin.signIn();
  await robin.card(heading);
});

test('a request that is open in the form goes on after the sign-in with what was entered', async () => {
  const robin = testBot().chat();
  await robin.say('link my PartnerID');
  const signIn = await robin.press('Continue', { inputs: { partnerId: '1234567' } });
  expect(signIn.heading).toBe('Sign in to continue');
  await robin.signIn();
  expect((await robin.card('Which directory do you want to link in?')).text).toContain('1234567');
});

test('help in the meantime does not lose the request', async () => {
  const robin = testBot().chat();
  const signIn = await robin.say(`link 1234567 in ${HOME}`);
  await robin.say('help');
  expect(robin.now(signIn).heading).toBe('Sign in to continue');
  await robin.signIn({}, signIn);
  await robin.card('Link this PartnerID?');
});

test('somebody else finishes my sign-in page: refused, both are told, and nobody is signed in by it', async () => {
  const { world } = testBot();
  const robin = testBot().chat();
  await robin.say(`link 1234567 in ${HOME}`);
  const page = await robin.signIn({ as: 'priya' });
  expect(page.title).toContain('You are not signed in');
  const card = await robin.card('⚠ That was another account');
  expect(card.text).toContain('Nothing was changed');
  expect(robin.headings()).toEqual(['Sign in to continue', '⚠ That was another account']);
  // The link that was passed on is used up, for whoever opens it again.
  const start = page.addresses[0] ?? '';
  expect((await fetch(start)).status).toBe(410);
  expect(armCalls(world)).toEqual([]);
  expect((await robin.say('show my link')).heading).toBe('Sign in to continue');
  expect((await testBot().chat(PRIYA).say('show my link')).heading).toBe('Sign in to continue');
});

test.each(['show my link in Contoso Retail', 'ok', 'yes', 'blargh fnord'])(
  'an open sign-in shows its button right below “%s”, and what was asked last goes on with it',
  async (text) => {
    const robin = testBot().chat();
    const first = await robin.say(`link 1234567 in ${HOME}`);
    const below = await robin.say(text);
    expect(below.heading).toBe('Sign in to continue');
    expect(below.buttons[0]?.title).toBe('Open the sign-in page');
    expect(robin.now(first)).toMatchObject({ heading: 'Closed', buttons: [] });
    await robin.signIn({}, below);
    const isNew = text.startsWith('show');
    const goesOn = await robin.card(isNew ? 'Not linked yet' : 'Link this PartnerID?');
    expect(goesOn.text).toContain(isNew ? 'Contoso Retail' : '1234567');
    expect(robin.now(below).text).toContain('I’m going on with what you asked for');
  },
);

test('a page that was opened from the card before goes on just as well', async () => {
  const robin = testBot().chat();
  const first = await robin.say('show my link');
  const second = await robin.say(`link 1234567 in ${HOME}`);
  await robin.signIn({}, first);
  expect((await robin.card('Link this PartnerID?')).text).toContain('1234567');
  expect(robin.now(second).heading).toBe('✓ You’re signed in');
});

test('the sign-in card, and the page where it failed, say which account is expected', async () => {
  const robin = testBot().chat();
  const card = await robin.say('show my link');
  expect(card.text).toContain(`Account ${ROBIN.name}`);
  const page = await robin.signIn({ as: 'priya' });
  expect(page.html).toContain('That was another account. You signed in with an account that isn’t');
  expect(page.html).toContain(`The chat expects the account of ${ROBIN.name}.`);
});

test('cancelling what waits for a sign-in ends it: the next request asks anew', async () => {
  const robin = testBot().chat();
  const first = await robin.say('show my link');
  await robin.say('which directory');
  expect((await robin.press('Cancel')).heading).toBe('Cancelled');
  expect(robin.now(first).heading).not.toBe('Sign in to continue');
  expect((await robin.say('show my link')).heading).toBe('Sign in to continue');
});

test('after a wrong account one press opens the page again, and the request goes on', async () => {
  const robin = testBot().chat();
  await robin.say(`link 1234567 in ${HOME}`);
  await robin.signIn({ as: 'priya' });
  await robin.card('⚠ That was another account');
  await robin.signIn();
  await robin.card('Link this PartnerID?');
});

test('the card that says why a sign-in failed stays, with the message to pass on, when the next request begins', async () => {
  const robin = testBot().chat();
  await signedIn(robin);
  const signIn = await robin.say('link 1234567 in Adventure Works');
  await robin.signIn({ consent: 'declined' });
  const refused = await robin.card('⚠ This directory has not approved me');
  expect(titlesOf(refused)).toContain('Message for the administrator');
  expect((await robin.say('show my link in Coho Vineyard')).heading).toBe('Sign in to continue');
  expect(robin.now(signIn).text).toBe(refused.text);
  await robin.say('cancel');
  expect(robin.now(signIn).text).toBe(refused.text);
});

test('a ticket works once', async () => {
  const robin = testBot().chat();
  const signIn = await robin.say('sign in');
  const first = await robin.signIn({}, signIn);
  await robin.card('✓ You’re signed in');
  const again = await robin.signIn({}, signIn);
  expect(again).toMatchObject({ status: 410 });
  expect(again.title).toContain('This sign-in has expired');
  const callback = first.addresses.find((address) => address.includes('/auth/callback')) ?? '';
  expect((await fetch(callback)).status).toBe(410);
});

test('whoever turns back on the page is told so in the chat, and can try again', async () => {
  const robin = testBot().chat();
  await robin.say('show my link in Adventure Works');
  await robin.signIn();
  await robin.card('Your approval is needed');
  await robin.signIn({ consent: 'declined' });
  const card = await robin.card('⚠ This directory has not approved me');
  expect(card.text).toContain('Nothing was changed');
  expect(robin.now(card).buttons.map(({ title }) => title)).toContain('Try again');
});

test('sign out forgets the session, and what comes next asks to sign in again', async () => {
  const robin = await signedIn(testBot().chat());
  expect((await robin.say('sign out')).heading).toBe('✓ You’re signed out');
  expect((await robin.say('sign out')).heading).toBe('You weren’t signed in');
  expect((await robin.say('show my link')).heading).toBe('Sign in to continue');
});

test('a sign-out between confirm card and press asks to sign in, and then does what was confirmed, once', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  await robin.say('sign out');
  const signIn = await robin.press('Link', { on: confirm });
  expect(signIn.heading).toBe('Sign in to continue');
  expect(writesIn(testBot().world)).toEqual([]);
  await robin.signIn();
  await robin.card('✓ Linked');
  expect(writesIn(testBot().world)).toEqual([`PUT 1234567 in ${HOME}: 200`]);
});

test('sign in when signed in already says so', async () => {
  const robin = await signedIn(testBot().chat());
  expect((await robin.say('sign in')).heading).toBe('✓ You’re signed in already');
});

test('one person’s session serves nobody else', async () => {
  await signedIn(testBot().chat());
  expect((await testBot().chat(PRIYA).say('show my link')).heading).toBe('Sign in to continue');
});

test('Entra’s "no" to what the session holds asks to sign in again, and goes on', async () => {
  const { world } = testBot();
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', HOME);
  world.setFault({ operation: 'token', kind: 'aadsts', aadsts: 50173, tenant: TENANT_IDS.contoso });
  const signIn = await robin.say('show my link in Contoso Retail');
  expect(signIn.heading).toBe('Sign in to continue');
  await robin.signIn();
  expect((await robin.card('Not linked yet')).text).toContain('Contoso Retail');
});

test('the card names the directory that the sign-in is for, and nothing of it is a token', async () => {
  const robin = testBot().chat();
  const card = await robin.say('sign in');
  expect(card.text).toContain(ROBIN.tenantId);
  expect(card.buttons[0]?.url).toMatch(/\/auth\/start\?ticket=[\w-]{20,}$/);
});
