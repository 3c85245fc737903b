import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot();
const EVERY_TIME = 10_000;
/** What leads nowhere. */
const DEAD_ENDS = [
  'A newer card replaced this one',
  '✓ You’re signed in already',
  'I didn’t understand that',
];

/** Robin, who wants something in a directory in which Entra refuses this. */
async function refused(
  aadsts: number,
): Promise<ReturnType<typeof signedIn> extends Promise<infer C> ? C : never> {
  const robin = await signedIn(testBot().chat());
  await robin.say('which directory');
  testBot().world.setFault({
    operation: 'token',
    kind: 'aadsts',
    aadsts,
    tenant: TENANT_IDS.contoso,
    count: EVERY_TIME,
  });
  return robin;
}

function verbsOf({ buttons }: ShownCard): string[] {
  return buttons.flatMap(({ verb }) => verb ?? []);
}

test.each([
  [65004, 'consent declined'],
  [90094, 'consent needed'],
  [53000, 'a managed device wanted'],
  [53003, 'a rule bars the person'],
  [50014, 'an open invitation'],
  [50020, 'no account'],
  [50105, 'not assigned'],
  [500212, 'the two directories bar each other'],
  [700016, 'the bot not there'],
  [7000215, 'the bot not set up'],
  [90033, 'Entra busy'],
])('AADSTS%d, %s: each button of the card leads on', async (aadsts) => {
  const robin = await refused(aadsts);
  const card = await robin.say('link 1234567 in Contoso Retail');
  expect(card.heading).toMatch(/^⚠/);
  for (const verb of verbsOf(card)) {
    const answer = await robin.press(verb, { on: card });
    expect(DEAD_ENDS).not.toContain(answer.heading);
    expect(answer.buttons.length).toBeGreaterThan(0);
  }
});

test.each([53003, 500212])(
  'AADSTS%d bars the portal as well: nobody is sent there, or told to try again',
  async (aadsts) => {
    const robin = await refused(aadsts);
    const card = await robin.say('link 1234567 in Contoso Retail');
    expect(card.json).not.toMatch(/portal\.azure\.com|az login|Connect-AzAccount/);
    expect(verbsOf(card)).not.toContain('try-again');
  },
);

test.each([90094, 700016, 50105])(
  'AADSTS%d bars only the bot: the portal is a way, and trying again one later',
  async (aadsts) => {
    const robin = await refused(aadsts);
    const card = await robin.say('link 1234567 in Contoso Retail');
    expect(card.json).toContain('portal.azure.com');
    expect(verbsOf(card)).toContain('try-again');
  },
);

test('where a sign-in may help, one press opens its page, and the request goes on', async () => {
  const robin = await refused(53000);
  const card = await robin.say('link 1234567 in Contoso Retail');
  expect(card.heading).toBe('⚠ A managed device is required');
  testBot().world.clearFaults();
  await robin.signIn({}, card);
  expect((await robin.card('Link this PartnerID?')).text).toContain('Contoso Retail');
});
