import { randomUUID } from 'node:crypto';
import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { writesIn } from '../support/arm-calls';
import type { Chat } from '../support/chat';
import { pressConfirm } from '../support/raw-press';
import { runningTestBot } from '../support/test-bot';
import { signedIn } from '../support/talks';
import { expectPassed, howMany } from '../support/threats';

const testBot = runningTestBot();
const ACTIVITIES = howMany({ usual: 120, full: 500 });
const SIDE_BY_SIDE = 12;

/** Sends the same activity as often as told: the first two at once, the others one after the other. */
async function deliver(chat: Chat, activity: object, times: number): Promise<void> {
  await Promise.all(Array.from({ length: Math.min(times, 2) }, () => chat.post(activity)));
  for (let sent = 2; sent < times; sent += 1) await chat.post(activity);
}

test('each message that Teams delivers up to four times is answered once', async () => {
  let sent = 0;
  const talk = async (): Promise<{ tried: number; answers: number }> => {
    const chat = testBot().chat();
    let tried = 0;
    while (sent < ACTIVITIES) {
      sent += 1;
      tried += 1;
      const text = sent % 2 === 0 ? 'help' : 'what is PAL?';
      await deliver(chat, { type: 'message', text, id: randomUUID() }, 1 + (sent % 4));
    }
    return { tried, answers: chat.headings().length };
  };
  const talks = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, talk));
  const answers = talks.reduce((sum, one) => sum + one.answers, 0);
  expectPassed({
    id: 'T20',
    what: 'messages delivered one to four times, some at once: answered once',
    tried: ACTIVITIES,
    passed: talks.reduce((sum, { tried, answers: given }) => sum + tried - Math.abs(given - tried), 0),
    figure: `${answers} answers to ${ACTIVITIES} messages`,
  });
});

test('a confirm press that is repeated, at once and afterwards, writes once and is answered alike each time', async () => {
  const robin = await signedIn(testBot().chat());
  const tries = howMany({ usual: 5, full: 50 });
  let passed = 0;
  for (let count = 0; count < tries; count += 1) {
    testBot().world.clearLink(TENANT_IDS.fabrikam, ROBIN.objectId);
    testBot().world.clearJournal();
    const confirm = await robin.say('link 1234567 in Fabrikam Consulting');
    const id = randomUUID();
    const atOnce = await Promise.all([1, 2, 3].map(() => pressConfirm(robin, confirm, { id })));
    const headings = [...atOnce, await pressConfirm(robin, confirm, { id })];
    const isAlike = headings.every((heading) => heading === '✓ Linked');
    if (isAlike && writesIn(testBot().world).length === 1) passed += 1;
  }
  expectPassed({ id: 'T20', what: 'one confirm press delivered four times: one PUT', tried: tries, passed });
});
