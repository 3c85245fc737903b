import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { armCalls } from '../support/arm-calls';
import { launchedChat } from '../support/launched-chat';
import { screen } from '../support/browser-screens';

const here = launchedChat();
/** Ten directories with their states and the buttons below, and nothing above. */
const OVERVIEW_PX = 1_195;

test('one message, a sign-in, a directory and a confirmation link the account, and the card names the partner', async () => {
  const { chat, linked, writes } = here();
  await chat.reload();
  await screen(chat, 'welcome');
  await chat.say('link my PartnerID 1234567');
  expect(await chat.card('Sign in to continue')).toContain('carry on with what you asked for');
  await screen(chat, 'sign-in');
  expect(await chat.signIn('Sign in to continue', ROBIN)).toBe('You are signed in');
  expect(await chat.card('Which directory do you want to link in?')).toContain('1234567');
  await chat.press('Which directory do you want to link in?', 'Continue');
  const asked = await chat.card('Link this PartnerID?');
  for (const fact of ['Fabrikam Consulting', TENANT_IDS.fabrikam, ROBIN.username, 'Not linked', '1234567']) {
    expect(asked).toContain(fact);
  }
  expect(writes()).toEqual([]);
  await screen(chat, 'link-confirm');

  await chat.press('Link this PartnerID?', 'Link');
  expect(await chat.card('✓ Linked')).toContain('Fabrikam Consulting (Zurich)');
  expect(writes()).toEqual(['PUT 1234567 in Fabrikam Consulting: 200']);
  expect(linked('fabrikam')).toBe('1234567');
  await screen(chat, 'link-done');
});

test('"show my link" says what ARM says, before a link and after it', async () => {
  const { chat, launched } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('show my link');
  expect(await chat.card('Not linked yet')).toContain(TENANT_IDS.fabrikam);

  launched.cloud.world.setLink(TENANT_IDS.fabrikam, ROBIN.objectId, '1234567');
  await chat.say('show my link');
  const shown = await chat.card('✓ Your account is linked');
  expect(shown).toContain('1234567');
  expect(shown).toContain('Fabrikam Consulting (Zurich)');
  expect(shown).toContain('Active');
  await screen(chat, 'show');
});

test('a change shows both PartnerIDs, is one PATCH, and undo brings the first one back', async () => {
  const { chat, launched, linked, writes } = here();
  launched.cloud.world.setLink(TENANT_IDS.contoso, ROBIN.guestIds[TENANT_IDS.contoso]!, '5127255');
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234567 in Contoso Retail');
  const asked = await chat.card('Change the PartnerID?');
  expect(asked).toContain('5127255');
  expect(asked).toContain('A. Datum Cloud Services');
  expect(asked).toContain('1234567');

  await chat.press('Change the PartnerID?', 'Change');
  expect(await chat.card('✓ PartnerID changed')).toContain('5127255');
  expect(linked('contoso')).toBe('1234567');

  // The number of before was somebody else's: it comes back only after a look at it.
  await chat.press('✓ PartnerID changed', 'Undo');
  await chat.press('Undo: change the PartnerID back?', 'Change');
  expect(await chat.card('✓ Undone')).toContain('5127255');
  expect(linked('contoso')).toBe('5127255');
  expect(writes()).toEqual(['PATCH 1234567 in Contoso Retail: 200', 'PATCH 5127255 in Contoso Retail: 200']);
});

test('another directory than home can be chosen from the list', async () => {
  const { chat, linked, launched } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234567');
  await chat.chooseDirectory('Which directory do you want to link in?', 'Contoso Retail');
  expect(await chat.card('Link this PartnerID?')).toContain(TENANT_IDS.contoso);
  await chat.press('Link this PartnerID?', 'Link');
  await chat.card('✓ Linked');
  expect(linked('contoso')).toBe('1234567');
  expect(linked('fabrikam')).toBeUndefined();
  expect(armCalls(launched.cloud.world).at(0)).toBe('GET in Contoso Retail: 404');
});

test('an empty form is not sent, and says what is missing', async () => {
  const { chat, writes } = here();
  await chat.say('link');
  // The number linked last is offered.
  await chat.fill('Which PartnerID?', 'PartnerID', '');
  await chat.press('Which PartnerID?', 'Continue');
  expect(await chat.card('Which PartnerID?')).toContain('Enter your PartnerID.');
  expect(writes()).toEqual([]);
});

test('after a mistake the form says what is wrong and keeps the input, and the corrected PartnerID goes on to the link', async () => {
  const { chat, linked, writes } = here();
  const again = 'Please check the PartnerID';
  await chat.signInFirst(ROBIN);
  await chat.say('link my PartnerID in Contoso Retail');
  await chat.fill('Which PartnerID?', 'PartnerID', '12E4567');
  await chat.press('Which PartnerID?', 'Continue');
  expect(await chat.card(again)).toContain('has digits only');
  expect(await chat.entered(again, 'PartnerID')).toBe('12E4567');
  expect(writes()).toEqual([]);
  await chat.fill(again, 'PartnerID', 'MPN 1234-567');
  await chat.press(again, 'Continue');
  await chat.press('Link this PartnerID?', 'Link');
  await chat.card('✓ Linked');
  expect(linked('contoso')).toBe('1234567');
});

test('"where am I linked" lists the directories with what each needs, page by page', async () => {
  const { chat } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234567 in Fabrikam Consulting');
  await chat.press('Link this PartnerID?', 'Link');
  await chat.card('✓ Linked');
  await chat.reload();
  await chat.say('where am I linked');
  const shown = await chat.card('Your directories');
  expect(shown).toContain('Contoso Retail');
  expect(shown).toContain('another PartnerID: 6098754');
  await screen(chat, 'overview', OVERVIEW_PX);
  await chat.press('Your directories', 'Next page');
  expect(await chat.card('Your directories')).toContain('Page 2 of 2');
});
