import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { armCalls, writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';
const linkAtHome = () => testBot().world.link(TENANT_IDS.fabrikam, ROBIN.objectId);

describe('show', () => {
  test('"not linked" is an answer that names account and directory, and offers to link', async () => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say('show my link');
    expect(card.heading).toBe('Not linked yet');
    expect(card.text).toContain(ROBIN.username);
    expect(card.text).toContain(`Directory ${HOME} ${TENANT_IDS.fabrikam}`);
    expect(titlesOf(card)).toContain('Link my PartnerID');
  });

  test('a link is shown with account, directory, partner name, times and state', async () => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say('show my link in Wide World Importers');
    expect(card.heading).toBe('✓ Your account is linked');
    expect(card.text).toContain('PartnerID 6098754 VanArsdel Monitoring');
    expect(card.text).toContain(`Account ${ROBIN.username}`);
    expect(card.text).toContain(`Directory Wide World Importers ${TENANT_IDS.wideWorld}`);
    expect(card.text).toMatch(/Link created .*2024/);
    expect(card.text).toContain('Last changed');
    expect(card.text).toContain('State Active');
    expect(writesIn(testBot().world)).toEqual([]);
  });
});

describe('link', () => {
  test('a person types the PartnerID, signs in, confirms, and is linked', async () => {
    const { world } = testBot();
    const robin = testBot().chat();
    const signIn = await robin.say(`link my PartnerID 1234567 in ${HOME}`);
    expect(signIn.heading).toBe('Sign in to continue');

    const page = await robin.signIn();
    expect(page.title).toContain('You are signed in');
    const confirm = await robin.card('Link this PartnerID?');
    expect(confirm.text).toContain('Now Not linked After 1234567');
    expect(writesIn(world)).toEqual([]);

    const done = await robin.press('Link');
    expect(done.heading).toBe('✓ Linked');
    expect(done.text).toContain('Fabrikam Consulting (Zurich)');
    expect(titlesOf(done)).toContain('Undo');
    expect(linkAtHome()).toMatchObject({ partnerId: '1234567', state: 'Active' });
    expect(armCalls(world)).toEqual([
      `GET in ${HOME}: 404`,
      `GET in ${HOME}: 404`,
      `PUT 1234567 in ${HOME}: 200`,
    ]);
  });

  test('a person fills in the form, chooses the directory, confirms, and is linked', async () => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('link my PartnerID')).heading).toBe('Which PartnerID?');
    const choose = await robin.press('Continue', { inputs: { partnerId: ' MPN 1234567 ' } });
    expect(choose.heading).toBe('Which directory do you want to link in?');
    expect(choose.text).toContain('1234567');
    expect(choose.inputs['directoryId']).toBe(TENANT_IDS.fabrikam);
    const confirm = await robin.press('Continue', { inputs: { directoryId: TENANT_IDS.contoso } });
    expect(confirm.text).toContain(`Contoso Retail ${TENANT_IDS.contoso}`);
    expect((await robin.press('Link')).heading).toBe('✓ Linked');
    expect(writesIn(testBot().world)).toEqual(['PUT 1234567 in Contoso Retail: 200']);
  });

  test('the whole job happens on one card, which is refreshed in place', async () => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.press('Link my PartnerID', { on: await robin.say('hello') });
    const choose = await robin.press('Continue', { inputs: { partnerId: '1234567' } });
    const confirm = await robin.press('Continue', { on: choose });
    const done = await robin.press('Link');
    expect(new Set([form, choose, confirm, done].map(({ activityId }) => activityId)).size).toBe(1);
  });

  test('a person types PartnerID and directory as the next messages, and is linked', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link my PartnerID');
    expect((await robin.say('1234567')).heading).toBe('Which directory do you want to link in?');
    expect((await robin.say('contoso')).heading).toBe('Link this PartnerID?');
    await robin.press('Link');
    expect(writesIn(testBot().world)).toEqual(['PUT 1234567 in Contoso Retail: 200']);
  });

  test('“yes” to a confirm card is told to press its button; the card stays, and comes down on request', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say(`link 1234567 in ${HOME}`);
    expect((await robin.say('yes')).heading).toBe('Please press the button');
    const again = await robin.say('ok do it');
    expect(again.heading).toBe('Only the button does it');
    expect(again.text).toContain('Nothing was changed.');
    expect(again.buttons.map(({ title }) => title)).toEqual(['Show the card here', 'Help']);
    expect(robin.now(confirm).heading).toBe('Link this PartnerID?');
    expect(robin.headings().filter((heading) => heading === 'Link this PartnerID?')).toHaveLength(1);
    const below = await robin.press('show-card');
    expect(below.buttons.map(({ verb }) => verb)).toContain('confirm');
    expect(writesIn(testBot().world)).toEqual([]);
    await robin.press('confirm', { on: below });
    expect(writesIn(testBot().world)).toEqual([`PUT 1234567 in ${HOME}: 200`]);
  });

  test('“yes” to a change in several directories, or to “forget me”, is told the same', async () => {
    const robin = await signedIn(testBot().chat());
    for (const asked of ['link 1234567 in Contoso Retail and Coho Vineyard', 'forget me']) {
      const card = await robin.say(asked);
      expect((await robin.say('yes')).heading).toBe('Please press the button');
      expect((await robin.say('yes')).heading).toBe('Only the button does it');
      expect((await robin.say('ja')).heading).toBe('Bitte klicken Sie auf die Schaltfläche');
      expect((await robin.say('ja')).heading).toBe('Nur die Schaltfläche zählt');
      expect(robin.now(card).heading).toBe(card.heading);
    }
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('an old client that knows only Action.Submit gets through the same way', async () => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.say('link my PartnerID');
    const choose = await robin.submit('Continue', { inputs: { partnerId: '1234567' } });
    expect(choose).toMatchObject({
      heading: 'Which directory do you want to link in?',
      activityId: form.activityId,
    });
    const confirm = await robin.submit('Continue');
    expect(confirm.heading).toBe('Link this PartnerID?');
    expect((await robin.submit('Link')).heading).toBe('✓ Linked');
    expect(writesIn(testBot().world)).toEqual([`PUT 1234567 in ${HOME}: 200`]);
  });
});

