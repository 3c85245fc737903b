import { join } from 'node:path';
import { runningTestBot } from '../../support/test-bot';
import { signedIn } from '../../support/talks';

/** Every call that the bot makes to its records is a request to Azure Tables: they are counted, so that they stay few. */
const testBot = runningTestBot({
  settings: () => ({ NODE_OPTIONS: `--require ${join(__dirname, '../../support/count-records.cjs')}` }),
});
const HOME = 'Fabrikam Consulting';

/**
 * The calls that the work causes, also those after its answer, and not those of the sweep beside it. `last`: the call that
 * the work is known to end with.
 */
async function callsOf(work: () => Promise<unknown>, last?: string): Promise<string[]> {
  const calls = (): string[] =>
    [
      ...testBot()
        .log.text()
        .matchAll(/"event":"records\.call","reason":"([^"]+)"/g),
    ].map(([, call]) => call ?? '');
  const before = calls().length;
  const ends = calls().filter((call) => call === last).length;
  await work();
  if (last !== undefined) await testBot().log.found(new RegExp(`"reason":"(${last})"`), ends + 1);
  let seen = -1;
  while (seen !== calls().length) {
    seen = calls().length;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return calls()
    .slice(before)
    .filter((call) => !call.startsWith('list') && call !== 'delete conversations');
}

test('a plain text makes at most five calls to the records', async () => {
  const robin = testBot().chat();
  const texts = ['help', 'what is PAL?', 'thanks', 'tell me a joke'];
  await robin.say('hello');
  const calls = await callsOf(async () => {
    for (const text of texts) await robin.say(text);
  });
  // That an answer was given is noted a little later, for several of them together.
  const ofGreeting = 1;
  expect({ calls, isFew: calls.length <= 5 * texts.length + ofGreeting }).toEqual({ calls, isFew: true });
});

test('a press on Confirm makes at most eight: what is needed to lose nothing, and one that asks for a sign-out elsewhere', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  const calls = await callsOf(() => robin.press('Link', { on: confirm }), 'delete outbox');
  // That the message before was answered may be noted now; a press about an operation has no such record.
  expect(calls.filter((call) => call !== 'put activities')).toEqual([
    'get conversations',
    'get operations',
    'put outbox',
    'get sign-outs',
    'put operations',
    'putWithLine',
    'put conversations',
    'delete outbox',
  ]);
});

test('what asks for a link makes at most eight until its card stands: its plan, where the card is, and what the person linked before', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('show my link');
  const calls = await callsOf(() => robin.say(`link 1234567 in ${HOME}`));
  // That it was begun and answered are two; answers are noted for several at once, so those of earlier texts fall in here.
  const own = calls.filter((call) => call !== 'put activities');
  expect({ calls, isFew: own.length + 2 <= 8 }).toEqual({ calls, isFew: true });
});
