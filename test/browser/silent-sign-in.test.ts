import { ROBIN } from '../../local/cloud/world/sample-world';
import { launchedChat } from '../support/launched-chat';

const here = launchedChat({ silentSignIn: true });

test('linking at home takes one confirmation, and no sign-in card at all', async () => {
  const { chat, linked } = here();
  await chat.say('link 1234567 in Fabrikam Consulting');
  await chat.press('Link this PartnerID?', 'Link');
  expect(await chat.card('✓ Linked')).toContain('Fabrikam Consulting');
  expect(linked('fabrikam')).toBe('1234567');
  expect(await chat.allHeadings()).not.toContain('Sign in to continue');
  expect(await chat.allHeadings()).not.toContain('✓ You’re signed in');
});

test('a guest’s directory that wants a second factor asks for it once, and the confirmed change is made', async () => {
  const { chat, linked, writes } = here();
  await chat.say('link 1234567 in Woodgrove Bank');
  await chat.press('Link this PartnerID?', 'Link');
  expect(await chat.signIn('One more check is needed', ROBIN, { secondFactor: true })).toBe(
    'You are signed in',
  );
  expect(await chat.card('✓ Linked')).toContain('Woodgrove Bank');
  expect(linked('woodgrove')).toBe('1234567');
  expect(writes().filter((write) => write.endsWith(': 200'))).toHaveLength(1);
});

test('a missing approval that is refused is said, with what to do by hand, and nothing is linked', async () => {
  const { chat, writes } = here();
  await chat.say('link 1234567 in Adventure Works');
  await chat.signIn('Your approval is needed', ROBIN, { consent: 'decline' });
  expect(await chat.card('⚠ This directory has not approved me')).toContain('Nothing was changed.');
  expect(writes()).toEqual([]);
});
