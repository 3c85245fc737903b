import { PRIYA, ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { screen, screenOfPage } from '../support/browser-screens';
import { launchedChat } from '../support/launched-chat';

const here = launchedChat();

test('a sign-in that interrupts a request goes on with it, without asking again', async () => {
  const { chat, linked } = here();
  await chat.say('link 1234567 in Contoso Retail');
  const page = await chat.openSignInPage('Sign in to continue');
  await page.getByRole('heading', { name: 'Sign in as' }).waitFor();
  await screenOfPage(page, 'sign-in-page', 470);
  expect(await chat.throughSignIn(page, ROBIN)).toBe('You are signed in');
  expect(await chat.card('Link this PartnerID?')).toContain('1234567');
  expect(await chat.allHeadings()).toContain('✓ You’re signed in');
  expect(await chat.allHeadings()).not.toContain('Sign in to continue');
  await chat.press('Link this PartnerID?', 'Link');
  await chat.card('✓ Linked');
  expect(linked('contoso')).toBe('1234567');
});

test('a directory that wants a second factor for a write asks for it once, and the confirmed change is made', async () => {
  const { chat, linked, writes } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234567 in Woodgrove Bank');
  await chat.press('Link this PartnerID?', 'Link');
  expect(await chat.card('One more check is needed')).toContain('Woodgrove Bank');
  await screen(chat, 'mfa');
  expect(linked('woodgrove')).toBeUndefined();

  const ended = await chat.signIn('One more check is needed', ROBIN, { secondFactor: true });
  expect(ended).toBe('You are signed in');
  expect(await chat.card('✓ Linked')).toContain('Woodgrove Bank');
  expect(linked('woodgrove')).toBe('1234567');
  expect(writes().at(-1)).toBe('PUT 1234567 in Woodgrove Bank: 200');
  expect(writes().filter((write) => write.endsWith(': 200'))).toHaveLength(1);
});

test('from “why is Contoso missing?” to the message that asks the customer for the role', async () => {
  const { chat, writes } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('why is Contoso missing?');
  const found = '✗ Nothing counts: you aren’t linked here';
  expect(await chat.card(found)).toContain('2 of 5 subscriptions count');
  await chat.press(found, 'Ask the customer');
  const message = await chat.card('For the administrator there');
  expect(message).toContain('Support Request Contributor');
  expect(message).toContain('Contoso-Data');
  expect(writes()).toEqual([]);
});

test('where a rule blocks the sign-in, the card has the message for the administrator who can change that', async () => {
  const { chat, writes } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234567 in Northwind Health');
  const card = await chat.card('⚠ A sign-in rule blocked this');
  expect(card).toContain(TENANT_IDS.northwind);
  await chat.press('⚠ A sign-in rule blocked this', 'Message for the administrator');
  const message = await chat.card('For the administrator there');
  expect(message).toContain('My sign-in to Northwind Health is refused');
  expect(message).toContain(TENANT_IDS.northwind);
  expect(writes()).toEqual([]);
});

test('in a group the bot shows who mentions it their link, nobody else can press the card, and linking moves away', async () => {
  const { chat, linked, writes } = here();
  await chat.signInFirst(ROBIN);
  await chat.openGroup('Fabrikam and a customer');
  await chat.mentionAndSay('show my link in Contoso Retail');
  await chat.card('Not linked yet');

  await chat.as(PRIYA, async () => {
    await chat.press('Not linked yet', 'Link my PartnerID');
    expect(await chat.note()).toContain('somebody else');
  });
  await chat.pressOld('Not linked yet', 'Link my PartnerID');
  expect(await chat.card('Let’s do this in our own chat')).toContain('Nothing was changed.');
  expect(writes()).toEqual([]);
  expect(linked('contoso')).toBeUndefined();
});

test('after a restart ARM holds the link, and the bot can still undo it', async () => {
  const { chat, linked, writes, restart, launched } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234567 in Contoso Retail');
  await chat.press('Link this PartnerID?', 'Link');
  await chat.card('✓ Linked');
  await screenOfPage(await chat.visit(launched.running.localCloudUrl), 'local-cloud', 765);

  await restart();
  expect(linked('contoso')).toBe('1234567');
  await chat.say('undo');
  await chat.signIn('Sign in to continue', ROBIN);
  expect(await chat.card('✓ Undone')).toContain('Contoso Retail');
  expect(linked('contoso')).toBeUndefined();
  expect(writes()).toEqual(['DELETE 1234567 in Contoso Retail: 200']);
});
