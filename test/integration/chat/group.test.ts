import { PRIYA, ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import { runningHouse } from '../../support/running-house';
import { signedIn } from '../../support/talks';

const house = runningHouse();
const HOME = 'Fabrikam Consulting';

async function groupOfTwo() {
  const [robin, priya] = house().group(ROBIN, PRIYA);
  if (robin === undefined || priya === undefined) throw new Error('A group of two has two people.');
  await signedIn(robin);
  return { robin, priya };
}

test('somebody else’s press on a confirm card is refused, and the owner’s goes through once', async () => {
  const { robin, priya } = await groupOfTwo();
  await signedIn(priya);
  const confirm = await robin.say(`<at>PAL Assistant</at> link 1234567 in ${HOME}`);
  expect(confirm.heading).toBe('Link this PartnerID?');

  const refused = await priya.pressFor('Link', { on: confirm });
  expect(refused).toMatchObject({ httpStatus: 200, card: undefined });
  expect(refused.told).toContain('somebody else');
  expect(robin.now(confirm).heading).toBe('Link this PartnerID?');
  expect(writesIn(house().world)).toEqual([]);

  expect((await robin.press('Link', { on: confirm })).heading).toBe('✓ Linked');
  const writes = house()
    .world.journal()
    .filter(({ method, path }) => method === 'PUT' && path.includes('partners'));
  expect(writes).toHaveLength(1);
  expect(writes[0]).toMatchObject({ tenant: TENANT_IDS.fabrikam, user: ROBIN.objectId, status: 200 });
});

test.each(['Cancel', 'Undo'])('somebody else’s press on %s is refused too', async (button) => {
  const { robin, priya } = await groupOfTwo();
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  const card = button === 'Undo' ? await robin.press('Link', { on: confirm }) : confirm;
  const refused = await priya.pressFor(button, { on: card });
  expect(refused.told).toContain('somebody else');
  expect(writesIn(house().world)).toHaveLength(button === 'Undo' ? 1 : 0);
});

test('a form is for the one who asked: somebody else’s press on it leaves it alone', async () => {
  const { robin, priya } = await groupOfTwo();
  const form = await robin.say('link my PartnerID');
  const refused = await priya.pressFor('Continue', { on: form, inputs: { partnerId: '1234568' } });
  expect(refused.told).toContain('somebody else');
  await priya.say('cancel');
  expect(robin.now(form).heading).toBe('Which PartnerID?');
  const choose = await robin.press('Continue', { on: form, inputs: { partnerId: '1234567' } });
  expect(choose.text).toContain('1234567');
});

test('an old client’s press on somebody else’s form is refused in a message of its own', async () => {
  const { robin, priya } = await groupOfTwo();
  const form = await robin.say('link my PartnerID');
  await priya.post({
    type: 'message',
    value: { ...form.buttons[0]?.data, partnerId: '1234568' },
    replyToId: form.activityId,
  });
  expect(robin.now(form).heading).toBe('Which PartnerID?');
  expect(robin.lastCard().heading).toContain('This card is for somebody else');
});

test('two people in one group each go their own way', async () => {
  const { robin, priya } = await groupOfTwo();
  await signedIn(priya);
  const his = await robin.say(`link 1234567 in ${HOME}`);
  const hers = await priya.say('link 1234568 in Contoso Retail');
  expect((await priya.press('Link', { on: hers })).heading).toBe('✓ Linked');
  expect((await robin.press('Link', { on: his })).heading).toBe('✓ Linked');
  expect(house().world.link(TENANT_IDS.fabrikam, ROBIN.objectId)).toMatchObject({ partnerId: '1234567' });
  expect(house().world.link(TENANT_IDS.contoso, PRIYA.guestIds[TENANT_IDS.contoso] ?? '')).toMatchObject({
    partnerId: '1234568',
  });
  expect(writesIn(house().world)).toHaveLength(2);
});

test('a card from one conversation can’t be used in another', async () => {
  const { robin } = await groupOfTwo();
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  const alone = house().chat();
  const refused = await alone.pressFor('Link', { on: confirm });
  expect(refused.told).toContain('somebody else');
  expect(writesIn(house().world)).toEqual([]);
});
