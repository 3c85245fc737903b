import { randomUUID } from 'node:crypto';
import { PRIYA, ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { writesIn } from '../support/arm-calls';
import type { Chat } from '../support/chat';
import { pressConfirm } from '../support/raw-press';
import { runningTestBot } from '../support/test-bot';
import type { ShownCard } from '../support/shown-card';
import { signedIn } from '../support/talks';
import { expectPassed, howMany } from '../support/threats';

const testBot = runningTestBot({ isObserved: true });
const HOME = 'Fabrikam Consulting';
const CONFIRMED = [`PUT 1234567 in ${HOME}: 200`];

const writes = () => writesIn(testBot().world);
const operationOf = (card: ShownCard): string => String(card.buttons[0]?.data['operationId']);

async function confirmCard(): Promise<{ robin: Chat; confirm: ShownCard }> {
  const robin = await signedIn(testBot().chat());
  return { robin, confirm: await robin.say(`link 1234567 in ${HOME}`) };
}

/** What a client may send in place of the button's data: other fields, other values, other shapes. */
function bentData(id: string): unknown[] {
  const base = { verb: 'confirm', operationId: id };
  const foreign: Record<string, unknown>[] = [
    { partnerId: '6666666' },
    { after: '6666666' },
    { tenantId: TENANT_IDS.contoso },
    { directoryId: TENANT_IDS.contoso },
    { person: { tenantId: TENANT_IDS.contoso, objectId: PRIYA.objectId } },
    { account: { objectId: PRIYA.objectId, username: 'priya' } },
    { status: 'done' },
    { kind: 'unlink' },
    { before: { partnerId: '6666666', partnerName: 'x' } },
    { isUndo: true },
    { schema: 2 },
    { conversationKey: 'other' },
    { shownOn: 'other' },
    { plannedAt: '2100-01-01T00:00:00.000Z' },
    { verb: 'unlink' },
    { verb: ['confirm'] },
    { constructor: { prototype: { isAdmin: true } } },
    { operation: { after: '6666666' } },
    { data: { after: '6666666' } },
    { msteams: { type: 'invoke', value: { after: '6666666' } } },
  ];
  const text = `{"verb":"confirm","operationId":"${id}","__proto__":{"after":"6666666"}}`;
  const withProto: unknown = JSON.parse(text);
  const wrongIds: unknown[] = [
    '',
    ' ',
    id.slice(1),
    `${id}x`,
    id.toUpperCase() === id ? id.toLowerCase() : id.toUpperCase(),
    `${id.slice(11)}${id.slice(0, 11)}`,
    `${id}\u0000`,
    ` ${id}`,
    `../${id}`,
    `${id}|`,
    `' OR 1=1 --`,
    '${operationId}',
    randomUUID(),
    'A'.repeat(22),
    'A'.repeat(5_000),
    0,
    true,
    null,
    [id],
    { $eq: id },
    { toString: id },
  ];
  const shapes: unknown[] = [undefined, null, 'confirm', 7, [], [base], {}, { verb: 'confirm' }];
  return [
    ...foreign.map((more) => ({ ...base, ...more })),
    withProto,
    ...wrongIds.map((operationId) => ({ ...base, operationId })),
    ...shapes,
  ];
}

test('whatever else a press carries, only what the card showed is done, and at most once', async () => {
  const { robin, confirm } = await confirmCard();
  const tries = bentData(operationOf(confirm));
  let passed = 0;
  for (const data of tries) {
    testBot().world.clearLink(TENANT_IDS.fabrikam, ROBIN.objectId);
    await pressConfirm(robin, confirm, { id: randomUUID(), data }).catch(() => 'refused');
    const isAsConfirmed = writes().every((write) => CONFIRMED.includes(write));
    if (isAsConfirmed && writes().length <= 1) passed += 1;
  }
  expect(testBot().hasEnded()).toBe(false);
  expectPassed({
    id: 'T10',
    what: 'bent data in a confirm press: no write but the confirmed one',
    tried: tries.length,
    passed,
  });
});

test('a hundred presses of one card, half of them at once, write once; one after eleven minutes writes nothing', async () => {
  const { robin, confirm } = await confirmCard();
  const presses = howMany({ usual: 60, full: 100 });
  const press = () => pressConfirm(robin, confirm, { id: randomUUID() });
  const atOnce = await Promise.all(Array.from({ length: presses / 2 }, press));
  const later: string[] = [];
  for (let count = presses / 2; count < presses; count += 1) later.push(await press());
  const answers = [...atOnce, ...later];
  expect(writes()).toEqual(CONFIRMED);
  expectPassed({
    id: 'T11',
    what: 'presses of one card: one PUT, each is told the outcome',
    tried: presses,
    passed: answers.filter((heading) => heading === '✓ Linked').length,
    figure: `${writes().length} PUT`,
  });
  await robin.say(`unlink in ${HOME}`);
  await robin.press('Remove the link');
  testBot().world.clearJournal();
  const late = await robin.say(`link 1234567 in ${HOME}`);
  await testBot().age(operationOf(late), 11 * 60_000);
  const heading = await pressConfirm(robin, late, { id: randomUUID() });
  expectPassed({
    id: 'T11',
    what: 'a press after eleven minutes: no PUT',
    tried: 1,
    passed: writes().length === 0 && heading === '⚠ This card is too old' ? 1 : 0,
  });
});

test('twenty presses by somebody else do nothing, then the owner’s one does it, as the owner', async () => {
  const { robin, confirm } = await confirmCard();
  const priya = await signedIn(robin.besides(PRIYA));
  testBot().world.clearJournal();
  const refusals: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    refusals.push(await pressConfirm(priya, confirm, { id: randomUUID() }));
  }
  const isUntouched = writes().length === 0;
  expect(await pressConfirm(robin, confirm, { id: randomUUID() })).toBe('✓ Linked');
  const [put] = testBot()
    .world.journal()
    .filter(({ method }) => method === 'PUT');
  expect(writes()).toEqual(CONFIRMED);
  expect(put?.user).toBe(ROBIN.objectId);
  expectPassed({
    id: 'T12',
    what: 'somebody else presses my card: 0 PUT, then 1 with my token',
    tried: refusals.length,
    passed: isUntouched ? refusals.filter((shown) => !shown.startsWith('✓')).length : 0,
  });
});

