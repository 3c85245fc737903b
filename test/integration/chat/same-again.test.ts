import fc from 'fast-check';

import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { pressCancel, signedIn } from '../../support/talks';

const testBot = runningTestBot();

/** What is left of a card whose dialog was begun anew: the new one stands below. */
const REPLACED = 'Something newer took its place.';

/** What stands on the card for a person, without the ids that only the bot reads. */
function shownOn({ heading, text }: ShownCard): string {
  return `${heading}\n${text}`;
}

async function expectNoTwins(robin: Chat, acts: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const act of acts) await act();
  const inChat = [...new Set(testBot().connector.events.map(({ activityId }) => activityId))];
  const shown = new Map(robin.cards().map((card) => [card.activityId, card]));
  const cards = inChat.flatMap((id) => shown.get(id) ?? []).map(shownOn);
  const twins = cards.filter((card, index) => card === cards[index - 1] && !card.includes(REPLACED));
  expect(twins).toEqual([]);
}

const MESSAGES = [
  'help',
  'hello',
  'thanks',
  'the weather in Zurich',
  'what is PAL?',
  'cancel',
  'my history',
  'show my link',
  'which directory',
  'what can’t you do?',
  'link my PartnerID',
  'I’m the customer',
  'can they see more now?',
  'Hilfe',
  '',
];

test('two identical cards in a row never happen, whatever is written how often', async () => {
  await signedIn(testBot().chat());
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...MESSAGES), { minLength: 2, maxLength: 4 }), async (said) => {
      const robin = testBot().chat();
      const write = (text: string) => () => robin.post({ type: 'message', textFormat: 'plain', text });
      const acts = said.flatMap((text) => [write(text), write(text)]);
      await expectNoTwins(robin, acts);
    }),
    { numRuns: 5, examples: [[['I’m the customer', 'link my PartnerID', 'help']]] },
  );
});

/** Every dialog that can be open, and what opens it. */
const DIALOGS = [
  'link my PartnerID',
  'link my PartnerID 12345',
  'link my PartnerID 1234567',
  'link 1234567 in Litware',
  'link 1234567 in Fabrikam Consulting',
  'link 1234568 in Contoso Retail',
  'link 1234567 in Contoso Retail and Fabrikam Consulting',
  'unlink in Wide World Importers',
  'switch directory',
  'forget me',
];

test('no two neighbouring cards are the same on a walk through every dialog, however it ends', async () => {
  const robin = await signedIn(testBot().chat());
  const acts = DIALOGS.flatMap((opener) => [
    () => robin.say(opener),
    () => robin.say('cancel'),
    () => robin.say(opener),
    () => robin.say('what is PAL?'),
    () => robin.say('cancel'),
    () => robin.say('cancel'),
    async () => pressCancel(robin, await robin.say(opener)),
  ]);
  await expectNoTwins(robin, acts);
});

test('no two neighbouring cards are the same where each dialog takes the place of another', async () => {
  const robin = await signedIn(testBot().chat());
  const acts = [...DIALOGS, 'my history', ...DIALOGS.toReversed()].map((opener) => () => robin.say(opener));
  await expectNoTwins(robin, acts);
});

test('the second time something shorter stands there that still helps, the third time the card again', async () => {
  const robin = testBot().chat();
  await robin.say('help');
  const second = await robin.say('help');
  expect(second.heading).toBe('That’s right above');
  expect(second.buttons.map(({ title }) => title)).toEqual(['Where am I linked?', 'Link my PartnerID']);
  expect((await robin.say('help')).heading).toBe('What I can do');
  await robin.say('the weather in Zurich');
  expect((await robin.say('the weather in Bern')).heading).toBe('I still didn’t understand that');
});

test('what is asked again in another language is answered in it', async () => {
  const robin = testBot().chat();
  await robin.say('help');
  expect((await robin.say('Hilfe')).heading).toBe('Was ich kann');
});

test('a button that is pressed twice is answered with another card, and so is help after the welcome', async () => {
  const robin = testBot().chat();
  const welcome = await robin.install();
  expect((await robin.press('Help', { on: welcome })).heading).toBe('What I can do');
  expect((await robin.press('Help', { on: welcome })).heading).toBe('That’s right above');
});

test('a state that is asked for again is said to be still so, after it was looked up again', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('show my link');
  expect((await robin.say('show my link')).heading).toBe('Nothing has changed');
  await robin.say('link 1234567 in Fabrikam Consulting');
  await robin.press('Link');
  expect((await robin.say('show my link')).text).toContain('1234567');
});
