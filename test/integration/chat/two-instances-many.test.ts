import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { settled, silentlyAtHome } from '../../support/talks';

const testBot = runningTestBot({ silentSignIn: {}, hasSecond: true });
afterEach(() => {
  testBot().world.setCrowd(0);
});

/** Robin in one conversation, signed in at both instances: tokens stay in the memory of each. */
async function atBoth(): Promise<{ here: Chat; there: Chat }> {
  const here = await silentlyAtHome(testBot());
  const there = testBot().elsewhere(here);
  const asked = await there.saySilently('show my link');
  await there.sendToken(asked, await testBot().world.issueSsoToken(there.person));
  await there.card('Not linked yet');
  return { here, there };
}

test('an overview that one instance has drawn is filtered, paged, searched and linked from by another', async () => {
  const { here, there } = await atBoth();
  const card = await settled(testBot(), here, () => here.say('where am I linked'));
  const missing = await there.press('Only what is missing', { on: card });
  expect(missing.text).toContain('Contoso Retail (contoso-retail.example) ⚠ not linked');
  expect(missing.text).not.toContain('Northwind Health');
  expect((await there.press('Next page', { on: card })).text).toContain('Page 2 of 2');
  const found = await here.press('Find', { on: missing, inputs: { search: 'contoso' } });
  expect(found.text).toContain('Contoso Retail');
  expect(found.text).not.toContain('Woodgrove Bank');
  expect((await there.press('link-missing', { on: found })).heading).toBe('Which PartnerID?');
  expect(writesIn(testBot().world)).toEqual([]);
});

test('an instance at which the person is not signed in signs them in silently, and then shows the filter', async () => {
  const here = await silentlyAtHome(testBot());
  const there = testBot().elsewhere(here);
  const card = await settled(testBot(), here, () => here.say('where am I linked'));
  await there.pressFor('Only what is missing', { on: card });
  await there.sendToken(await there.silentSignIn(), await testBot().world.issueSsoToken(there.person));
  const missing = await there.card('Your directories');
  expect(missing.text).not.toContain('Northwind Health');
  expect(here.headings()).not.toContain('Sign in to continue');
});

test('what one instance lets choose is planned, confirmed and taken back at the other', async () => {
  const { here, there } = await atBoth();
  const choice = await here.say('link 1234567 everywhere');
  const confirm = await there.press('Continue', { on: choice });
  const result = await here.press('confirm-batch', { on: confirm });
  expect(result.heading).toBe('2 of 4 done');
  const undo = await there.press('undo-batch', { on: result });
  expect((await here.press('Confirm for 2', { on: undo })).heading).toBe('✓ Both undone');
  expect(testBot().world.link(TENANT_IDS.fabrikam, here.person.objectId)).toMatchObject({ state: 'Deleted' });
});

test('a batch that is confirmed at two instances at once is written once, and both say how it stands', async () => {
  const { here, there } = await atBoth();
  const confirm = await here.say('link 1234567 in contoso, fabrikam and wide world');
  const answers = await Promise.all(
    [here, there, here, there].map((one) => one.pressFor('confirm-batch', { on: confirm })),
  );
  const headings = answers.map(({ card }) => card?.heading ?? '');
  expect(headings.filter((heading) => !/^(✓ All 3 done|Working: [0-3] of 3)$/.test(heading))).toEqual([]);
  await here.card('✓ All 3 done');
  expect(writesIn(testBot().world).sort()).toEqual([
    'PATCH 1234567 in Wide World Importers: 200',
    'PUT 1234567 in Contoso Retail: 200',
    'PUT 1234567 in Fabrikam Consulting: 200',
  ]);
});

