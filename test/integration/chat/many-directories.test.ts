import { crowdDirectoryId } from '../../../local/cloud/world/crowd-of-directories';
import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import type { ShownCard } from '../../support/shown-card';
import { settled, signedIn } from '../../support/talks';

const testBot = runningTestBot();
afterEach(() => {
  testBot().world.setCrowd(0);
});
const NEWS = 'New among your directories';

/** Somebody else has invited the person meanwhile; their list is read anew after a sign-in. */
async function invited(robin: Chat, count: number): Promise<void> {
  testBot().world.setCrowd(count);
  await robin.say('sign out');
  await signedIn(robin);
}

describe('a directory that has appeared', () => {
  test('is said once on the status card, with the button that links there; never at the first time', async () => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
    await invited(robin, 1);
    const news = await robin.say('show my link');
    expect(news.text).toContain(NEWS);
    expect(news.text).toContain('Customer 000 (customer-0.example)');
    await robin.say('help');
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
    await robin.press('Link there too', { on: news });
    const confirm = await robin.say('1234567');
    expect(confirm.text).toContain('Customer 000');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('is no news where the overview has shown it, or all was forgotten', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('show my link');
    await invited(robin, 1);
    await robin.say('where am I linked');
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
    await robin.say('forget me');
    await robin.press('confirm-forget');
    await signedIn(robin);
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
  });

  test('together with others: one button links them all', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('show my link');
    await invited(robin, 3);
    const news = await robin.say('zeig meine Verknüpfung');
    expect(titlesOf(news)).toContain('Diese auch verknüpfen');
    await robin.press('Diese auch verknüpfen', { on: news });
    const confirm = await robin.say('1234567');
    expect(confirm.text).toContain('customer-2.example');
  });
});

/** The overview when all of it is read. */
function overview(robin: Chat): Promise<ShownCard> {
  return settled(testBot(), robin, () => robin.say('where am I linked'));
}

test('several directories have not approved the bot: one button leads to a message and the link of each', async () => {
  testBot().world.setCrowd(48);
  const robin = await signedIn(testBot().chat());
  const card = await overview(robin);
  const request = await robin.press('Ask 4 administrators to approve', { on: card });
  expect(request.heading).toBe('For the administrator there');
  const links = (request.inputs['links'] ?? '').split('\n');
  expect(links).toHaveLength(4);
  expect(links.find((line) => line.startsWith('Adventure Works'))).toContain(
    `/${TENANT_IDS.adventureWorks}/adminconsent?client_id=`,
  );
  // What is sent to one customer names no other.
  expect(request.inputs['own-text']).not.toContain('Adventure');
  expect(request.inputs['other-text']).toContain('Guten Tag!');
  expect(Buffer.byteLength(request.json)).toBeLessThan(24_000);
});

test.each([
  ['where am I linked', 'Ask the administrator to approve', 'For the administrator there'],
  ['wo bin ich überall verknüpft', 'Verzeichnis um Zustimmung bitten', 'Für den Administrator dort'],
])(
  'one directory has not approved the bot: "%s" has the message for that one',
  async (text, button, heading) => {
    const robin = await signedIn(testBot().chat());
    const card = await settled(testBot(), robin, () => robin.say(text));
    const request = await robin.press(button, { on: card });
    expect(request.heading).toBe(heading);
    expect(request.text).toContain('Adventure Works');
    expect(request.json).toContain(`/${TENANT_IDS.adventureWorks}/adminconsent?client_id=`);
    expect(request.inputs['links']).toBeUndefined();
  },
);

test.each([
  ['consent links for all customers', 'For the administrator there', 'Adventure Works'],
  ['ask all administrators to approve', 'For the administrator there', 'Adventure Works'],
  ['Zustimmungslinks für alle', 'Für den Administrator dort', 'Adventure Works'],
  ['Nachricht an alle Administratoren, dass sie zustimmen', 'Für den Administrator dort', 'Adventure Works'],
])('the same typed: "%s"', async (text, heading, name) => {
  testBot().world.setCrowd(30);
  const robin = await signedIn(testBot().chat());
  await overview(robin);
  const request = await robin.say(text);
  expect(request.heading).toBe(heading);
  expect((request.inputs['links'] ?? '').split('\n').map((line) => line.split(' (')[0])).toContain(name);
  expect(writesIn(testBot().world)).toEqual([]);
});

test('a question about consent is answered, and starts nothing', async () => {
  const robin = await signedIn(testBot().chat());
  const answer = await robin.say('does every admin have to give consent?');
  expect(answer.heading).toBe('What may this bot do with my sign-in, and why is consent needed?');
});

