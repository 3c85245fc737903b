import { setTimeout as delay } from 'node:timers/promises';
import { TENANT_IDS } from '../../local/cloud/world/sample-world';
import type { Chat } from '../support/chat';
import { runningHouse } from '../support/running-house';
import type { ShownCard } from '../support/shown-card';
import { expectHeld, howMany } from '../support/threats';

jest.setTimeout(90_000);
const house = runningHouse({ silentSignIn: {} });
const tenant = TENANT_IDS.tailwind;
const SHOW = 'show my link in Tailwind Traders';
const WAIT = /Please wait (\d+) seconds/;
const MOST_FAILURES = 5;
const OFTEN = 1_000;
/** From the failure that opens the breaker to an answer. */
const RECOVERS_WITHIN_MS = 35_000;

const tokenRequests = (): number =>
  house()
    .world.journal()
    .filter(({ method, path }) => method === 'POST' && path.startsWith(`/${tenant}/`)).length;

async function robinAtHome(): Promise<Chat> {
  const robin = house().chat();
  const asked = await robin.saySilently('which directory');
  await robin.sendToken(asked, await house().world.issueSsoToken(robin.person));
  await robin.card('You are working here');
  return robin;
}

/** Whoever waits for as long as the card says is answered. */
async function recoveredMs(robin: Chat, card: ShownCard, openedAt: number): Promise<number> {
  const [, seconds = '0'] = WAIT.exec(card.text) ?? [];
  await delay(Number(seconds) * 1_000);
  expect((await robin.say(SHOW)).heading).toBe('Not linked yet');
  return performance.now() - openedAt;
}

test('Entra away in one directory: after five failures nobody asks it, all else goes on, and the card says when to try again', async () => {
  const robin = await robinAtHome();
  house().world.clearJournal();
  house().world.setFault({ operation: 'token', kind: 'status', status: 503, count: OFTEN, tenant });
  let [asked, before] = [0, -1];
  while (asked !== before) {
    before = asked;
    await robin.say(SHOW);
    asked = tokenRequests();
  }
  const openedAt = performance.now();
  const tries = howMany({ usual: 20, full: 100 });
  const cards: ShownCard[] = [];
  for (let count = 0; count < tries; count += 1) cards.push(await robin.say(SHOW));
  const during = tokenRequests() - asked;
  const held = cards.filter(({ heading, text }) => heading.startsWith('⚠ ') && WAIT.test(text)).length;
  expect(asked).toBeGreaterThanOrEqual(MOST_FAILURES);
  expect((await robin.say('what is PAL?')).heading).not.toMatch(/^⚠/);
  expect((await robin.say('show my link in Contoso Retail')).heading).toBe('Not linked yet');
  house().world.clearFaults();
  const rounds = howMany({ usual: 0, full: 1 });
  const backMs = rounds === 0 ? undefined : await recoveredMs(robin, cards.at(-1)!, openedAt);
  expect(backMs ?? 0).toBeLessThanOrEqual(RECOVERS_WITHIN_MS);
  expectHeld({
    id: 'T35',
    what: 'Entra away in one directory: no call while the breaker is open',
    tried: tries,
    held: during === 0 ? held : 0,
    figure: `${asked} calls before it, ${during} while open${backMs === undefined ? '' : `, answered after ${Math.round(backMs / 1000)} s`}`,
  });
});
