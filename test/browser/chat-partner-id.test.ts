import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { launchedChat } from '../support/launched-chat';

jest.setTimeout(60_000);
const here = launchedChat();

const FORM = 'Which PartnerID?';
const FORM_AGAIN = 'Please check the PartnerID';

const MISTAKES = [
  ['letters among the digits', '12a4567', 'has only digits'],
  ['too few digits', '1234', 'too short'],
  ['too many digits', '12345678901', 'too long'],
  ['a tenant id', TENANT_IDS.contoso, 'a tenant id or a subscription id'],
  ['two numbers', '1234567, 1234568', 'more than one number'],
] as const;

test.each(MISTAKES)(
  '%s in the form gets its own sentence, and the input is kept',
  async (_, input, words) => {
    const { chat, writes } = here();
    await chat.say('link');
    await chat.fill(FORM, 'PartnerID', input);
    await chat.press(FORM, 'Continue');
    expect(await chat.card(FORM_AGAIN)).toContain(words);
    expect(await chat.card(FORM_AGAIN)).toContain('Nothing was changed.');
    expect(await chat.entered(FORM_AGAIN, 'PartnerID')).toBe(input);
    expect(writes()).toEqual([]);
  },
);

test('each of them typed as the next message gets the same, one after the other', async () => {
  const { chat, writes } = here();
  await chat.say('link');
  await chat.card(FORM);
  for (const [, input, words] of MISTAKES) {
    await chat.say(input);
    expect(await chat.card(FORM_AGAIN)).toContain(words);
    expect(await chat.entered(FORM_AGAIN, 'PartnerID')).toBe(input);
  }
  expect(writes()).toEqual([]);
});

test('an empty form is not sent, and says what is missing', async () => {
  const { chat, writes } = here();
  await chat.say('link');
  await chat.press(FORM, 'Continue');
  expect(await chat.card(FORM)).toContain('Enter your PartnerID.');
  expect(writes()).toEqual([]);
});

test('after a mistake the corrected PartnerID goes on to the link', async () => {
  const { chat, linked } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link my PartnerID in Contoso Retail');
  await chat.fill(FORM, 'PartnerID', '12E4567');
  await chat.press(FORM, 'Continue');
  await chat.fill(FORM_AGAIN, 'PartnerID', 'MPN 1234-567');
  await chat.press(FORM_AGAIN, 'Continue');
  await chat.press('Link this PartnerID?', 'Link');
  await chat.card('✓ Linked');
  expect(linked('contoso')).toBe('1234567');
});

test('an unusual length is asked about, and accepted when the person says that it is right', async () => {
  const { chat, linked, writes } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link 12345 in Contoso Retail');
  expect(await chat.card('Is this PartnerID right?')).toContain('12345');
  await chat.press('Is this PartnerID right?', 'Yes, it is right');
  await chat.press('Link this PartnerID?', 'Link');
  expect(await chat.card('✓ Linked')).toContain('Margie Advisory');
  expect(linked('contoso')).toBe('12345');
  expect(writes()).toEqual(['PUT 12345 in Contoso Retail: 200']);
});

test('a PartnerID that ARM refuses comes back in the form, with the hint about the location, and nothing is linked', async () => {
  const { chat, linked, writes } = here();
  await chat.signInFirst(ROBIN);
  await chat.say('link 1234566 in Contoso Retail');
  await chat.press('Link this PartnerID?', 'Link');
  const again = await chat.card(FORM_AGAIN);
  expect(again).toContain('Microsoft does not accept this PartnerID');
  expect(again).toContain('location');
  expect(await chat.entered(FORM_AGAIN, 'PartnerID')).toBe('1234566');
  expect(linked('contoso')).toBeUndefined();
  expect(writes()).toEqual(['PUT 1234566 in Contoso Retail: 400']);
});
