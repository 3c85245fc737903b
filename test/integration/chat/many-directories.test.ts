import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningHouse } from '../../support/running-house';
import { titlesOf } from '../../support/shown-card';
import type { ShownCard } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const house = runningHouse();
const OVERVIEW = 'Your directories';
afterEach(() => {
  house().world.setCrowd(0);
});
const NEWS = 'New among your directories';

/** Somebody else has invited the person meanwhile; their list is read anew after a sign-in. */
async function invited(robin: Chat, count: number): Promise<void> {
  house().world.setCrowd(count);
  await robin.say('sign out');
  await signedIn(robin);
}

describe('a directory that has appeared', () => {
  test('is said once on the status card, with the button that links there; never at the first time', async () => {
    const robin = await signedIn(house().chat());
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
    await invited(robin, 1);
    const news = await robin.say('show my link');
    expect(news.text).toContain(NEWS);
    expect(news.text).toContain('Customer 000 (customer-0.example)');
    await robin.say('help');
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
    await robin.press('Link there too', { on: news });
    const confirm = await robin.say('1234567');
    expect(confirm.text).toContain('Customer 000');
    expect(writesIn(house().world)).toEqual([]);
  });

  test('is no news where the overview has shown it, or all was forgotten', async () => {
    const robin = await signedIn(house().chat());
    await robin.say('show my link');
    await invited(robin, 1);
    await robin.say('where am I linked');
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
    await robin.say('forget me');
    await robin.press('confirm-forget');
    await signedIn(robin);
    expect((await robin.say('show my link')).text).not.toContain(NEWS);
  });

  test('together with others: one button links them all', async () => {
    const robin = await signedIn(house().chat());
    await robin.say('show my link');
    await invited(robin, 3);
    const news = await robin.say('zeig meine Verknüpfung');
    expect(titlesOf(news)).toContain('Diese auch verknüpfen');
    await robin.press('Diese auch verknüpfen', { on: news });
    const confirm = await robin.say('1234567');
    expect(confirm.text).toContain('customer-2.example');
  });
});

/** The overview when all of it is read. */
async function overview(robin: Chat): Promise<ShownCard> {
  const first = await robin.say('where am I linked');
  return first.text.includes('still being read') ? robin.now(await robin.card(OVERVIEW)) : first;
}

test('several directories have not approved the bot: one button leads to a message and the link of each', async () => {
  house().world.setCrowd(48);
  const robin = await signedIn(house().chat());
  const card = await overview(robin);
  const request = await robin.press('Ask 4 administrators to approve', { on: card });
  expect(request.heading).toBe('For the administrator there');
  const links = (request.inputs['links'] ?? '').split('\n');
  expect(links).toHaveLength(4);
  expect(links.find((line) => line.startsWith('Adventure Works'))).toContain(
    `/${TENANT_IDS.adventureWorks}/adminconsent?client_id=`,
  );
  // What is sent to one customer names no other.
  expect(request.inputs['own-text']).not.toContain('Adventure');
  expect(request.inputs['other-text']).toContain('Guten Tag!');
  expect(Buffer.byteLength(request.json)).toBeLessThan(24_000);
});
