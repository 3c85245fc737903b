import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HEADING = 'For the administrator there';
const BUTTON = 'Message for the administrator';

/** What the mail says that the button "Write it in Outlook" opens. */
function mailOf(card: ShownCard): { subject: string; body: string } {
  const url = new URL(card.buttons.find(({ title }) => title === 'Write it in Outlook')?.url ?? '');
  return { subject: url.searchParams.get('subject') ?? '', body: url.searchParams.get('body') ?? '' };
}

test('a directory that has not approved the bot: the message says who asks, which app, and where to approve', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in Adventure Works');
  await robin.signIn({ consent: 'declined' });
  const problem = await robin.card('⚠ This directory has not approved me');
  const card = await robin.press(BUTTON, { on: problem });
  expect(card.heading).toBe(HEADING);
  const { subject, body } = mailOf(card);
  expect(subject).toBe('Please approve PAL Assistant in Adventure Works');
  expect(body).toContain(`/${TENANT_IDS.adventureWorks}/adminconsent?client_id=`);
  for (const part of [
    'robin@',
    'Robin',
    TENANT_IDS.adventureWorks,
    'Application (client) ID: ',
    '/customers',
  ])
    expect(body).toContain(part);
  expect(card.inputs['own-text']).toBe(body);
  expect(card.inputs['other-text']).toContain('Bitte öffnen Sie als Administrator diese Seite');
  // The problem's own card stays, with its way to try again.
  expect(robin.now(problem).heading).toBe(problem.heading);
});

test.each([
  ['Lucerne Publishing', 'sign-in logs'],
  ['Northwind Health', ''],
  ['Alpine Ski House', ''],
  ['Proseware', ''],
  ['Fourth Coffee', ''],
])('%s can’t be used from here: its card has a message that says what to do', async (directory, words) => {
  const robin = await signedIn(testBot().chat());
  await robin.say(`link 1234567 in ${directory}`);
  const card = await robin.press(BUTTON);
  expect(card.heading).toBe(HEADING);
  expect(mailOf(card).subject).toContain(directory);
  expect(mailOf(card).body).toContain(words);
  expect(robin.lastCard().text).not.toContain('{');
});

test('a row of the overview that needs an administrator leads to the message', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('show my link everywhere');
  const overview = await robin.card('Your directories');
  const link = overview.buttons.find(({ title }) => title.startsWith('message for them'));
  const card = await robin.press(link?.title ?? '', { on: overview });
  expect(card.heading).toBe(HEADING);
  expect(robin.now(overview).heading).toBe('Your directories');
});

test('in German the message is German first, and what is no request of ours opens nothing', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('bitte auf Deutsch');
  await robin.say('verknüpfe 1234567 in Lucerne Publishing');
  const card = await robin.press('Nachricht für den Administrator');
  expect(card.inputs['own-text']).toContain('Guten Tag!');
  expect(card.inputs['other-text']).toContain('Hello,');
});
