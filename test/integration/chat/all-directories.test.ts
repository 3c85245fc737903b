import { SAMPLE_TENANTS, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningHouse } from '../../support/running-house';
import { titlesOf } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const house = runningHouse();
const HEADING = 'Your directories';

/** The overview when all is read. */
async function overview(robin: Chat, text = 'where am I linked') {
  const first = await robin.say(text);
  expect(first.heading).toBe(HEADING);
  if (!first.text.includes('still being read')) return first;
  const later = await robin.card(HEADING);
  return robin.now(later);
}

test.each(['where am I linked', 'all directories', 'show my link everywhere'])(
  '"%s" shows every directory with its state, worst first, and writes nothing',
  async (text) => {
    const robin = await signedIn(house().chat());
    const card = await overview(robin, text);
    expect(card.text).toContain(`of ${SAMPLE_TENANTS.length} linked`);
    expect(card.text).toContain('need an administrator');
    expect(card.text).toContain('Page 1 of 2');
    const next = await robin.press('Next page');
    expect(next.text).toContain('Page 2 of 2');
    expect(writesIn(house().world)).toEqual([]);
  },
);

test('two named directories: one card with both, before and after, one press', async () => {
  const robin = await signedIn(house().chat());
  const confirm = await robin.say('link 1234567 in contoso and fabrikam');
  expect(confirm.heading).toBe('Link in these directories (2)?');
  expect(confirm.text).toContain('Contoso Retail');
  expect(confirm.text).toContain('– → 1234567');
  const result = await robin.press('Confirm for 2');
  expect(result.heading).toBe('✓ All 2 done');
  expect(writesIn(house().world).sort()).toEqual([
    'PUT 1234567 in Contoso Retail: 200',
    'PUT 1234567 in Fabrikam Consulting: 200',
  ]);
  const undo = await robin.press('Undo these changes');
  expect(undo.heading).toBe('Undo in these directories (2)?');
  expect((await robin.press('Confirm for 2')).heading).toBe('✓ All 2 done');
  expect(house().world.link(TENANT_IDS.fabrikam, robin.person.objectId)).toMatchObject({ state: 'Deleted' });
});

test('a name that nobody knows is said, and the others are not lost', async () => {
  const robin = await signedIn(house().chat());
  const confirm = await robin.say('link 1234567 in contoso, fabrikam and Zzyzx');
  expect(confirm.text).toContain('Not among your directories: Zzyzx');
  expect(confirm.heading).toBe('Link in these directories (2)?');
});

test('"link 1234567 everywhere": only where nothing is linked, every directory listed, nothing before the press', async () => {
  const robin = await signedIn(house().chat());
  const confirm = await robin.say('link 1234567 everywhere');
  expect(confirm.heading).toMatch(/^Link in these directories \(\d+\)\?$/);
  expect(confirm.text).not.toContain('6098754 → 1234567');
  expect(writesIn(house().world)).toEqual([]);
  expect((await robin.press('Cancel')).heading).toBe('Cancelled');
  expect(writesIn(house().world)).toEqual([]);
});

test('what needs a second factor comes afterwards, with one press, and the batch goes on by itself', async () => {
  const robin = await signedIn(house().chat());
  await robin.say('link 1234567 in contoso and woodgrove');
  const result = await robin.press('Confirm for 2');
  expect(result.heading).toBe('1 of 2 done');
  expect(titlesOf(result)).toContain('Sign in for the next one');
  expect((await robin.press('Sign in for the next one')).heading).toBe('One more check is needed');
  await robin.signIn();
  expect((await robin.card('✓ All 2 done')).text).toContain('Woodgrove Bank');
});

test('what "cancel" or a newer change has taken the place of is not written by the buttons of the older card', async () => {
  const robin = await signedIn(house().chat());
  const cancelled = await robin.say('link 1234567 in contoso and fabrikam');
  expect((await robin.say('cancel')).heading).toBe('Cancelled');
  await robin.pressFor('Confirm for 2', { on: cancelled });
  expect(writesIn(house().world)).toEqual([]);

  const replaced = await robin.say('link 1234567 in contoso and fabrikam');
  await robin.say('link 7654321 in contoso and fabrikam');
  await robin.pressFor('Confirm for 2', { on: replaced });
  expect(writesIn(house().world)).toEqual([]);
});

test('the undo of a batch, too, takes the place of a change that waits for its confirmation', async () => {
  const robin = await signedIn(house().chat());
  await robin.say('link 1234567 in contoso and fabrikam');
  const done = await robin.press('Confirm for 2');
  const waiting = await robin.say('link 7654321 in Woodgrove Bank');
  await robin.press('Undo these changes', { on: done });
  const writes = writesIn(house().world).length;
  await robin.pressFor('confirm', { on: waiting });
  expect(writesIn(house().world)).toHaveLength(writes);
});
