import { PRIYA, ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { armCalls, writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();

/** No two sign-in cards in a row: nobody is sent round in circles. */
function expectNoLoop(chat: Chat): void {
  const asks = ['Sign in to continue', 'One more check is needed', 'Your approval is needed'];
  const headings = chat.headings();
  const loops = headings.filter(
    (heading, index) => asks.includes(heading) && headings[index + 1] === heading,
  );
  expect(loops).toEqual([]);
}

test('Contoso Retail: a plain guest is linked under the guest’s own object id', async () => {
  const { world } = testBot();
  const robin = await signedIn(testBot().chat());
  expect((await linkIn(robin, '1234567', 'Contoso Retail')).heading).toBe('✓ Linked');
  expect(world.link(TENANT_IDS.contoso, ROBIN.guestIds[TENANT_IDS.contoso] ?? '')).toMatchObject({
    partnerId: '1234567',
    state: 'Active',
  });
  expect(world.link(TENANT_IDS.fabrikam, ROBIN.objectId)).toBeUndefined();
});

test('Woodgrove Bank: reading works, a change asks once for the second factor and then goes on by itself', async () => {
  const { world } = testBot();
  const robin = await signedIn(testBot().chat());
  expect((await robin.say('show my link in Woodgrove Bank')).heading).toBe('Not linked yet');
  await robin.say('link 1234567 in Woodgrove Bank');
  const stepUp = await robin.press('Link');
  expect(stepUp.heading).toBe('One more check is needed');
  expect(stepUp.text).toContain(`Woodgrove Bank ${TENANT_IDS.woodgrove}`);

  const page = await robin.signIn();
  expect(page.titles.join(' ')).toContain('Second factor');
  expect((await robin.card('✓ Linked')).text).toContain('Woodgrove Bank');
  expect(robin.now(stepUp).heading).toBe('✓ You’re signed in');
  expect(writesIn(world)).toEqual([
    'PUT 1234567 in Woodgrove Bank: 401',
    'PUT 1234567 in Woodgrove Bank: 200',
  ]);
  expectNoLoop(robin);
});

test('Woodgrove Bank: the second factor serves the undo too, without asking again', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in Woodgrove Bank');
  await robin.press('Link');
  await robin.signIn();
  await robin.card('✓ Linked');
  expect((await robin.press('Undo')).heading).toBe('✓ Undone');
});

test('Adventure Works: the administrator refuses, and the card says how to go on by hand', async () => {
  const robin = await signedIn(testBot().chat());
  const ask = await robin.say('link 1234567 in Adventure Works');
  expect(ask.heading).toBe('Your approval is needed');
  const page = await robin.signIn({ consent: 'declined' });
  expect(page.titles.join(' ')).toContain('Approve the app');
  const card = await robin.card('⚠ This directory has not approved me');
  expect(card.text).toContain(`az login --tenant ${TENANT_IDS.adventureWorks}`);
  expect(card.text).toContain('az managementpartner create --partner-id 1234567');
  expect(writesIn(testBot().world)).toEqual([]);
  expectNoLoop(robin);
});

test('Adventure Works: the administrator approves, and the link goes on by itself', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in Adventure Works');
  await robin.signIn({ consent: 'given' });
  await robin.card('Link this PartnerID?');
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
  expect(writesIn(testBot().world)).toEqual(['PUT 1234567 in Adventure Works: 200']);
});

test('Adventure Works: after a refusal "try again" asks anew, once', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in Adventure Works');
  await robin.signIn({ consent: 'declined' });
  await robin.card('⚠ This directory has not approved me');
  expect((await robin.press('Try again')).heading).toBe('Your approval is needed');
  await robin.signIn({ consent: 'given' });
  await robin.card('Link this PartnerID?');
});

test('Tailwind Traders: a CSP partner without an account there is told why no link is possible', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link 1234567 in Tailwind Traders');
  const card = confirm.heading.startsWith('⚠') ? confirm : await robin.press('Link');
  expect(card.heading).toBe('⚠ You have no account in this directory');
  expect(card.text).toContain('CSP');
  expect(writesIn(testBot().world).every((call) => call.endsWith(': 400'))).toBe(true);
});

