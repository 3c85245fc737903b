import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';
const GO_PERSONAL = 'Let’s do this in our own chat';

/** Both people in a group; Robin has signed in, in the chat with the bot alone. */
async function groupOfTwo() {
  const alone = await signedIn(testBot().chat());
  const [robin, priya] = testBot().group(ROBIN, PRIYA);
  if (robin === undefined || priya === undefined) throw new Error('A group of two has two people.');
  return { alone, robin, priya };
}

test.each([
  `link 1234567 in ${HOME}`,
  'link my PartnerID',
  'my PartnerID is 12',
  'unlink in Wide World Importers',
  'sign in',
  'my history',
  'where am I linked',
  'link 1234567 everywhere',
  'link 1234567 in contoso, fabrikam and woodgrove',
  'unlink everywhere',
  'consent links for all customers',
  'prove it',
  'undo',
])('"%s" in a group moves to the chat with the bot alone', async (text) => {
  const { robin } = await groupOfTwo();
  const card = await robin.say(`<at>PAL Assistant</at> ${text}`);
  expect(card.heading).toBe(GO_PERSONAL);
  expect(card.text).toContain('Nothing was changed.');
  // Without an app id there is no address that a button could lead to.
  expect(titlesOf(card)).toEqual(['Help']);
  expect(writesIn(testBot().world)).toEqual([]);
});

test('two requests make two cards that say which is which; the same one again makes no twin', async () => {
  const { robin } = await groupOfTwo();
  const first = await robin.say('<at>PAL Assistant</at> my history');
  const second = await robin.say('<at>PAL Assistant</at> where am I linked');
  expect(first.text).toContain('Your request: my history');
  expect(second.text).toContain('Your request: where am I linked');
  expect((await robin.say('<at>PAL Assistant</at> where am I linked')).heading).not.toBe(GO_PERSONAL);
});

test('who has signed in sees their link in a group, and its buttons lead to the chat with the bot alone', async () => {
  const { robin } = await groupOfTwo();
  const status = await robin.say('show my link in Wide World Importers');
  expect(status.text).toContain('Wide World Importers');
  expect((await robin.press('unlink', { on: status })).heading).toBe(GO_PERSONAL);
  expect(writesIn(testBot().world)).toEqual([]);
});

test('who has not signed in is not asked to in front of others', async () => {
  const { priya } = await groupOfTwo();
  expect((await priya.say('show my link')).heading).toBe(GO_PERSONAL);
  expect((await priya.say('which directory')).heading).toBe(GO_PERSONAL);
  expect(priya.headings()).not.toContain('Sign in to continue');
  expect((await priya.say('cancel')).heading).toBe('There is nothing to cancel');
});

test('a directory that wants more than the sign-in that is there does not ask for it in front of others', async () => {
  const { robin } = await groupOfTwo();
  expect((await robin.say('show my link in Adventure Works')).heading).toBe(GO_PERSONAL);
});

test('questions and help are answered in a group', async () => {
  const { priya } = await groupOfTwo();
  const help = await priya.say('help');
  expect(help.heading).toBe('What I can do here');
  expect(titlesOf(help)).toEqual(['What is PAL?', 'Show my link']);
  expect((await priya.say('what is PAL?')).heading).not.toBe(GO_PERSONAL);
});

test.each([
  ['help', GO_PERSONAL],
  ['Hilfe', 'Das machen wir besser in unserem eigenen Chat'],
])('"%s" in a group lists what works there, and what works in the own chat only', async (asked, away) => {
  const { robin } = await groupOfTwo();
  const paragraphs = ({ json }: { readonly json: string }) =>
    [...json.matchAll(/"text":"([^"]+)"/g)].map(([, text = '']) => text);
  const welcome = paragraphs(await robin.install());
  const help = paragraphs(await robin.say(asked));
  expect(help.filter((text) => welcome.includes(text))).toEqual([]);
  const groups = help.filter((text) => text.includes(' · ')).map((text) => text.split(' · '));
  expect(groups).toHaveLength(3);
  for (const [place, typed] of groups.entries()) {
    for (const text of typed) {
      const { heading } = await robin.say(text);
      if (place === 2) expect(heading).toBe(away);
      else
        expect(`${text}: ${heading}`).not.toMatch(
          /own chat|eigenen Chat|understand|verstanden|mean\b|meinen/,
        );
    }
  }
});

