import { TENANT_IDS } from '../../local/cloud/world/sample-world';
import { runningTestBot } from '../support/test-bot';
import type { ShownCard } from '../support/shown-card';
import { silentlyAtHome } from '../support/talks';
import { expectPassed, howMany } from '../support/threats';

const testBot = runningTestBot({ silentSignIn: {} });
const tenant = TENANT_IDS.tailwind;
const SHOW = 'show my link in Tailwind Traders';
const WAIT = /Please wait \d+ seconds/;
const MOST_FAILURES = 5;
const OFTEN = 1_000;

const tokenRequests = (): number =>
  testBot()
    .world.journal()
    .filter(({ method, path }) => method === 'POST' && path.startsWith(`/${tenant}/`)).length;

test('Entra away in one directory: after five failures nobody asks it, all else goes on, and the card says when to try again', async () => {
  const robin = await silentlyAtHome(testBot());
  testBot().world.clearJournal();
  testBot().world.setFault({ operation: 'token', kind: 'status', status: 503, count: OFTEN, tenant });
  let [asked, before] = [0, -1];
  while (asked !== before) {
    before = asked;
    await robin.say(SHOW);
    asked = tokenRequests();
  }
  const tries = howMany({ usual: 20, full: 100 });
  const cards: ShownCard[] = [];
  for (let count = 0; count < tries; count += 1) cards.push(await robin.say(SHOW));
  const during = tokenRequests() - asked;
  const passed = cards.filter(({ heading, text }) => heading.startsWith('⚠ ') && WAIT.test(text)).length;
  expect(asked).toBeGreaterThanOrEqual(MOST_FAILURES);
  expect((await robin.say('what is PAL?')).heading).not.toMatch(/^⚠/);
  expect((await robin.say('show my link in Contoso Retail')).heading).toBe('Not linked yet');
  expectPassed({
    id: 'T35',
    what: 'Entra away in one directory: no call while the breaker is open',
    tried: tries,
    passed: during === 0 ? passed : 0,
    figure: `${asked} calls before it, ${during} while open`,
  });
});
