import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Azurite } from '../support/azurite';
import { runningTestBot } from '../support/test-bot';
import { linkIn, QUESTIONS, signedIn } from '../support/talks';
import { expectPassed, howMany, isInTime } from '../support/threats';

const AWAY = '⚠ I can’t do this safely now';
const MOST_MS = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'pal-azurite-'));
let azurite: Azurite;
beforeAll(async () => {
  azurite = await Azurite.start(folder);
});
afterAll(async () => {
  await azurite.stop();
  rmSync(folder, { recursive: true });
});

const testBot = runningTestBot({
  settings: () => ({
    STORAGE: 'azure',
    SECRET_AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
  }),
});

test('while the storage is off questions are answered, changes are refused before ARM, and nobody is left waiting', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Woodgrove Bank').catch(() => undefined);
  const confirm = await robin.say('link 7654321 in Contoso');
  const newcomer = testBot().chat();
  const waiting = await newcomer.say('sign out').then(() => newcomer.say('show my link'));
  await signedIn(robin);
  testBot().world.clearJournal();
  await azurite.stop();

  const count = howMany({ usual: 20, full: 200 });
  const passed: boolean[] = [];
  const tookMs: number[] = [];
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work();
    tookMs.push(performance.now() - startedAt);
    return result;
  };
  for (let number = 0; number < count; number += 1) {
    const question = QUESTIONS[number % QUESTIONS.length] ?? 'help';
    const answer = await timed(() => robin.say(question));
    passed.push(answer.heading !== AWAY && isInTime(tookMs.at(-1) ?? 0, MOST_MS));
  }
  for (const wish of [
    'link 1234567 in Contoso',
    'unlink',
    'sign in',
    'switch to Contoso',
    'show my link',
    'which directory',
  ]) {
    passed.push((await timed(() => robin.say(wish))).heading === AWAY);
  }
  passed.push((await timed(() => robin.press('confirm', { on: confirm }))).heading === AWAY);
  const visit = await newcomer.signIn({}, waiting);
  passed.push(visit.html.includes('I can’t take the sign-in now'));
  const writes = testBot()
    .world.journal()
    .filter(({ method, path }) => method !== 'GET' && /partners/i.test(path));
  passed.push(writes.length === 0);

  await azurite.start();
  const backAt = performance.now();
  let done = await robin.say('link 7654321 in Contoso');
  while (done.heading === AWAY) done = await robin.say('link 7654321 in Contoso');
  const backMs = performance.now() - backAt;
  passed.push(done.heading !== AWAY);

  tookMs.sort((one, other) => one - other);
  expectPassed({
    id: 'T26',
    what: 'Azurite stopped and started: questions, changes, a press, a sign-in',
    tried: passed.length,
    passed: passed.filter((one) => one).length,
    figure: `slowest answer ${Math.round(tookMs.at(-1) ?? 0)} ms, 0 writes, normal ${Math.round(backMs)} ms after it is back`,
  });
});