test('a card that was forwarded, in another conversation or onto another message of the bot, confirms nothing', async () => {
  const { robin, confirm } = await confirmCard();
  const elsewhere = testBot().chat();
  const other = await robin.say('help');
  const forwarded = [
    () => pressConfirm(robin, confirm, { id: randomUUID(), on: other.activityId }),
    () => pressConfirm(elsewhere, confirm, { id: randomUUID(), on: '' }),
    () => pressConfirm(elsewhere, confirm, { id: randomUUID() }),
    () => pressConfirm(elsewhere, confirm, { id: randomUUID(), on: 'a-forwarded-copy' }),
  ];
  let passed = 0;
  for (const press of forwarded) {
    await press();
    if (writes().length === 0) passed += 1;
  }
  expect(await pressConfirm(robin, confirm, { id: randomUUID() })).toBe('✓ Linked');
  expectPassed({ id: 'T17', what: 'a forwarded confirm card: 0 PUT', tried: forwarded.length, passed });
});

test('nor does the card of a batch: it starts once, from where it is shown', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link 1234567 in contoso and fabrikam');
  const other = await robin.say('help');
  const press = (chat: Chat, on: string) =>
    pressConfirm(chat, confirm, { id: randomUUID(), verb: 'confirm-batch', on });
  const forwarded = [
    () => press(robin, other.activityId),
    () => press(testBot().chat(), confirm.activityId),
    () => press(testBot().chat(PRIYA), confirm.activityId),
  ];
  let passed = 0;
  for (const one of forwarded) {
    await one();
    if (writes().length === 0) passed += 1;
  }
  const both = [press(robin, confirm.activityId), press(robin, confirm.activityId)];
  const answers = await Promise.all(both);
  // On a busy machine it is still under way when the presses are answered.
  if (!answers.includes('✓ Both done')) await robin.card('✓ Both done');
  expect(writes()).toHaveLength(2);
  expectPassed({ id: 'T17', what: 'a forwarded card of a batch: 0 PUT', tried: forwarded.length, passed });
});

test('a link that somebody changes while the card is open is never reported as something it is not', async () => {
  const robin = await signedIn(testBot().chat());
  const races = howMany({ usual: 12, full: 30 });
  let passed = 0;
  for (let race = 0; race < races; race += 1) {
    testBot().world.clearLink(TENANT_IDS.fabrikam, ROBIN.objectId);
    const confirm = await robin.say(`link 1234567 in ${HOME}`);
    const meddle = () => {
      testBot().world.setLink(TENANT_IDS.fabrikam, ROBIN.objectId, '6098754');
    };
    // Before the press, while it is read, or while it is written.
    if (race % 3 === 0) meddle();
    const pressing = pressConfirm(robin, confirm, { id: randomUUID() });
    if (race % 3 === 1) setImmediate(meddle);
    if (race % 3 === 2)
      testBot().world.setFault({ operation: 'arm-create', kind: 'delay', ms: 60, writes: 'after' });
    if (race % 3 === 2) setTimeout(meddle, 40);
    const heading = await pressing;
    testBot().world.clearFaults();
    const row = testBot().world.link(TENANT_IDS.fabrikam, ROBIN.objectId);
    const written = writes().filter((write) => write.endsWith(': 200')).length;
    // ARM took it; somebody may have replaced it right after, which nobody can see.
    if (heading !== '✓ Linked' || row?.partnerId === '1234567' || written > 0) passed += 1;
    await robin.say('cancel');
    testBot().world.clearJournal();
  }
  expectPassed({ id: 'T15', what: 'the link changes between card and press', tried: races, passed });
});
