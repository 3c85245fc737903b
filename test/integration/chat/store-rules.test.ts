import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRIYA, ROBIN } from '../../../local/cloud/world/sample-world';
import { VERBS } from '../../../src/cards/press';
import { packageRoot } from '../../../src/config/package';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot();
const BOT = { id: '28:the-bot', name: 'PAL Assistant' };
const GO_PERSONAL = 'Let’s do this in our own chat';
/** The whole budget of a client for a press is 10 to 15 seconds; the store wants a sign of life after 2. */

interface Manifest {
  bots: { commandLists: { scopes: string[]; commands: { title: string }[] }[] }[];
}
const manifest = JSON.parse(
  readFileSync(join(packageRoot(__dirname), 'appPackage', 'manifest.json'), 'utf8'),
) as Manifest;
const menuOf = (scope: string): string[] =>
  manifest.bots[0]?.commandLists
    .find(({ scopes }) => scopes.includes(scope))
    ?.commands.map(({ title }) => title) ?? [];

describe('the welcome', () => {
  test('comes once, although Teams tells of an install twice, and help names every command of the menu', async () => {
    const robin = testBot().chat();
    await robin.post({ type: 'conversationUpdate', membersAdded: [BOT, { id: '29:robin' }] });
    const welcome = await robin.install();
    await robin.post({ type: 'conversationUpdate', membersAdded: [BOT] });
    expect(robin.headings()).toEqual(['Welcome to PAL Assistant']);
    const help = await robin.press('Help', { on: welcome });
    for (const title of menuOf('personal')) expect(`${help.text} help`).toContain(title);
  });

  test.each(['add-upgrade', 'remove-upgrade', 'remove'])('does not come with "%s"', async (action) => {
    const robin = testBot().chat();
    await robin.post({ type: 'installationUpdate', action });
    expect(robin.headings()).toEqual([]);
  });

  test('is one short introduction in a group, which anybody may use', async () => {
    const [robin, priya] = testBot().group(ROBIN, PRIYA);
    if (robin === undefined || priya === undefined) throw new Error('A group of two has two people.');
    await robin.post({ type: 'conversationUpdate', membersAdded: [BOT] });
    const introduction = await robin.install();
    expect(robin.headings()).toEqual(['I’m PAL Assistant']);
    expect(introduction.text).not.toContain(ROBIN.name);
    expect((await priya.press('What is PAL?', { on: introduction })).text).toContain('Partner Admin Link');
  });

  test('does not greet people who come or go', async () => {
    const [robin] = testBot().group(ROBIN);
    await robin?.post({ type: 'conversationUpdate', membersAdded: [{ id: '29:somebody' }] });
    await robin?.post({ type: 'conversationUpdate', membersRemoved: [{ id: '29:somebody' }] });
    expect(robin?.headings()).toEqual([]);
  });
});

describe('the menus', () => {
  test('each command does what it says in the chat with the bot alone, however it is typed', async () => {
    const robin = await signedIn(testBot().chat());
    for (const title of menuOf('personal')) {
      const answer = await robin.say(`  ${title.toUpperCase()}! `);
      expect([title, answer.heading]).not.toEqual([title, 'I didn’t understand that']);
      expect(titlesOf(answer).length).toBeGreaterThan(0);
      if (title === 'sign out') await signedIn(robin);
    }
  });

  test('in a group the menu has what is done there; everything else leads to the chat with the bot alone', async () => {
    await signedIn(testBot().chat());
    const [robin] = testBot().group(ROBIN);
    if (robin === undefined) throw new Error('Somebody is in the group.');
    const moved = new Map<string, boolean>();
    for (const title of menuOf('personal').filter((one) => one !== 'sign out')) {
      const answer = await robin.say(`<at>PAL Assistant</at> ${title}`);
      moved.set(title, answer.heading === GO_PERSONAL);
    }
    const stays = [...moved].filter(([, isMoved]) => !isMoved).map(([title]) => title);
    expect(stays).toEqual(
      expect.arrayContaining(menuOf('groupChat').filter((title) => title !== 'sign out')),
    );
    expect([...moved].filter(([title, isMoved]) => isMoved && menuOf('groupChat').includes(title))).toEqual(
      [],
    );
  });
});

describe('no dead ends', () => {
  test.each(VERBS)('a press of "%s" out of nowhere is answered, with a way on', async (verb) => {
    const robin = testBot().chat();
    const answer = await robin.invoke({ type: 'Action.Execute', verb, data: { verb } }, 'a-card-of-long-ago');
    expect(answer).toMatchObject({ httpStatus: 200, statusCode: 200 });
    const shown = answer.card ?? robin.lastCard();
    expect(titlesOf(shown).length).toBeGreaterThan(0);
  });

  test('an explanation that is dropped into the chat with the bot alone is told from words', async () => {
    const content = { type: 'AdaptiveCard', version: '1.5', body: [] };
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
    const robin = testBot().chat();
    const answer = await robin.say('', { attachments });
    expect(answer.heading).toBe('I can only read text');
    expect((await robin.press('Explain PAL to my customer', { on: answer })).heading).not.toBe(
      answer.heading,
    );
  });

  test('a card dropped in while a change waits for its button leaves the change as it was', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say('link 1234567 in Fabrikam Consulting');
    await robin.say('', {
      attachments: [{ contentType: 'image/gif', contentUrl: 'https://example.invalid/x' }],
    });
    expect(robin.now(confirm).heading).toBe(confirm.heading);
    expect((await robin.press('Link', { on: confirm })).heading).toBe('✓ Linked');
  });
});

test.each([
  { type: 'messageUpdate', text: 'unlink my PartnerID' },
  { type: 'messageDelete' },
  { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
  { type: 'typing' },
  { type: 'event', name: 'application/vnd.microsoft.readReceipt' },
])('nobody is written to because of a $type', async (activity) => {
  const robin = testBot().chat();
  expect((await robin.post(activity)).status).toBe(200);
  expect(robin.headings()).toEqual([]);
});

test('when Azure is slow, a sign of life comes before the answer, and the answer once', async () => {
  const robin = await signedIn(testBot().chat());
  testBot().world.setFault({ operation: 'arm-read', kind: 'delay', ms: 2_500 });
  const { connector } = testBot();
  const since = connector.events.length;
  const answered = robin.say('show my link in Fabrikam Consulting');
  await connector.next(since, ({ kind }) => kind === 'typing', {
    wanted: 'The sign that somebody is writing',
    patienceMs: 60_000,
  });
  expect(connector.events.slice(since).filter(({ kind }) => kind === 'message')).toEqual([]);
  await answered;
  expect(connector.events.slice(since).filter(({ kind }) => kind === 'message')).toHaveLength(1);
});