test('a card is for the one who asked: somebody else’s press on it is refused, and the owner’s goes on', async () => {
  const { robin, priya } = await groupOfTwo();
  const status = await robin.say('show my link in Wide World Importers');
  const refused = await priya.pressFor('unlink', { on: status });
  expect(refused).toMatchObject({ httpStatus: 200, card: undefined });
  expect(refused.message).toContain('somebody else');
  expect(robin.now(status).heading).toBe(status.heading);
  expect((await robin.press('unlink', { on: status })).heading).toBe(GO_PERSONAL);
});

test('an old client’s press on somebody else’s card is refused in a message of its own', async () => {
  const { robin, priya } = await groupOfTwo();
  const status = await robin.say('show my link in Wide World Importers');
  await priya.post({
    type: 'message',
    value: { ...status.buttons.find(({ verb }) => verb === 'unlink')?.data },
    replyToId: status.activityId,
  });
  expect(robin.now(status).heading).toBe(status.heading);
  expect(robin.lastCard().heading).toContain('This card is for somebody else');
});

test('two people in one group each go their own way', async () => {
  const { robin, priya } = await groupOfTwo();
  await signedIn(testBot().chat(PRIYA));
  await robin.say('switch directory to Contoso Retail');
  const hers = await priya.say('show my link');
  expect(hers.text).toContain(HOME);
  expect((await robin.say('show my link')).text).toContain('Contoso Retail');
});

test.each(['Link', 'Cancel'])(
  'a confirm card’s "%s" does nothing in another conversation',
  async (button) => {
    const { alone, robin } = await groupOfTwo();
    const confirm = await alone.say(`link 1234567 in ${HOME}`);
    const elsewhere = await testBot().chat().pressFor(button, { on: confirm });
    expect(elsewhere.message).toContain('somebody else');
    const inGroup = await robin.pressFor(button, { on: confirm });
    if (button === 'Link') expect(inGroup.card?.heading).toBe(GO_PERSONAL);
    else expect(inGroup.message).toContain('somebody else');
    expect(writesIn(testBot().world)).toEqual([]);
    expect((await alone.press('Link', { on: confirm })).heading).toBe('✓ Linked');
  },
);

test('the buttons of a batch do nothing in a group: it goes on in the chat with the bot alone', async () => {
  const { alone, robin } = await groupOfTwo();
  const confirm = await alone.say('link 1234567 in contoso and fabrikam');
  for (const verb of ['pick-directories', 'confirm-batch'] as const) {
    const inGroup = await robin.pressFor(verb, { on: confirm });
    expect(inGroup.card?.heading).toBe(GO_PERSONAL);
  }
  expect(writesIn(testBot().world)).toEqual([]);
  const done = await alone.press('Confirm for 2', { on: confirm });
  for (const verb of ['undo-batch', 'show-all'] as const)
    expect((await robin.pressFor(verb, { on: done })).card?.heading).toBe(GO_PERSONAL);
  expect(writesIn(testBot().world)).toHaveLength(2);
});

test('an undo is not done in a group either', async () => {
  const { alone, robin } = await groupOfTwo();
  const done = await linkIn(alone, '1234567', HOME);
  const inGroup = await robin.pressFor('Undo', { on: done });
  expect(inGroup.card?.heading).toBe(GO_PERSONAL);
  expect(writesIn(testBot().world)).toHaveLength(1);
});

test('a press on a shared answer that leads out of the group leaves the answer as it is for the others', async () => {
  const { robin } = await groupOfTwo();
  const limits = await robin.say('what can’t you do?');
  expect((await robin.press('Where am I linked?', { on: limits })).heading).toBe(GO_PERSONAL);
  expect(robin.now(limits).heading).toBe('What I can’t do');
  const answer = await robin.say('what is PAL?');
  const link = answer.buttons.find(({ verb }) => verb === 'link');
  if (link !== undefined) await robin.press('link', { on: answer });
  expect(robin.now(answer).text).toBe(answer.text);
});
