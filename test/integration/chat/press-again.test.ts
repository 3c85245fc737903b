import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';

test('a second press on a used card shows the outcome and writes nothing', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  await robin.press('Link', { on: confirm });
  const again = await robin.press('Link', { on: confirm });
  expect(again.heading).toBe('✓ Linked');
  expect(writesIn(testBot().world)).toHaveLength(1);
});

test('twenty presses at once write once, and each is answered', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  const answers = await Promise.all(Array.from({ length: 20 }, () => robin.press('Link', { on: confirm })));
  expect(writesIn(testBot().world)).toEqual([`PUT 1234567 in ${HOME}: 200`]);
  expect(new Set(answers.map(({ heading }) => heading))).toEqual(new Set(['✓ Linked']));
});

test('a confirm card older than ten minutes writes nothing, and "try again" brings a fresh one', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  await testBot().age(String(confirm.buttons[0]?.data['operationId']), 10 * 60_000 + 1);
  const expired = await robin.press('Link');
  expect(expired.heading).toBe('⚠ This card is too old');
  expect(writesIn(testBot().world)).toEqual([]);
  expect((await robin.press('Try again')).heading).toBe('Link this PartnerID?');
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
});

test('"yes" to a confirm card that is too old says so', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  await testBot().age(String(confirm.buttons[0]?.data['operationId']), 10 * 60_000 + 1);
  expect((await robin.say('yes')).heading).toBe('⚠ This card is too old');
  expect(writesIn(testBot().world)).toEqual([]);
});

test('cancel and confirm at once end in one of the two, never in both', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  const answers = await Promise.all([
    robin.press('Cancel', { on: confirm }),
    robin.press('Link', { on: confirm }),
  ]);
  expect(new Set(answers.map(({ heading }) => heading)).size).toBe(1);
  expect(writesIn(testBot().world)).toHaveLength(answers[0].heading === 'Cancelled' ? 0 : 1);
});

test('a newer request takes the buttons from the confirm card before it', async () => {
  const robin = await signedIn(testBot().chat());
  const first = await robin.say(`link 1234567 in ${HOME}`);
  const second = await robin.say('link 1234568 in Contoso Retail');
  expect(robin.now(first)).toMatchObject({ heading: 'Closed', buttons: [] });
  expect(robin.now(first).text).toContain(`Link: 1234567 · ${HOME}`);
  expect((await robin.press('Link', { on: first })).heading).toBe('Cancelled');
  expect(writesIn(testBot().world)).toEqual([]);
  expect((await robin.press('Link', { on: second })).heading).toBe('✓ Linked');
  expect(writesIn(testBot().world)).toEqual(['PUT 1234568 in Contoso Retail: 200']);
});

test('a press on a used card leaves the card that is open now alone', async () => {
  const robin = await signedIn(testBot().chat());
  const used = await robin.say(`link 1234567 in ${HOME}`);
  await robin.press('Link', { on: used });
  const open = await robin.say('link 1234568 in Contoso Retail');
  expect((await robin.press('Link', { on: used })).heading).toBe('✓ Linked');
  expect(robin.now(open).heading).toBe('Link this PartnerID?');
  expect((await robin.say('cancel')).heading).toBe('Cancelled');
  expect(robin.now(open).heading).toBe('Closed');
});

test('something asked in passing leaves the confirm card as it is', async () => {
  const robin = await signedIn(testBot().chat());
  const open = await robin.say(`link 1234567 in ${HOME}`);
  const passing = [
    await robin.say('show my link'),
    await robin.say('which directory'),
    await robin.say('hello'),
  ];
  expect(passing.map(({ heading }) => heading)).toEqual([
    'Not linked yet',
    'Your current directory',
    'Hello!',
  ]);
  expect(robin.now(open).heading).toBe('Link this PartnerID?');
  expect((await robin.press('Link', { on: open })).heading).toBe('✓ Linked');
});

test('a form that was left behind still works when it is sent later', async () => {
  const robin = await signedIn(testBot().chat());
  const form = await robin.say('link my PartnerID');
  await linkIn(robin, '1234568', 'Contoso Retail');
  const choose = await robin.press('Continue', { on: form, inputs: { partnerId: '1234567' } });
  expect(choose.heading).toBe('Which directory do you want to link in?');
  expect(choose.text).toContain('1234567');
  expect(writesIn(testBot().world)).toHaveLength(1);
});

test('a list of directories that was left behind says that it is old', async () => {
  const robin = await signedIn(testBot().chat());
  const choose = await robin.say('link my PartnerID 1234567');
  await robin.say('cancel');
  const card = await robin.press('Continue', { on: choose, inputs: { directoryId: TENANT_IDS.contoso } });
  expect(card.heading).toBe('A newer card replaced this one');
  expect(writesIn(testBot().world)).toEqual([]);
});

test('a press is answered in time even if the chat takes no other message just then', async () => {
  const robin = await signedIn(testBot().chat());
  const other = await robin.say('help');
  const open = await robin.say(`link 1234567 in ${HOME}`);
  let letGo: () => void = () => undefined;
  testBot().connector.blocked = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const answer = await robin.pressFor('Link my PartnerID', { on: other });
  expect(answer).toMatchObject({ httpStatus: 200, statusCode: 200 });
  expect(answer.message).toContain('PartnerID');
  letGo();
  testBot().connector.blocked = undefined;
  await robin.card('Which PartnerID?');
  expect((await robin.card('Closed')).activityId).toBe(open.activityId);
});

test('a card that can’t be rewritten any more does not stop the answer', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say(`link 1234567 in ${HOME}`);
  testBot().connector.refuses = 'updates';
  expect((await robin.say('cancel')).heading).toBe('Cancelled');
});
