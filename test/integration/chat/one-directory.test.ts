import { colleague, ONLY_AT_HOME_FROM } from '../../../local/cloud/world/crowd';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';

const testBot = runningTestBot({ silentSignIn: {} });
let people = ONLY_AT_HOME_FROM;

/** Somebody whose only directory is the one they are at home in; signed in. */
async function atHomeOnly(): Promise<Chat> {
  const person = colleague((people += 1));
  const chat = testBot().chat(person);
  const asked = await chat.saySilently('show my link');
  await chat.sendToken(asked, await testBot().world.issueSsoToken(person));
  await chat.card('Not linked yet');
  return chat;
}

test.each([
  ['where am I linked', 'Not linked yet', 'I see no other directory that you can work in.'],
  ['wo bin ich überall verknüpft', 'Noch nicht verknüpft', 'Ich sehe kein anderes Verzeichnis'],
])(
  '"%s" of somebody with one directory is answered with its status and one sentence',
  async (text, heading, sentence) => {
    const chat = await atHomeOnly();
    const card = await chat.say(text);
    expect(card.heading).toBe(heading);
    expect(card.text).toContain(sentence);
    expect(card.buttons.map(({ verb }) => verb)).toEqual(['link']);
  },
);

test.each([
  ['link 1234567 everywhere', 'Link this PartnerID?', '✓ Linked', 'where am I linked', 'unlink everywhere'],
  [
    'verknüpfe 1234567 überall',
    'Diese PartnerID verknüpfen?',
    '✓ Verknüpft',
    'wo bin ich verknüpft',
    'entferne meine Verknüpfung überall',
  ],
])('"%s" is the one link, and so is the way back', async (link, heading, done, where, unlink) => {
  const chat = await atHomeOnly();
  const confirm = await chat.say(link);
  expect(confirm.heading).toBe(heading);
  expect((await chat.press('confirm', { on: confirm })).heading).toBe(done);
  expect((await chat.say(where)).text).toContain('1234567');
  await chat.press('confirm', { on: await chat.say(unlink) });
  expect(writesIn(testBot().world)).toEqual([
    'PUT 1234567 in Fabrikam Consulting: 200',
    'DELETE 1234567 in Fabrikam Consulting: 200',
  ]);
});

test('there is nothing to switch to, and no directory is said to have been switched to', async () => {
  const chat = await atHomeOnly();
  const card = await chat.say('switch directory');
  expect(card.heading).toBe('Your current directory');
  expect(card.text).toContain('I see no other directory that you can work in.');
  expect(titlesOf(card)).not.toContain('Switch directory');
});
