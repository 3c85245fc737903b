import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { writesIn } from '../support/arm-calls';
import { launchedChat } from '../support/launched-chat';

jest.setTimeout(60_000);
const here = launchedChat();
const linkedAtHome = (): string | undefined => {
  const row = here().launched.cloud.world.link(TENANT_IDS.fabrikam, ROBIN.objectId);
  return row?.state === 'Active' ? row.partnerId : undefined;
};

test('one message, a sign-in, a directory and a confirmation link the account, and the card names the partner', async () => {
  const { chat, launched } = here();
  await chat.say('link my PartnerID 1234567');
  expect(await chat.signIn('Sign in to continue', ROBIN)).toBe('You are signed in');
  expect(await chat.card('Link in which directory?')).toContain('1234567');
  await chat.press('Link in which directory?', 'Continue');
  const asked = await chat.card('Link this PartnerID?');
  for (const fact of ['Fabrikam Consulting', TENANT_IDS.fabrikam, ROBIN.username, 'Not linked', '1234567']) {
    expect(asked).toContain(fact);
  }
  expect(writesIn(launched.cloud.world)).toEqual([]);

  await chat.press('Link this PartnerID?', 'Link');
  expect(await chat.card('✓ Linked')).toContain('Fabrikam Consulting (Zurich)');
  expect(writesIn(launched.cloud.world)).toEqual(['PUT 1234567 in Fabrikam Consulting: 200']);
  expect(linkedAtHome()).toBe('1234567');
});