test('a confirm that comes second, at the other instance, shows how far the batch is, and its end', async () => {
  const { here, there } = await atBoth();
  const confirm = await here.say('link 1234567 in contoso and fabrikam');
  testBot().world.setFault({ operation: 'arm-create', kind: 'delay', ms: 4_000, count: 2 });
  await here.pressFor('confirm-batch', { on: confirm });
  const { connector } = testBot();
  let since = connector.events.length;
  const second = await there.pressFor('confirm-batch', { on: confirm });
  expect(second.card?.heading).toBe('Working: 0 of 2');
  // One end for each of the two presses.
  for (let ends = 0; ends < 2; ends += 1) {
    const isEnd = ({ card }: (typeof connector.events)[number]): boolean => card?.heading === '✓ Both done';
    const end = await connector.next(since, isEnd, { wanted: 'The end of both', patienceMs: 20_000 });
    since = connector.events.indexOf(end) + 1;
  }
  expect(writesIn(testBot().world)).toHaveLength(2);
});

test('a sign-in while another instance is at the batch: its directory is done once that one has ended, and both say so', async () => {
  const { here, there } = await atBoth();
  // A second factor for Woodgrove Bank, at this instance only.
  const aside = testBot().chat();
  await aside.press('confirm', { on: await aside.say('link 1234567 in woodgrove') });
  await aside.signIn({ factor: 'given' });
  await aside.card('✓ Linked');
  testBot().world.clearLink(TENANT_IDS.woodgrove, here.person.guestIds[TENANT_IDS.woodgrove] ?? '');
  testBot().world.clearJournal();

  const confirm = await there.say('link 1234567 in contoso and woodgrove');
  testBot().world.setFault({ operation: 'arm-create', kind: 'delay', ms: 3_500, tenant: TENANT_IDS.contoso });
  const working = await there.press('confirm-batch', { on: confirm });
  expect(working.heading).toBe('Working: 0 of 2');
  const verb = 'batch-sign-in';
  const data = { verb, batchId: working.buttons[0]?.data['batchId'], directoryId: TENANT_IDS.woodgrove };
  await here.invoke({ type: 'Action.Execute', verb, data }, working.activityId);
  expect((await here.card('✓ Both done')).text).toContain('Woodgrove Bank');
  expect(writesIn(testBot().world).filter((write) => write.endsWith(': 200'))).toEqual([
    'PUT 1234567 in Contoso Retail: 200',
    'PUT 1234567 in Woodgrove Bank: 200',
  ]);
});

test('Stop at the other instance: nothing begins after it, and the card says what was done and that it was stopped', async () => {
  testBot().world.setCrowd(40);
  const { here, there } = await atBoth();
  const choice = await here.say('link 1234567 everywhere');
  const confirm = await here.press('Continue', { on: choice });
  testBot().world.setFault({ operation: 'arm-create', kind: 'delay', ms: 2_500, count: 8 });
  const working = await here.press('confirm-batch', { on: confirm });
  const [, total = ''] = /\((\d+)\)/.exec(confirm.heading) ?? [];
  expect(working.heading).toBe(`Working: 0 of ${total}`);
  const stopped = await there.press('Stop', { on: working });
  expect(stopped.text).toContain('Stopped. What had not begun stays as it was.');
  expect(stopped.text).toContain('being written …');
  const last = await here.card(`7 of ${total} done`);
  // Eight were under way, and one of them wants a second factor.
  expect(last.text).toContain('Stopped. What had not begun stays as it was.');
  expect(last.text).not.toContain('being written …');
  expect(last.text).toContain('Customer 008 (customer-8.example): not begun');
  expect(writesIn(testBot().world)).toHaveLength(8);
});

test('after a sign-out at one instance the other names no directory from memory', async () => {
  const { here, there } = await atBoth();
  expect((await there.say('which directory')).text).toContain('Contoso Retail');
  await here.say('sign out');
  await there.saySilently('which directory');
  await there.failSilently('invokeerror');
  expect((await there.card('Sign in to continue')).text).not.toContain('Contoso');
});

test('after a sign-out at one instance the other shows nothing of what it had read', async () => {
  const { here, there } = await atBoth();
  const card = await settled(testBot(), there, () => there.say('where am I linked'));
  await here.say('sign out');
  await there.pressFor('Only what is missing', { on: card });
  await there.silentSignIn();
  const since = there.headings().length;
  await there.failSilently('invokeerror');
  await there.card('Sign in to continue');
  expect(there.headings().slice(since)).toEqual(['Sign in to continue']);
});
