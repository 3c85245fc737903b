import type { FaultInput } from '../../local/cloud/faults/fault';
import { systemClock } from '../../src/model/clock';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import type { Chat } from '../support/chat';
import { all } from '../support/record-store-promises';
import { runningTestBot } from '../support/test-bot';
import { signedIn } from '../support/talks';
import { expectPassed } from '../support/threats';

const testBot = runningTestBot();
const CUSTOMER = 'Contoso Retail';

interface Decision {
  readonly says: string;
  readonly fault?: FaultInput;
  /** Old clients send a press as a message, and the result goes through the connector at once. */
  readonly isOldClient: boolean;
  readonly outcome: string;
}
/** Each goes on from what the one before it left. */
const DECISIONS: readonly Decision[] = [
  { says: `link 1234567 in ${CUSTOMER}`, isOldClient: true, outcome: '✓ Linked' },
  { says: `link 1234568 in ${CUSTOMER}`, isOldClient: true, outcome: '✓ PartnerID changed' },
  {
    says: `link 1234567 in ${CUSTOMER}`,
    fault: { operation: 'arm-update', kind: 'delay', ms: 3_900 },
    isOldClient: false,
    outcome: '✓ PartnerID changed',
  },
  {
    says: `link 1234568 in ${CUSTOMER}`,
    fault: { operation: 'arm-update', kind: 'commit-then-drop' },
    isOldClient: true,
    outcome: '✓ PartnerID changed',
  },
  {
    says: `unlink in ${CUSTOMER}`,
    fault: { operation: 'arm-delete', kind: 'status', status: 503, count: 9 },
    isOldClient: true,
    outcome: '⚠ Azure had an error',
  },
  { says: `unlink in ${CUSTOMER}`, isOldClient: true, outcome: '✓ Link removed' },
];

async function outboxSize(): Promise<number> {
  const store = openSqliteStore(testBot().recordsFile, systemClock);
  const found = (await all(store.list('outbox'))).length;
  await store.close();
  return found;
}

/** Presses confirm while Teams takes nothing from the bot. */
async function decideUndelivered(
  robin: Chat,
  { says, fault, isOldClient }: Decision,
  number: number,
): Promise<void> {
  const confirm = await robin.say(says);
  testBot().world.clearFaults();
  if (fault !== undefined) testBot().world.setFault(fault);
  testBot().connector.refuses = 'everything';
  const [button] = confirm.buttons;
  if (!isOldClient)
    expect((await robin.pressFor('confirm', { on: confirm })).card?.heading).toBe('Working on it …');
  else await robin.post({ type: 'message', value: button?.data, replyToId: confirm.activityId });
  // Every try to say it has failed when this stands in the log once more.
  await testBot().log.found(/"event":"teams\.(?:apology|background)\.(failed)"/, number);
  testBot().connector.refuses = 'nothing';
}

async function headingsAfter(robin: Chat, text: string): Promise<string[]> {
  const before = robin.headings().length;
  await robin.say(text);
  return robin.headings().slice(before);
}

test('what became of a change and could not be delivered is said with the person’s next answer, once', async () => {
  const robin = await signedIn(testBot().chat());
  let passed = 0;
  for (const [number, decision] of DECISIONS.entries()) {
    await decideUndelivered(robin, decision, number + 1);
    const [answer, ...news] = await headingsAfter(robin, 'what is PAL?');
    const later = await headingsAfter(robin, 'what is PAL?');
    const isReportedOnce = news.join() === decision.outcome && later.join() === answer;
    if (isReportedOnce && (await outboxSize()) === 0) passed += 1;
    else process.stderr.write(`${number}: ${[answer, ...news].join(' | ')} then ${later.join(' | ')}\n`);
  }
  expectPassed({
    id: 'T34',
    what: 'outcomes that Teams did not take: said with the next answer, once',
    tried: DECISIONS.length,
    passed,
  });
});
