import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { armCalls, writesIn } from '../../support/arm-calls';
import { runningHouse } from '../../support/running-house';

const house = runningHouse();

test('a person types the PartnerID, signs in, confirms, and is linked', async () => {
  const { world } = house();
  const robin = house().chat();
  const signIn = await robin.say('link my PartnerID 1234567 in Fabrikam Consulting');
  expect(signIn.heading).toBe('Sign in to continue');

  const page = await robin.signIn();
  expect(page.title).toContain('You are signed in');
  const confirm = await robin.card('Link this PartnerID?');
  expect(confirm.text).toContain('Now Not linked After 1234567');
  expect(writesIn(world)).toEqual([]);

  const done = await robin.press('Link');
  expect(done.heading).toBe('✓ Linked');
  expect(done.text).toContain('Fabrikam Consulting (Zurich)');
  expect(world.link(TENANT_IDS.fabrikam, ROBIN.objectId)).toMatchObject({
    partnerId: '1234567',
    state: 'Active',
  });
  expect(armCalls(world)).toEqual([
    'GET in Fabrikam Consulting: 404',
    'GET in Fabrikam Consulting: 404',
    'PUT 1234567 in Fabrikam Consulting: 200',
  ]);
});