test('Litware: managed through Lighthouse, so the link is offered at home, and why', async () => {
  const robin = await signedIn(testBot().chat());
  const offer = await robin.say('link 1234567 in Litware');
  expect(offer.heading).toBe('Link once, in your own directory');
  expect(offer.text).toContain('Azure Lighthouse');
  expect(offer.text).toContain('Fabrikam Consulting');
  expect((await robin.press('Link in my own directory')).heading).toBe('Link this PartnerID?');
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
  expect(writesIn(testBot().world)).toEqual(['PUT 1234567 in Fabrikam Consulting: 200']);
});

test.each([
  ['Woodgrove Bank', 'although subscriptions of it are managed from home'],
  ['Wide World Importers', 'although ARM calls it ProjectedBy'],
])('%s can be linked, %s', async (name) => {
  const robin = await signedIn(testBot().chat());
  expect((await robin.say(`link 1234567 in ${name}`)).heading).toMatch(
    /^(?:Link this|Change the) PartnerID\?$/,
  );
});

test('Litware: its link is the one at home, and there is none to remove in it', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await robin.say('show my link in Litware');
  expect(card.text).toContain('Fabrikam Consulting');
  expect(card.text).toContain('Litware is managed through Azure Lighthouse');
  expect((await robin.say('show my link')).text).not.toContain('Lighthouse');
  expect((await robin.say('unlink in Litware')).heading).toBe('⚠ You manage this directory from your own');
});

test.each([
  ['link 1234567 in Litware', 'Link once, in your own directory', '⚠ Azure had an error', 'Try again'],
  [
    'verknüpfe 1234567 in Litware',
    'Einmal verknüpfen, im eigenen Verzeichnis',
    '⚠ In Azure ist ein Fehler aufgetreten',
    'Erneut versuchen',
  ],
])(
  'Litware: with the subscriptions not readable, nobody is sent to the customer: %s',
  async (text, later, heading, next) => {
    const robin = await signedIn(testBot().chat());
    testBot().world.setFault({ operation: 'subscriptions', kind: 'status', status: 500, count: 10 });
    const card = await robin.say(text);
    expect(card.heading).toBe(heading);
    expect(titlesOf(card)[0]).toBe(next);
    testBot().world.clearFaults();
    expect((await robin.say(text)).heading).toBe(later);
  },
);

test('Litware: "yes" accepts the offer too', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in Litware');
  expect((await robin.say('yes')).heading).toBe('Link this PartnerID?');
});

test('Wide World Importers: a vendor’s PartnerID is shown beside the new one, and changed with PATCH', async () => {
  const robin = await signedIn(testBot().chat(PRIYA));
  const confirm = await robin.say('link my PartnerID 1234567 in Wide World Importers');
  expect(confirm.heading).toBe('Change the PartnerID?');
  expect(confirm.text).toContain('6098754 VanArsdel Monitoring');
  expect((await robin.press('Change')).heading).toBe('✓ PartnerID changed');
  expect(armCalls(testBot().world)).toEqual([
    'GET in Wide World Importers: 200',
    'GET in Wide World Importers: 200',
    'PATCH 1234567 in Wide World Importers: 200',
  ]);
});

describe.each([
  ['Proseware', 'proseware', '⚠ You have no account in this directory'],
  ['Northwind Health', 'northwind', '⚠ A sign-in rule blocked this'],
  ['Alpine Ski House', 'alpine', '⚠ Your invitation is still open'],
  ['Lucerne Publishing', 'lucerne', '⚠ The two directories don’t allow this sign-in'],
  ['Fourth Coffee', 'fourthCoffee', '⚠ A managed device is required'],
] as const)('%s', (name, key, heading) => {
  test('the person is told what stands in the way, and what to do about it', async () => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say(`link 1234567 in ${name}`);
    expect(card.heading).toBe(heading);
    expect(card.text).toContain(`${name} ${TENANT_IDS[key]}`);
    expect(card.text).toMatch(/Reference: [0-9a-f-]{36}/);
    // What bars the person or the device here bars the portal and the shells as well.
    expect(card.json).not.toMatch(/az login|Connect-AzAccount|portal\.azure\.com/);
    expect(armCalls(testBot().world)).toEqual([]);
    expectNoLoop(robin);
  });

  test('trying again and again gives the same answer, and never a sign-in that can’t help', async () => {
    const robin = await signedIn(testBot().chat());
    const before = robin.headings().length;
    await robin.say(`show my link in ${name}`);
    await robin.say(`show my link in ${name}`);
    expect(robin.headings().slice(before)).toEqual([heading, heading]);
    expect((await robin.say('show my link')).heading).toBe('Not linked yet');
  });
});

