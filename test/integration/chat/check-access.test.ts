import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningHouse } from '../../support/running-house';
import type { ShownCard } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const house = runningHouse();
const READING = 'Looking at your access …';

afterEach(() => {
  expect(writesIn(house().world)).toEqual([]);
});

/** The card with the findings, once they are there. */
async function findings(robin: Chat, first: ShownCard, heading: string): Promise<ShownCard> {
  return first.heading === READING ? robin.now(await robin.card(heading, 20_000)) : first;
}

/** What is asked, and the card that answers it. */
async function ask(robin: Chat, text: string, heading: string): Promise<ShownCard> {
  const card = await findings(robin, await robin.say(text), heading);
  expect(card.heading).toBe(heading);
  return card;
}

test('"why is Contoso missing?": link, account, and each subscription with role, verdict and who can change it', async () => {
  const robin = await signedIn(house().chat());
  const card = await ask(robin, 'why is Contoso missing?', '✗ Nothing counts: you aren’t linked here');
  for (const text of [
    'Contoso Retail',
    '2 of 4 subscriptions count',
    'Contoso-Prod',
    'Contributor on the subscription',
    'Contoso-Shared',
    'Partner Center',
  ]) {
    expect(card.text).toContain(text);
  }
});
