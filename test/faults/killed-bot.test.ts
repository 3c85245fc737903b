import { randomUUID } from 'node:crypto';
import type { FaultInput } from '../../local/cloud/faults/fault';
import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import type { Chat } from '../support/chat';
import type { Event } from '../support/connector';
import { startKillableBot } from '../support/killable-bot';
import type { KillableBot } from '../support/killable-bot';
import { pressConfirm } from '../support/raw-press';
import type { ShownCard } from '../support/shown-card';
import { expectPassed, howMany } from '../support/threats';

jest.setTimeout(1_200_000);
/** The person is told within a minute of the restart. */
const TOLD_WITHIN_MS = 60_000;
/** What ARM gives, and at how many points the bot is killed. */
const FAULTS = (
  [
    ['nothing', undefined, howMany({ usual: 3, full: 25 })],
    ['a slow answer', { operation: 'arm-create', kind: 'delay', ms: 400 }, howMany({ usual: 0, full: 25 })],
    [
      'an answer that is lost',
      { operation: 'arm-create', kind: 'commit-then-drop' },
      howMany({ usual: 2, full: 25 }),
    ],
    ['no answer', { operation: 'arm-create', kind: 'hang' }, howMany({ usual: 0, full: 25 })],
  ] satisfies [string, FaultInput | undefined, number][]
).filter(([, , points]) => points > 0);
/** What a person may read at the end: done, not done, not known and how to find out. */
const FINAL =
  /^(✓ Linked|⚠ I was interrupted|⚠ I don’t know yet|⚠ Azure had an error|Link this PartnerID\?|Sign in to continue)/;

let testBot: KillableBot;
beforeAll(async () => {
  testBot = await startKillableBot();
});
afterAll(() => testBot.stop());

const linked = () => testBot.cloud.world.link(TENANT_IDS.fabrikam, ROBIN.objectId);

async function answerSilently(chat: Chat, event: Event): Promise<void> {
  if (event.silent !== undefined) {
    await chat.sendToken(event.silent, await testBot.cloud.world.issueSsoToken(ROBIN));
  }
}

/** Robin's confirm card, with the sign-in that it takes after a restart. */
async function confirmCard(): Promise<{ robin: Chat; confirm: ShownCard }> {
  const { world } = testBot.cloud;
  world.clearFaults();
  world.clearLink(TENANT_IDS.fabrikam, ROBIN.objectId);
  const robin = testBot.chat();
  const since = testBot.connector.events.length;
  await robin.post({ type: 'message', text: 'link 1234567 in Fabrikam Consulting' });
  const isHere = ({ conversationId, silent, card }: Event): boolean =>
    conversationId === robin.conversationId && (silent !== undefined || card !== undefined);
  const wait = { wanted: 'A confirm card', patienceMs: 60_000 };
  const first = await testBot.connector.next(since, isHere, wait);
  await answerSilently(robin, first);
  return { robin, confirm: await robin.card('Link this PartnerID?') };
}

/** What the person reads at last: in the answer to the press, after the restart, or when Teams delivers it again. */
async function lastWords(robin: Chat, confirm: ShownCard, killAt: number): Promise<string> {
  const id = randomUUID();
  const headers = { 'x-kill-at': String(killAt) };
  // A killed process answers nothing.
  const answered = await pressConfirm(robin, confirm, { id, headers, isDirect: true }).catch(() => undefined);
  if (answered !== undefined && FINAL.test(answered)) return answered;
  const before = testBot.connector.events.length;
  const died = testBot.died().then(() => undefined);
  // It may also die after "working on it".
  const words = answered === undefined ? died : Promise.race([wordsFrom(robin, before), died]);
  return (await words) ?? wordsAfterRestart(robin, confirm, id);
}

async function wordsAfterRestart(robin: Chat, confirm: ShownCard, id: string): Promise<string> {
  const since = testBot.connector.events.length;
  const left = await testBot.restart();
  // Nothing was noted yet: it was as if never pressed, and Teams delivers it again.
  const again = left === 0 ? await pressConfirm(robin, confirm, { id, isDirect: true }) : '';
  return FINAL.test(again) ? again : wordsFrom(robin, since);
}

async function wordsFrom(robin: Chat, since: number): Promise<string> {
  const fits = ({ conversationId, silent, card }: Event): boolean =>
    conversationId === robin.conversationId && (silent !== undefined || FINAL.test(card?.heading ?? ''));
  const event = await testBot.connector.next(since, fits, {
    wanted: 'What came of it',
    patienceMs: TOLD_WITHIN_MS,
  });
  await answerSilently(robin, event);
  if (event.silent === undefined) return event.card?.heading ?? '';
  return wordsFrom(robin, since + testBot.connector.events.slice(since).indexOf(event) + 1);
}

/** Nothing lost and nothing claimed: what was said agrees with what ARM has. */
function isTrue(words: string): boolean {
  const isLinked = linked()?.state === 'Active';
  if (words.startsWith('✓ Linked')) return isLinked;
  const saysNothingChanged = words.startsWith('⚠ Azure had an error') || words === 'Link this PartnerID?';
  return !(saysNothingChanged && isLinked);
}

test.each(FAULTS)('killed at any step of a confirm press, with %s of ARM', async (name, fault, points) => {
  const { robin: first, confirm: whole } = await confirmCard();
  if (fault !== undefined) testBot.cloud.world.setFault(fault);
  await lastWords(first, whole, Number.MAX_SAFE_INTEGER);
  const steps = testBot.steps.length;
  await testBot.restart();

  let passed = 0;
  let slowestMs = 0;
  const shown: string[] = [];
  for (let point = 0; point < points; point += 1) {
    const killAt = 1 + Math.floor((point * (steps - 1)) / Math.max(points - 1, 1));
    const { robin, confirm } = await confirmCard();
    if (fault !== undefined) testBot.cloud.world.setFault(fault);
    const startedAt = performance.now();
    const words = await lastWords(robin, confirm, killAt);
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    const isOnce = (linked()?.version ?? 0) <= 1;
    shown.push(`at ${killAt} (${testBot.steps[killAt - 1] ?? 'gone'}): ${words}`);
    if (isTrue(words) && isOnce) passed += 1;
    if (!testBot.hasDied()) await testBot.restart();
  }
  if (passed < points) throw new Error(shown.join('\n'));
  expectPassed({
    id: 'T22',
    what: `killed ${points} times over ${steps} steps of a confirm press, ARM gives ${name}`,
    tried: points,
    passed,
    figure: `told after ≤ ${Math.round(slowestMs / 1000)} s`,
  });
});
