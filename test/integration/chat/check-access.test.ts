import { readFileSync } from 'node:fs';
import { PRIYA } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const READING = 'Looking at your access …';
const NOT_LINKED = '✗ Nothing counts: you aren’t linked here';

/** The card when everything is read; it may say at first that it is being read. */
function settled(robin: Chat, card: ShownCard): Promise<ShownCard> {
  return robin.until(card, ({ heading, text }) => heading !== READING && !text.includes('still being read'));
}

async function ask(robin: Chat, text: string): Promise<ShownCard> {
  return settled(robin, await robin.say(text));
}

test.each(['why is Contoso missing?', 'does my access count at Contoso', 'warum fehlt Contoso?'])(
  '"%s": link, account, each subscription with role and verdict, who can change it; nothing is written',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    const card = await ask(robin, text);
    const isGerman = text.startsWith('warum');
    expect(card.heading).toBe(isGerman ? '✗ Nichts zählt: Sie sind hier nicht verknüpft' : NOT_LINKED);
    for (const part of isGerman
      ? ['Contoso Retail', '2 von 5', 'Contoso-Prod', 'Contributor auf dem Abonnement', 'Partner Center']
      : ['Contoso Retail', '2 of 5', 'Contoso-Prod', 'Contributor on the subscription', 'Partner Center']) {
      expect(card.text).toContain(part);
    }
    expect(titlesOf(card)[0]).toBe(isGerman ? 'PartnerID verknüpfen' : 'Link my PartnerID');
    expect(writesIn(testBot().world)).toEqual([]);
  },
);

test('without a name it is the directory worked in', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await ask(robin, 'does my access count?');
  expect(card.text).toContain('Fabrikam-Lab');
});

test('"check my role on Contoso-Prod": that subscription alone, wherever it is', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await ask(robin, 'check my role on Contoso-Prod');
  expect(card.text).toContain('Contoso-Prod');
  expect(card.text).not.toContain('Contoso-Shared');
});

test('a name that two directories know is asked about, and the press shows the one that was meant', async () => {
  const robin = await signedIn(testBot().chat());
  const which = await ask(robin, 'check my role on Hub-Shared');
  expect(which.heading).toBe('Which subscription do you mean?');
  expect(titlesOf(which)).toContain('Hub-Shared (Wide World Importers)');
  const card = await settled(robin, await robin.press('Hub-Shared (Woodgrove Bank)', { on: which }));
  expect(card.text).toContain('Your role only allows reading.');
  expect(card.text).not.toContain('Woodgrove-Core');
});

test('a name that nobody knows is said, and a directory can be chosen instead', async () => {
  const robin = await signedIn(testBot().chat());
  const which = await ask(robin, 'check my role on Zzyzx-Prod');
  expect(which.heading).toBe('I can’t find that subscription');
  expect(which.text).toContain('Zzyzx-Prod');
  const choice = await robin.press('Choose a directory', { on: which });
  expect(choice.heading).toBe('In which directory should I check your access?');
});

test('what a customer can change has the request for it: who, which role, on what, in both languages', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await ask(robin, 'does my access count in Woodgrove Bank');
  expect(card.text).toContain('You can activate it in Privileged Identity Management (PIM).');
  const request = await robin.press('Ask the customer', { on: card });
  for (const part of [
    robin.person.username,
    'Support Request Contributor',
    'Woodgrove-Data (c1a80d0e-',
    'Hub-Shared (c1a80d0e-',
    'Bitte geben Sie ihm dauerhaft die Rolle',
  ]) {
    expect(request.text).toContain(part);
  }
  expect(request.text).not.toContain('Woodgrove-Core');
});

test('through Lighthouse the link at home counts, and no role is asked for', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Fabrikam Consulting');
  const card = await ask(robin, 'does my access count in Litware');
  expect(card.heading).toBe('✓ Your access counts');
  expect(card.text).toContain('a service provider');
  expect(titlesOf(card)).not.toContain('Ask the customer');
});

test('a sign-in that turns out late to be needed is asked for by a button, and three hundred subscriptions are summed up', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('which directory');
  testBot().world.setFault({ operation: 'token', kind: 'delay', ms: 1_500, count: 2 });
  const late = await settled(robin, await robin.say('does my access count in Coho Vineyard'));
  expect(late.heading).toBe('⚠ Your sign-in is needed');
  testBot().world.clearFaults();
  await robin.press('Sign in and check', { on: late });
  await robin.signIn();
  const shown = await robin.card(NOT_LINKED);
  expect(shown.text).toMatch(/of 300 subscriptions count/);
  expect(shown.text).toContain('and 245 more');
  expect(shown.text).toContain('Ask about one by its name.');
});

