import { randomUUID } from 'node:crypto';
import { writesIn } from '../support/arm-calls';
import type { Chat } from '../support/chat';
import { startKillableBot } from '../support/killable-bot';
import type { KillableBot } from '../support/killable-bot';
import { pressConfirm } from '../support/raw-press';
import type { ShownCard } from '../support/shown-card';
import { expectPassed, howMany } from '../support/threats';

jest.setTimeout(1_200_000);
const POINTS = howMany({ usual: 3, full: 30 });
const PLACES = ['contoso', 'fabrikam', 'wide world'];
const WRITES = [
  'PATCH 1234567 in Wide World Importers: 200',
  'PUT 1234567 in Contoso Retail: 200',
  'PUT 1234567 in Fabrikam Consulting: 200',
];
/** What stands there at last; a directory whose write was cut off is tried again with one press. */
const FINAL = /^(✓ All 3 done|\d of 3 done)/;

let testBot: KillableBot;
beforeAll(async () => {
  testBot = await startKillableBot();
});
afterAll(() => testBot.stop());

async function confirmCard(): Promise<{ robin: Chat; confirm: ShownCard }> {
  testBot.cloud.world.reset();
  const robin = testBot.chat();
  const since = testBot.connector.events.length;
  await robin.post({ type: 'message', text: `link 1234567 in ${PLACES.join(', ')}` });
  const confirm = await testBot.cardThat(robin, /^Link in these directories \(3\)\?/, since);
  testBot.cloud.world.clearJournal();
  return { robin, confirm };
}

/** Pressed, killed at the step, started again, and the same press delivered once more, as Teams does. */
async function killedAt(killAt: number): Promise<string> {
  const { robin, confirm } = await confirmCard();
  const press = { id: randomUUID(), verb: 'confirm-batch', isDirect: true };
  const headers = { 'x-kill-at': String(killAt) };
  const answered = await pressConfirm(robin, confirm, { ...press, headers }).catch(() => 'nothing');
  const isSaid = (heading: string): boolean => FINAL.test(heading);
  if (!isSaid(answered)) await testBot.died();
  const step = testBot.steps[killAt - 1] ?? '';
  const afterwards = testBot.connector.events.length;
  const left = await testBot.restart();
  const again = await pressConfirm(robin, confirm, press);
  const atOnce = [answered, again].find(isSaid);
  let heading = atOnce ?? '';
  if (atOnce === undefined) {
    const shown = await testBot.cardThat(robin, FINAL, afterwards);
    heading = shown.buttons.some(({ verb }) => verb === 'batch-sign-in')
      ? await afterSignIn(robin, shown)
      : shown.heading;
  }
  const writes = writesIn(testBot.cloud.world).sort();
  const isOnce = writes.every((write, index) => WRITES.includes(write) && write !== writes[index - 1]);
  const said = heading.startsWith('✓') ? WRITES.length : Number.parseInt(heading, 10);
  return isOnce && said === writes.length
    ? 'passed'
    : `step ${killAt} (${step}): ${left} left, ${heading}; ${writes.join(', ')}`;
}

/** A process that has just started holds no token: the card asks for one, and the batch goes on. */
async function afterSignIn(robin: Chat, shown: ShownCard): Promise<string> {
  const since = testBot.connector.events.length;
  const answer = await robin.pressFor('batch-sign-in', { on: shown });
  const heading = answer.card?.heading ?? '';
  return FINAL.test(heading) ? heading : (await testBot.cardThat(robin, FINAL, since)).heading;
}

test('killed at any step of a batch of three: started again it goes on, writes each once, and says how it stands', async () => {
  const whole = await killedAt(Number.MAX_SAFE_INTEGER);
  expect(whole).toBe('passed');
  const { robin, confirm } = await confirmCard();
  const headers = { 'x-kill-at': String(Number.MAX_SAFE_INTEGER) };
  await pressConfirm(robin, confirm, { id: randomUUID(), verb: 'confirm-batch', headers, isDirect: true });
  const steps = testBot.steps.length;
  await testBot.restart();
  const came: string[] = [];
  for (let point = 0; point < POINTS; point += 1) {
    came.push(await killedAt(2 + Math.floor((point * (steps - 3)) / Math.max(POINTS - 1, 1))));
  }
  const passed = came.filter((one) => one === 'passed').length;
  if (passed < POINTS) throw new Error(came.join('\n'));
  expectPassed({
    id: 'T22',
    what: `killed ${POINTS} times over ${steps} steps of a batch in three directories`,
    tried: POINTS,
    passed,
  });
});