describe('change', () => {
  test('another PartnerID is changed only after a card that shows both', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say('link 1234567 in Wide World Importers');
    expect(confirm.heading).toBe('Change the PartnerID?');
    expect(confirm.text).toContain('Now 6098754 VanArsdel Monitoring');
    expect(confirm.text).toContain('After 1234567');
    expect(confirm.text).toContain('A vendor’s setup script may have put it there');
    expect(writesIn(testBot().world)).toEqual([]);
    const done = await robin.press('Change');
    expect(done.heading).toBe('✓ PartnerID changed');
    expect(done.text).toContain('Before 6098754');
    expect(writesIn(testBot().world)).toEqual(['PATCH 1234567 in Wide World Importers: 200']);
  });

  test('whether Microsoft knows a PartnerID is open only until it was linked once', async () => {
    const robin = await signedIn(testBot().chat());
    const open = 'You’ll see whether Microsoft knows this PartnerID';
    expect((await robin.say(`link 5127255 in ${HOME}`)).text).toContain(open);
    await robin.press('Link');
    expect((await robin.say('link 5127255 in Wide World Importers')).text).not.toContain(open);
    expect((await robin.say('link 5127255 in Contoso Retail')).text).not.toContain(open);
    expect((await robin.say('link 7654321 in Contoso Retail')).text).toContain(open);
  });

  test('nobody is warned of the PartnerID that they have just linked themselves', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    const confirm = await robin.say(`link 5127255 in ${HOME}`);
    expect(confirm.heading).toBe('Change the PartnerID?');
    expect(confirm.text).toContain('Now 1234567');
    expect(confirm.text).not.toContain('vendor');
  });

  test('"keep the current one" changes nothing and says so', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in Wide World Importers');
    const card = await robin.press('Keep the current one');
    expect(card.heading).toBe('Cancelled');
    expect(card.text).toContain('Nothing was changed.');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('the PartnerID that is linked already is told, and nothing is written', async () => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say('link 6098754 in Wide World Importers');
    expect(card.heading).toBe('✓ Already linked');
    expect(card.text).toContain('VanArsdel Monitoring');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('a link that was changed elsewhere since the card was shown is told, and asked about anew', async () => {
    const { world } = testBot();
    const robin = await signedIn(testBot().chat());
    await robin.say(`link 1234567 in ${HOME}`);
    world.setLink(TENANT_IDS.fabrikam, ROBIN.objectId, '5127255');
    const notice = await robin.press('Link');
    expect(notice.heading).toContain('The link has changed in the meantime');
    expect(writesIn(world)).toEqual([]);
    const anew = await robin.card('Change the PartnerID?');
    expect(anew.text).toContain('Now 5127255');
    expect((await robin.press('Change')).heading).toBe('✓ PartnerID changed');
    expect(writesIn(world)).toEqual([`PATCH 1234567 in ${HOME}: 200`]);
  });

  test('somebody who is linked and links again is asked to change', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    const confirm = await robin.press('Change the PartnerID', { on: await robin.say('show my link') });
    expect(confirm.heading).toBe('Which PartnerID?');
  });
});
