import { writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();

describe('"and Coho too" while a confirm card is open', () => {
  test.each([
    ['link 1234567 in contoso', 'and fabrikam too'],
    ['link 1234567 in contoso', 'auch in Fabrikam'],
    ['link 1234567 in contoso and tailwind', 'also in fabrikam'],
  ])('adds to what it would change, and drops nothing: %s; %s', async (first, more) => {
    const robin = await signedIn(testBot().chat());
    await robin.say(first);
    const { text } = await robin.say(more);
    for (const name of ['Contoso Retail', 'Fabrikam Consulting', '1234567']) expect(text).toContain(name);
    expect(writesIn(testBot().world)).toEqual([]);
    await robin.press('confirm-batch');
    const written = writesIn(testBot().world).join('; ');
    expect(written).toContain('PUT 1234567 in Contoso Retail: 200');
    expect(written).toContain('PUT 1234567 in Fabrikam Consulting: 200');
  });

  test('so it is with a removal', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', 'Contoso Retail');
    await linkIn(robin, '1234567', 'Fabrikam Consulting');
    await robin.say('unlink contoso');
    const { heading, text } = await robin.say('and fabrikam too');
    expect(heading).toBe('Remove the link in these directories (2)?');
    expect(text).toContain('Contoso Retail');
    expect(text).toContain('Fabrikam Consulting');
  });
});

test.each(['remove the link everywhere except coho', 'entferne die Verknüpfung überall außer Coho'])(
  'a removal asked for while a link waits for its directory is a removal: %s',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', 'Contoso Retail');
    await robin.say('link 1234567');
    const { heading, json } = await robin.say(text);
    expect(heading).toMatch(/^(Remove|Diese Verknüpfung entfernen|Verknüpfung)/);
    expect(json).toContain('Contoso Retail');
    expect(json).not.toContain('→ 1234567');
  },
);

test.each(['actually no, not fabrikam', 'nein, nicht Fabrikam'])(
  'who does not want the directory of the open card after all has cancelled it: %s',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say('link 1234567 in fabrikam');
    expect((await robin.say(text)).heading).toMatch(/^(Cancelled|Abgebrochen)/);
    await robin.press('confirm', { on: card });
    expect(writesIn(testBot().world)).toEqual([]);
  },
);

describe('another number for one of many that wait for their confirmation', () => {
  test.each([
    'no, 5127255 for fabrikam',
    'fabrikam should have 5127255',
    'bei Fabrikam gehört 5127255 hin',
    'hmm argh, wrong id for Fabrikam, it should be 5127255 there',
  ])('changes that one on the card, and keeps the others: %s', async (text) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso and fabrikam');
    const card = await robin.say(text);
    expect(card.heading).toMatch(/\(2\)/);
    expect(writesIn(testBot().world)).toEqual([]);
    await robin.press('confirm-batch', { on: card });
    expect(writesIn(testBot().world).sort()).toEqual([
      'PUT 1234567 in Contoso Retail: 200',
      'PUT 5127255 in Fabrikam Consulting: 200',
    ]);
  });

  test('of a directory that is not among them it is a change there', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso and fabrikam');
    const card = await robin.say('wide world importers should have 5127255');
    expect(card.heading).toBe('Change the PartnerID?');
    expect(card.text).toContain('Wide World Importers');
  });
});
