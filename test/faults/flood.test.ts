import { randomUUID } from 'node:crypto';
import { percentilesOf } from '../../bench/load/percentiles';
import type { SamplePerson } from '../../local/cloud/world/sample-world';
import { ROBIN } from '../../local/cloud/world/sample-world';
import { runningHouse } from '../support/running-house';
import { expectHeld, howMany, isInTime } from '../support/threats';

jest.setTimeout(180_000);
const LIMIT = 20;
const house = runningHouse({ settings: () => ({ PERSON_LIMIT_PER_MINUTE: String(LIMIT) }) });
const FLOOD_SECONDS = howMany({ usual: 2, full: 60 });
const FLOOD_PER_SECOND = 50;
/** Told at first, and then every ten seconds at most; three more are let through in that time. */
const mostAnswers = (seconds: number): number => LIMIT + Math.ceil(seconds / 3) + 1 + Math.ceil(seconds / 10);
/** What a busy machine adds by itself. */
const NOISE_MS = 40;

/** A colleague whom the bot has never seen; questions need no sign-in. */
const colleague = (): SamplePerson => ({ ...ROBIN, objectId: randomUUID() });

async function asked(): Promise<{ tookMs: number; isAnswered: boolean }> {
  const chat = house().chat(colleague());
  const startedAt = performance.now();
  const card = await chat.say('what is PAL?');
  return { tookMs: performance.now() - startedAt, isAnswered: !card.heading.startsWith('⚠') };
}

test('one person sends fifty messages a second: answered politely and seldom, and the others do not notice', async () => {
  const questions = FLOOD_SECONDS * 10;
  const quiet = [];
  for (let count = 0; count < questions; count += 1) quiet.push(await asked());

  const flooder = house().chat(colleague());
  const sent: Promise<unknown>[] = [];
  const flood = setInterval(() => {
    sent.push(flooder.post({ type: 'message', text: 'help' }));
  }, 1_000 / FLOOD_PER_SECOND);
  const busy = [];
  const startedAt = performance.now();
  while (performance.now() - startedAt < FLOOD_SECONDS * 1_000) busy.push(await asked());
  clearInterval(flood);
  await Promise.all(sent);

  const answers = flooder.headings();
  const seconds = (performance.now() - startedAt) / 1_000;
  expect(answers).toContain('⚠ One thing at a time');
  expect(answers.length).toBeLessThanOrEqual(mostAnswers(seconds));
  const times = [quiet, busy].map((all) => percentilesOf(all.map(({ tookMs }) => tookMs)).p99);
  const [quietMs = 0, busyMs = 0] = times;
  expect(isInTime(busyMs, 2 * quietMs + NOISE_MS)).toBe(true);
  expectHeld({
    id: 'T55',
    what: `one person at ${FLOOD_PER_SECOND} messages a second for ${FLOOD_SECONDS} s: the others are answered`,
    tried: busy.length,
    held: busy.filter(({ isAnswered }) => isAnswered).length,
    figure: `others’ p99 ${Math.round(busyMs)} ms, quiet ${Math.round(quietMs)} ms; ${answers.length} answers to ${sent.length}`,
  });
});
