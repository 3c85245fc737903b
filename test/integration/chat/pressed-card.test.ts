import { randomUUID } from 'node:crypto';
import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';
const OLD = 'A newer card replaced this one';
const LINKED = [`PUT 1234567 in ${HOME}: 200`];

/** What clients put where the id of the pressed message should be. */
const STAMPS: readonly (readonly [string, string | undefined])[] = [
  ['nothing', undefined],
  ['an empty text', ''],
  ['an id that the bot never sent', '1657049372481'],
  ['its own id of the card', randomUUID()],
];

const dataOf = (card: ShownCard, verb: string) => card.buttons.find((button) => button.verb === verb)?.data;

async function press(chat: Chat, card: ShownCard, verb: string, stamp: string | undefined, inputs = {}) {
  const data = { ...dataOf(card, verb), ...inputs };
  const { card: answer } = await chat.invoke({ type: 'Action.Execute', verb, data }, stamp);
  // What would be rewritten behind the answer stands there before the next answer.
  await chat.say('thanks');
  return answer?.heading;
}

describe.each(STAMPS)('where a client gives %s for the pressed message', (_, stamp) => {
  test('"Link" links, and its card goes on saying so', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say(`link 1234567 in ${HOME}`);
    expect(await press(robin, confirm, 'confirm', stamp)).toBe('✓ Linked');
    expect(writesIn(testBot().world)).toEqual(LINKED);
    expect(robin.headings()).not.toContain('Closed');
  });

  test('"Cancel" cancels, and is not overwritten', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say(`link 1234567 in ${HOME}`);
    expect(await press(robin, confirm, 'cancel', stamp)).toBe('Cancelled');
    expect(robin.headings()).not.toContain('Closed');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('the form, the choice of a directory and the confirmation follow each other in one card', async () => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.say('link my PartnerID');
    expect(await press(robin, form, 'submit-partner-id', stamp, { partnerId: '1234567' })).toBe(
      'Which directory do you want to link in?',
    );
    const chosen = { directoryId: TENANT_IDS.fabrikam };
    expect(await press(robin, form, 'choose-directory', stamp, chosen)).toBe('Link this PartnerID?');
    expect(robin.headings()).not.toContain('Closed');
  });

  test('"Enter another" beside an unusual PartnerID shows the form, and leaves it there', async () => {
    const robin = await signedIn(testBot().chat());
    const check = await robin.say('link 12345');
    expect(dataOf(check, 'link')).toBeDefined();
    expect(await press(robin, check, 'link', stamp)).toBe('Which PartnerID?');
    expect(robin.headings()).not.toContain('Closed');
  });

  test('"Forget me" forgets', async () => {
    const robin = await signedIn(testBot().chat());
    const ask = await robin.say('forget me');
    expect(await press(robin, ask, 'confirm-forget', stamp)).toBe('✓ I’ve forgotten you');
  });

  test('an old client’s "Link" links', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say(`link 1234567 in ${HOME}`);
    await robin.post({ type: 'message', value: dataOf(confirm, 'confirm'), replyToId: stamp });
    expect(writesIn(testBot().world)).toEqual(LINKED);
    expect(robin.lastCard().heading).toBe('✓ Linked');
    expect(robin.headings()).not.toContain('Closed');
  });
});

test('a confirmation on another message that the bot sent is outdated, until it comes on its own card', async () => {
  const robin = await signedIn(testBot().chat());
  const help = await robin.say('help');
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  const outdated = await robin.invoke(
    { type: 'Action.Execute', verb: 'confirm', data: dataOf(confirm, 'confirm') },
    help.activityId,
  );
  expect(outdated.card?.heading).toBe(OLD);
  expect(writesIn(testBot().world)).toEqual([]);
  expect((await robin.press('Link', { on: confirm })).heading).toBe('✓ Linked');
});

test('in another conversation, or by somebody else, the same operation does nothing, whatever the message', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  const elsewhere = testBot().chat();
  for (const [, stamp] of STAMPS) await press(elsewhere, confirm, 'confirm', stamp);
  expect(writesIn(testBot().world)).toEqual([]);
});

describe('the title of a button, typed', () => {
  test('does what a press on it does, on the lowest card and on the open one', async () => {
    const robin = await signedIn(testBot().chat());
    const overview = await robin.say('where am I linked');
    const some = await robin.say('only what needs somebody');
    expect(some.heading).toBe(overview.heading);
    expect(some.text).not.toContain('Contoso Retail');
    expect((await robin.say('All')).text).toContain('Contoso Retail');
    await robin.say('link 1234567 in contoso');
    await robin.say('what is a location id?');
    expect((await robin.say('Step by step')).heading).not.toBe('I didn’t understand');
    expect((await robin.say('Cancel')).heading).toBe('Cancelled');
  });

  test('in German as well', async () => {
    const robin = await signedIn(testBot().chat());
    const status = await robin.say('zeige meine Verknüpfung in Contoso');
    const choice = await robin.say('Verzeichnis wechseln');
    expect(choice.heading).not.toBe(status.heading);
    expect(choice.json).toContain('"verb":"choose-directory"');
  });

  test('confirms nothing', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say('link 1234567 in contoso');
    expect((await robin.say('Link')).heading).toBe('Please press the button');
    expect((await robin.say('link')).heading).toBe('Only the button does it');
    expect(writesIn(testBot().world)).toEqual([]);
    expect((await robin.press('Link', { on: confirm })).text).toContain('Contoso Retail');
    expect(writesIn(testBot().world)).toHaveLength(1);
  });
});
