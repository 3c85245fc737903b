import { join } from 'node:path';
import type { ShownCard } from '../support/shown-card';
import { signedIn } from '../support/talks';
import { expectPassed, howMany } from '../support/threats';
import { startWholeBot } from '../support/whole-bot';
import type { WholeBot } from '../support/whole-bot';

const SHOW = 'show my link in Contoso Retail';
const AWAY = '⚠ I can’t reach the sign-in service';
/** In a row; then Entra is left alone. */
const MOST_FAILURES = 5;

let bot: WholeBot;
let pauses = 0;
beforeAll(async () => {
  bot = await startWholeBot({ NODE_OPTIONS: `-r ${join(__dirname, '../support/clock-on-signal.cjs')}` });
});
afterAll(() => bot.stop());

const tokensAskedFor = (): number =>
  bot.cloud.world.journal().filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length;

/** Lets the time pass for which the bot leaves Entra alone. */
async function pause(): Promise<void> {
  pauses += 1;
  bot.process.kill('SIGUSR2');
  await bot.process.said(`"event":"clock.ahead","ms":${pauses * 31_000}`);
}

test('Entra away: a few requests, then none while it is left alone, then one, and all goes on when it is back', async () => {
  const robin = await signedIn(bot.chat());
  const tries = howMany({ usual: 10, full: 100 });
  bot.cloud.world.setFault({ operation: 'token', kind: 'reset', count: 1_000 });
  bot.cloud.world.clearJournal();
  const cards: ShownCard[] = [];
  for (let count = 0; count < 3; count += 1) cards.push(await robin.say(SHOW));
  const untilOpen = tokensAskedFor();
  for (let count = 0; count < tries; count += 1) cards.push(await robin.say(SHOW));
  const whileOpen = tokensAskedFor() - untilOpen;
  await pause();
  cards.push(await robin.say(SHOW), await robin.say(SHOW));
  const probes = tokensAskedFor() - untilOpen - whileOpen;
  const isReportedWhen = cards.slice(3).every(({ text }) => /Please wait \d+ seconds/.test(text));

  expect([...new Set(cards.map(({ heading }) => heading))]).toEqual([AWAY]);
  expect(isReportedWhen).toBe(true);
  expect(untilOpen).toBe(MOST_FAILURES);
  expect((await robin.say('what is PAL?')).heading).not.toMatch(/^⚠/);
  bot.cloud.world.clearFaults();
  await pause();
  expect((await robin.say(SHOW)).heading).toBe('Not linked yet');
  expectPassed({
    id: 'T35',
    what: 'Entra away, in the chat: no request while it is left alone, one to try',
    tried: tries,
    passed: whileOpen === 0 && probes === 1 ? tries : 0,
    figure: `${untilOpen} requests until then, ${whileOpen} in the pause, ${probes} after it`,
  });
});