describe('which directory and switch directory', () => {
  test('"which directory" names the one worked in and lists the others, home first', async () => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say('which directory');
    expect(card.text).toContain(`Directory Fabrikam Consulting ${TENANT_IDS.fabrikam}`);
    expect(card.text).toContain('Contoso Retail');
    expect(card.text).not.toContain('reached through Lighthouse');
    await robin.say('show my link in Litware');
    const again = await robin.say('which directory');
    expect(again.text).toMatch(/Litware \(litware\.example\), reached through Lighthouse/);
  });

  test('after a switch everything happens in the other directory', async () => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('switch to Contoso Retail')).heading).toBe('✓ Directory switched');
    expect((await robin.say('show my link')).text).toContain('Contoso Retail');
    expect((await robin.say('link my PartnerID 1234567')).text).toContain('Contoso Retail');
    await robin.press('Link');
    expect(writesIn(testBot().world)).toEqual(['PUT 1234567 in Contoso Retail: 200']);
  });

  test('without a name, the person chooses from a list', async () => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('switch directory')).heading).toBe('Which directory do you want to work in?');
    const card = await robin.press('Continue', { inputs: { directoryId: TENANT_IDS.wideWorld } });
    expect(card.heading).toBe('✓ Directory switched');
    expect((await robin.say('show my link')).text).toContain('6098754');
  });

  test('a directory is found by its name, domain or id', async () => {
    const robin = await signedIn(testBot().chat());
    for (const named of ['contoso', 'contoso-retail.example', TENANT_IDS.contoso]) {
      // Asked once more at once, it says that nothing has changed (same-again.test.ts).
      await robin.say('help');
      expect((await robin.say(`show my link in ${named}`)).text).toContain(
        `Contoso Retail ${TENANT_IDS.contoso}`,
      );
    }
  });

  test('a directory that the person can’t see is unknown, whatever it is', async () => {
    const robin = await signedIn(testBot().chat(PRIYA));
    const card = await robin.say('show my link in Adventure Works');
    expect(card.heading).toBe('Which directory’s link do you want to see?');
    expect(card.text).toContain('Not among your directories: Adventure Works');
    const forged = await robin.say('link 1234567 in 11111111-2222-4333-8444-555555555555');
    expect(forged.heading).toBe('⚠ I don’t know this directory');
    expect(armCalls(testBot().world)).toEqual([]);
  });

  test('a forged choice of a directory that is not the person’s own changes nothing', async () => {
    const robin = await signedIn(testBot().chat(PRIYA));
    await robin.say('link my PartnerID 1234567');
    const card = await robin.press('Continue', { inputs: { directoryId: TENANT_IDS.adventureWorks } });
    expect(card.heading).toBe('⚠ I don’t know this directory');
    expect(armCalls(testBot().world)).toEqual([]);
  });

  test('"link elsewhere" offers the same PartnerID for the next directory', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', 'Contoso Retail');
    const choose = await robin.press('Link in another directory');
    expect(choose.text).toContain('1234567');
    const confirm = await robin.press('Continue', { inputs: { directoryId: TENANT_IDS.fabrikam } });
    expect(confirm.text).toContain('Fabrikam Consulting');
    await robin.press('Link');
    expect(writesIn(testBot().world)).toEqual([
      'PUT 1234567 in Contoso Retail: 200',
      'PUT 1234567 in Fabrikam Consulting: 200',
    ]);
  });
});
