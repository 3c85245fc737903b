import { writesIn } from '../../support/arm-calls';
import { runningHouse } from '../../support/running-house';
import { linkIn, signedIn } from '../../support/talks';

const house = runningHouse({
  settings: () => ({ COMPANY_PARTNER_IDS: '1234567 Fabrikam Norway; 2345678 Fabrikam Sweden' }),
});

test("the form offers the company's PartnerIDs; one that is chosen is asked about no further", async () => {
  const robin = await signedIn(house().chat());
  const form = await robin.say('link my PartnerID');
  expect(form.text).toContain('Fabrikam Sweden: 2345678');
  const choose = await robin.press('Continue', { on: form, inputs: { companyId: '2345678', partnerId: '' } });
  expect(choose.heading).toBe('Which directory do you want to link in?');
});

test('another number is linked only after a clear question', async () => {
  const robin = await signedIn(house().chat());
  const question = await robin.say('link 6098754 in contoso');
  expect(question.heading).toBe('Is this PartnerID right?');
  expect(question.text).toContain('It isn’t one of your company’s PartnerIDs');
  expect(question.text).toContain('1234567 Fabrikam Norway, 2345678 Fabrikam Sweden');
  const confirm = await robin.press('Yes, it is right');
  expect(confirm.heading).toBe('Link this PartnerID?');
  expect(writesIn(house().world)).toEqual([]);
});

test("the overview marks a link that is not the company's, and finds a directory by its name", async () => {
  const robin = await signedIn(house().chat());
  await robin.say('where am I linked');
  const found = await robin.say('find wide world');
  expect(found.text).toContain('Wide World Importers');
  expect(found.text).not.toContain('Contoso Retail');
  expect(found.text).toContain('⚠ not your company’s PartnerID: 6098754');
  const cleared = await robin.press('Find', { inputs: { search: '' } });
  expect(cleared.text).toContain('Contoso Retail');
});

test('a number that was asked about and not accepted is not linked elsewhere without that question', async () => {
  const robin = await signedIn(house().chat());
  expect((await robin.say('link 6098754 in contoso')).heading).toBe('Is this PartnerID right?');
  await robin.say('cancel');
  await robin.say('where am I linked');
  expect((await robin.press('link-missing')).heading).toBe('Which PartnerID?');
});

test('a number that only an undo has brought back is not offered for the other directories', async () => {
  const robin = await signedIn(house().chat());
  const done = await linkIn(robin, '1234567', 'Wide World Importers');
  const undo = await robin.press('undo', { on: done });
  await robin.press('confirm', { on: undo });
  expect(writesIn(house().world)).toHaveLength(2);
  await robin.say('where am I linked');
  const confirm = await robin.press('link-missing');
  expect(confirm.text).toContain('– → 1234567');
  expect(confirm.text).not.toContain('→ 6098754');
});