describe('names of several directories', () => {
  test('one that fits two is asked about, and the others come with the answer', async () => {
    testBot().world.setCrowd(3);
    const robin = await signedIn(testBot().chat());
    const question = await robin.say('link 1234567 in contoso, Customer 001 and fabrikam');
    expect(question.text).toContain('More than one of your directories fits.');
    expect(question.text).toContain('What else you named is kept');
    const confirm = await robin.press('choose-directory', { inputs: { directoryId: crowdDirectoryId(2) } });
    expect(confirm.heading).toBe('Link in these directories (3)?');
    for (const name of ['contoso', 'fabrikam', 'customer-2.example']) expect(confirm.text).toContain(name);
    expect((await robin.press('Confirm for 3')).heading).toBe('✓ All 3 done');
    expect(writesIn(testBot().world)).toHaveLength(3);
  });

  test('two that can’t be told are asked about in turn; the answer can be typed', async () => {
    testBot().world.setCrowd(23);
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in Customer 001, woodgrvoe, contoso and Zzyzx');
    await robin.press('choose-directory', { inputs: { directoryId: crowdDirectoryId(1) } });
    const confirm = await robin.say('Woodgrove Bank');
    expect(confirm.heading).toBe('Link in these directories (3)?');
    expect(confirm.text).toContain('Not among your directories: Zzyzx');
    expect(confirm.text).toContain('customer-1.example');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('a list pasted from a table is read: cells, lines, quotes, the same twice', async () => {
    const robin = await signedIn(testBot().chat());
    const pasted = ['Contoso Retail\tcontoso', '"Woodgrove Bank"\tFabrikam', 'CONTOSO RETAIL', '\tcoho'].join(
      '\r\n',
    );
    const confirm = await robin.say(`link 1234567 in\n${pasted}`);
    expect(confirm.heading).toBe('Link in these directories (3)?');
    for (const name of ['Contoso', 'Fabrikam', 'Woodgrove']) expect(confirm.text).toContain(name);
  });

  test('a list out of a spreadsheet, with headings, names, domains and tenant ids: each row is one directory', async () => {
    testBot().world.setCrowd(3);
    const robin = await signedIn(testBot().chat());
    const rows = [
      'Name\tPrimary domain\tTenant ID',
      `Contoso Retail\tcontoso-retail.example\t${TENANT_IDS.contoso}`,
      `Customer 001\tcustomer-2.example\t${crowdDirectoryId(2)}`,
      '\tfabrikam-consulting.example\t',
      `Contoso Retail\tcontoso-retail.example\t${TENANT_IDS.contoso}`,
    ];
    const confirm = await robin.say(`link 1234567 in\n${rows.join('\r\n')}`);
    expect(confirm.heading).toBe('Link in these directories (3)?');
    expect(confirm.text).toContain('Customer 001 (customer-2.example): – → 1234567');
    expect(confirm.text).not.toContain('customer-1.example');
    expect(confirm.text).not.toContain('Not among your directories');
  });

  test('names, domains and ids mixed; an id that is of no directory is said, and one that is named twice is once', async () => {
    const robin = await signedIn(testBot().chat());
    const nobody = 'abcdef12-2222-4333-8444-555555555555';
    const mixed = `contoso, ${TENANT_IDS.woodgrove}, fabrikam-consulting.example, CONTOSO and ${nobody}`;
    const confirm = await robin.say(`link 1234567 in ${mixed}`);
    expect(confirm.heading).toBe('Link in these directories (3)?');
    expect(confirm.text).toContain(`Not among your directories: ${nobody}`);
    await robin.say('cancel');
    const twice = await robin.say(`link 1234567 in contoso, Contoso Retail and ${TENANT_IDS.contoso}`);
    expect(twice.heading).toBe('Link this PartnerID?');
    expect(twice.text).toContain(TENANT_IDS.contoso);
  });

  test('of two equal names the question and the card tell each by its domain', async () => {
    testBot().world.setCrowd(3);
    const robin = await signedIn(testBot().chat());
    const question = await robin.say('link 1234567 in contoso and Custmer 000');
    expect(question.text).toContain('Did you mean Customer 000 (customer-0.example)');
    await robin.say('cancel');
    const both = await robin.say('link 1234567 in customer-1.example and customer-2.example');
    for (const number of [1, 2])
      expect(both.text).toContain(`Customer 001 (customer-${number}.example): – → 1234567`);
  });

  test('a hundred names are read, and each is listed before anything is changed', async () => {
    testBot().world.setCrowd(100);
    const robin = await signedIn(testBot().chat());
    const names = Array.from({ length: 100 }, (_, number) => `customer-${number}.example`);
    const confirm = await robin.say(`change it to 2345678 in ${names.join('\n')}`);
    expect(confirm.heading).toMatch(/^Change in these directories|^Link in these directories/);
    for (const open of [1, 2, 4, 98, 99]) expect(confirm.text).toContain(`customer-${open}.example`);
    expect(Buffer.byteLength(confirm.json)).toBeLessThan(24_576);
    expect(writesIn(testBot().world)).toEqual([]);
  });
});
