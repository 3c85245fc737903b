import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import type { ShownCard } from '../../support/shown-card';
import { titlesOf } from '../../support/shown-card';
import { settled, signedIn } from '../../support/talks';
import { runningTestBot } from '../../support/test-bot';

const testBot = runningTestBot();

/** The overview when all is read. */
function overview(robin: Chat): Promise<ShownCard> {
  return settled(testBot(), robin, () => robin.say('where am I linked'));
}

test('what needs a second factor comes afterwards, with one press, and the batch goes on by itself', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and woodgrove');
  const result = await robin.press('Confirm for 2');
  expect(result.heading).toBe('1 of 2 done');
  expect(result.buttons[0]).toMatchObject({ type: 'Action.OpenUrl', title: 'Sign in for Woodgrove Bank' });
  // Where the page has expired, a new one is one press away.
  expect(titlesOf(result)).toContain('New sign-in page for Woodgrove Bank');
  expect(result.json).not.toContain('"mode":"secondary"');
  await robin.signIn({}, result);
  const after = await robin.card('✓ Both done');
  expect(after.text).toContain('Woodgrove Bank');
  // It is the same card, without the button of the sign-in that is done, and nothing else was said.
  expect(after.activityId).toBe(result.activityId);
  expect(titlesOf(after)).toEqual(['Show all directories', 'Undo these changes']);
  expect(robin.headings().slice(-2)).toEqual(['1 of 2 done', '✓ Both done']);
});

test('a directory that has to approve the bot first is one press away, and the card says what for', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso, fabrikam and adventure works');
  const result = await robin.press('Confirm for 2');
  expect(result.buttons[0]).toMatchObject({ type: 'Action.OpenUrl', title: 'Sign in for Adventure Works' });
  expect(result.text).toContain('access Azure Service Management as you');
  // Whoever may not approve it themselves has the message for the administrator one press away.
  const asked = await robin.press('Ask the administrator', { on: result });
  expect(asked.text).toContain('Adventure Works');
  expect(asked.json).toContain(`${TENANT_IDS.adventureWorks}/adminconsent`);
  await robin.signIn({ consent: 'given' }, result);
  const confirm = await robin.card('Link in this directory (1)?');
  expect(confirm.text).toContain('Adventure Works');
  await robin.until(result, (now) => !titlesOf(now).includes('Sign in for Adventure Works'));
});

test('the sign-in of a batch goes on with it below whatever was asked meanwhile, and a used page can be had anew', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and woodgrove');
  const result = await robin.press('Confirm for 2');
  await robin.say('what is PAL?');
  await robin.say('cancel');
  await robin.signIn({ as: 'priya' }, result);
  const refused = await robin.card('⚠ That was another account');
  expect(refused.text).toContain('Woodgrove Bank');
  const anew = await robin.press('New sign-in page for Woodgrove Bank', { on: result });
  expect(anew.heading).toBe('One more check is needed');
  await robin.signIn({}, refused);
  await robin.card('✓ Both done');
  const isOldCard = ({
    activityId,
    card,
  }: {
    readonly activityId: string;
    readonly card?: ShownCard | undefined;
  }) => activityId === result.activityId && card?.heading === '✓ Both done';
  await testBot().connector.next(0, isOldCard, { wanted: 'The old card as it is now', patienceMs: 15_000 });
  expect(titlesOf(robin.now(result)).filter((title) => title.includes('Woodgrove'))).toEqual([]);
  expect(writesIn(testBot().world).filter((write) => write.endsWith(': 200'))).toHaveLength(2);
});

test('where only sign-ins are left to do, the overview has the page of the next one, and is read anew after it', async () => {
  const robin = await signedIn(testBot().chat());
  await overview(robin);
  const needs = await settled(testBot(), robin, () => robin.press('Only what needs somebody'));
  const first = needs.buttons.find(({ title }) => title.startsWith('Sign in for '));
  expect(first).toMatchObject({ type: 'Action.OpenUrl' });
  const name = first!.title.replace('Sign in for ', '');
  expect(needs.text).toContain(`${name} (`);
  await robin.signIn({ factor: 'given' }, needs);
  const after = await robin.card('Your directories');
  expect(titlesOf(after)).not.toContain(first!.title);
});

test('where nothing can be changed before a sign-in, the card that says so has its page', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link 1234567 in coho and humongous');
  expect(confirm.heading).toBe('Your sign-in is needed first (2)');
  expect(confirm.text).toContain('You confirm PartnerID 1234567 after the sign-ins.');
  expect(confirm.buttons[0]).toMatchObject({ type: 'Action.OpenUrl', title: 'Sign in for Coho Vineyard' });
  await robin.signIn({ factor: 'given' }, confirm);
  const next = await robin.card('One more check is needed');
  await robin.signIn({ factor: 'given' }, next);
  const ready = await robin.card('Link in these directories (2)?');
  expect(ready.text).toContain('– → 1234567');
  // The sign-ins in between leave no cards behind.
  expect(ready.activityId).toBe(next.activityId);
  expect(robin.headings().filter((heading) => heading === '✓ You’re signed in')).toHaveLength(1);
});