test('where the list of subscriptions can’t be had, the link is told all the same', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Contoso Retail');
  testBot().world.setFault({ operation: 'subscriptions', kind: 'status', status: 500, count: 100 });
  const card = await ask(robin, 'does my access count in Contoso Retail');
  expect(card.heading).toBe('⚠ Your subscriptions can’t be read now');
  expect(card.text).toContain('1234567');
});

test('while ARM is slow the card says within a second that it is being read, and is replaced', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('which directory');
  testBot().world.setFault({ operation: 'subscriptions', kind: 'delay', ms: 1_500, count: 1 });
  const first = await robin.say('does my access count in Contoso Retail');
  expect(first.heading).toBe(READING);
  expect((await settled(robin, first)).heading).toBe(NOT_LINKED);
});

test('"check everything": a line for each directory, and from there to what was found in one', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Contoso Retail');
  const card = await settled(robin, await robin.say('check everything'));
  expect(card.heading).toBe('What counts, by directory');
  expect(card.text).toContain('2 of 14 directories: linked, and something counts');
  expect(card.text).toContain('✗ not linked, though');
  expect(card.text).toContain('needs an administrator there');
  const next = await settled(robin, await robin.press('Next page', { on: card }));
  expect(next.text).toContain('✓ linked, 2 of 5 subscriptions count');
  expect(writesIn(testBot().world)).toEqual(['PUT 1234567 in Contoso Retail: 200']);
});

test('the list of directories asks ARM for access only when its button is pressed', async () => {
  const robin = await signedIn(testBot().chat());
  const overview = await settled(robin, await robin.say('where am I linked'));
  const asked = (): number =>
    testBot()
      .world.journal()
      .filter(({ path }) => path.includes('/providers/Microsoft.Authorization/')).length;
  expect(asked()).toBe(0);
  const card = await settled(robin, await robin.press('Check what counts', { on: overview }));
  expect(card.heading).toBe('What counts, by directory');
  expect(asked()).toBeGreaterThan(0);
});

test('the status card and the answer about reports lead there', async () => {
  const robin = await signedIn(testBot().chat());
  const done = await linkIn(robin, '1234567', 'Contoso Retail');
  const card = await settled(robin, await robin.press('Check my access', { on: done }));
  expect(card.heading).toBe('✓ Part of your access counts');
  const answer = await robin.say('my customer is missing from the PAL report');
  const choice = await robin.press('Check my access', { on: answer });
  expect(choice.heading).toBe('In which directory should I check your access?');
});

test('a PartnerID that was only typed makes nothing another one that is linked', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Wide World Importers');
  await robin.say('link 5127255 in Contoso Retail');
  await robin.say('cancel');
  const card = await ask(robin, 'does my access count in Wide World Importers?');
  expect(card.text).toContain('1234567');
  expect(titlesOf(card)).not.toContain('Change the PartnerID');
});

test('in front of others nothing of it is shown', async () => {
  const [robin] = testBot().group(testBot().chat().person, PRIYA);
  if (robin === undefined) throw new Error('There is nobody in the group.');
  const card = await robin.say('does my access count in Contoso Retail');
  expect(card.text).not.toContain('Contoso-Prod');
  expect(
    testBot()
      .world.journal()
      .filter(({ path }) => path.includes('Microsoft.Authorization')),
  ).toEqual([]);
});

test('neither records nor log hold a role or a subscription, whatever was asked and answered', async () => {
  const robin = await signedIn(testBot().chat());
  await ask(robin, 'check my role on Contoso-Prod');
  await ask(robin, 'check my role on Hub-Shared');
  const card = await ask(robin, 'does my access count in Woodgrove Bank');
  await robin.press('Ask the customer', { on: card });
  await settled(robin, await robin.say('check everything'));
  const kept = [testBot().recordsFile, `${testBot().recordsFile}-wal`].map((file) =>
    readFileSync(file, 'latin1'),
  );
  const found = [...kept, testBot().log.text()].flatMap(
    (text) =>
      text.match(/.{0,200}(?:Contoso-Prod|Hub-Shared|Woodgrove-Core|Contributor|c1a80d0e-4c3f)/gi) ?? [],
  );
  expect(found).toEqual([]);
});
