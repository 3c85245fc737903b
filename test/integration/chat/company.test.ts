import { PRIYA, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { linkIn, settled, signedIn } from '../../support/talks';

const testBot = runningTestBot({
  settings: () => ({ COMPANY_PARTNER_IDS: '1234567 Fabrikam Norway; 2345678 Fabrikam Sweden' }),
});

test("the form offers the company's PartnerIDs; one that is chosen is asked about no further", async () => {
  const robin = await signedIn(testBot().chat());
  const form = await robin.say('link my PartnerID');
  expect(form.text).toContain('Fabrikam Sweden: 2345678');
  const choose = await robin.press('Continue', { on: form, inputs: { companyId: '2345678', partnerId: '' } });
  expect(choose.heading).toBe('Which directory do you want to link in?');
});

test('another number is linked only after a clear question', async () => {
  const robin = await signedIn(testBot().chat());
  const question = await robin.say('link 6098754 in contoso');
  expect(question.heading).toBe('Is this PartnerID right?');
  expect(question.text).toContain('It isn’t one of your company’s PartnerIDs');
  expect(question.text).toContain('1234567 Fabrikam Norway, 2345678 Fabrikam Sweden');
  const confirm = await robin.press('Yes, it is right');
  expect(confirm.heading).toBe('Link this PartnerID?');
  expect(writesIn(testBot().world)).toEqual([]);
});

test("the overview marks a link that is not the company's, and finds a directory by its name", async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('where am I linked');
  const found = await robin.say('find wide world');
  expect(found.text).toContain('Wide World Importers');
  expect(found.text).not.toContain('Contoso Retail');
  expect(found.text).toContain('⚠ not your company’s PartnerID: 6098754');
  const cleared = await robin.press('Find', { inputs: { search: '' } });
  expect(cleared.text).toContain('Contoso Retail');
});

test('whose a PartnerID is that nobody has linked yet, the card of a batch knows from the setting', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link 2345678 in contoso and fabrikam');
  expect(confirm.text).toContain('Companies behind these PartnerIDs: 2345678 Fabrikam Sweden');
});

describe("a directory that is linked to another of the company's own PartnerIDs", () => {
  /** Signed in, with the sister's number in Contoso and a vendor's in Wide World Importers. */
  async function robinOfTwo(): Promise<Chat> {
    const robin = await signedIn(testBot().chat());
    const account = robin.person.guestIds[TENANT_IDS.contoso] ?? '';
    testBot().world.setLink(TENANT_IDS.contoso, account, '2345678');
    return robin;
  }

  test.each([
    [
      'where am I linked',
      '1 with a PartnerID that isn’t your company’s',
      'Find',
      '✓ linked: 2345678 Fabrikam Sweden',
      'Only what is missing',
    ],
    [
      'wo bin ich überall verknüpft',
      '1 mit einer PartnerID, die nicht die Ihres Unternehmens ist',
      'Suchen',
      '✓ verknüpft: 2345678 Fabrikam Sweden',
      'Nur was fehlt',
    ],
  ])(
    'counts as linked, and the overview says which it is: "%s"',
    async (text, others, find, row, missing) => {
      const robin = await robinOfTwo();
      const card = await settled(testBot(), robin, () => robin.say(text));
      expect(card.text).toContain(others);
      const filtered = await robin.press(missing, { on: card });
      expect(filtered.text).toContain('Wide World Importers');
      expect(filtered.text).not.toContain('Contoso Retail');
      const found = await robin.press(find, { on: card, inputs: { search: 'contoso' } });
      expect(found.text).toContain(`Contoso Retail (contoso-retail.example) ${row}`);
    },
  );

  test('is said apart and not ticked where all are linked, and left as it is unless it is chosen', async () => {
    const robin = await robinOfTwo();
    const choice = await robin.say('link 1234567 everywhere');
    expect(choice.text).toContain(
      'Contoso Retail (contoso-retail.example): 2345678 Fabrikam Sweden → 1234567',
    );
    expect(choice.text).toContain('Wide World Importers (wide-world-importers.example): 6098754 → 1234567');
    const confirm = await robin.press('Continue', { on: choice });
    expect(confirm.text).not.toContain('Contoso Retail (contoso-retail.example): ');
    await robin.say('cancel');

    await robin.say('where am I linked');
    const missing = await robin.press('link-missing');
    const named = missing.heading === 'Which PartnerID?' ? await robin.say('1234567') : missing;
    expect(named.text).toContain(
      'They have another of your company’s PartnerIDs, and are left as they are: Contoso Retail (contoso-retail.example: 2345678)',
    );
    const result = await robin.press('confirm-batch', { on: named });
    expect(result.text).toContain(
      'They have another of your company’s PartnerIDs, and are left as they are: ',
    );
    expect(writesIn(testBot().world).filter((write) => write.includes('Contoso'))).toEqual([]);
  });

  test('stands in the proof as linked, with the company’s name; a foreign number is marked, but not where it is forwarded', async () => {
    const robin = await robinOfTwo();
    const proof = await robin.say('prove it');
    expect(proof.text).toContain('1 with a PartnerID that isn’t your company’s');
    expect(proof.text).toContain('✓ linked: 2345678 Fabrikam Sweden');
    const one = await robin.say('proof for Wide World Importers');
    expect(one.text).toContain('⚠ not your company’s PartnerID: 6098754 VanArsdel Monitoring');
    const card = await robin.press('Card to forward', { on: one });
    expect(card.text).toContain('✓ linked: 6098754 VanArsdel Monitoring');
    expect(card.text).not.toContain('your company’s');
  });
});

test('a number that was asked about and not accepted is not linked elsewhere without that question', async () => {
  // The others of this file are Robin's, who has linked with the bot: that number would be offered.
  const priya = await signedIn(testBot().chat(PRIYA));
  expect((await priya.say('link 6098754 in contoso')).heading).toBe('Is this PartnerID right?');
  await priya.say('cancel');
  await settled(testBot(), priya, () => priya.say('where am I linked'));
  const asked = await priya.press('link-missing');
  expect(asked.heading).toBe('Which PartnerID?');
  expect(asked.text).toContain('Fabrikam Norway: 1234567');
  expect(asked.inputs['partnerId'] ?? '').toBe('');
});

test('a number that only an undo has brought back is not offered for the other directories', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Contoso Retail');
  const done = await linkIn(robin, '1234567', 'Wide World Importers');
  const undo = await robin.press('undo', { on: done });
  await robin.press('confirm', { on: undo });
  expect(writesIn(testBot().world)).toHaveLength(3);
  await robin.say('where am I linked');
  const confirm = await robin.press('link-missing');
  expect(confirm.text).toContain('– → 1234567');
  expect(confirm.text).not.toContain('→ 6098754');
});
