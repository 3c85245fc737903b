import { SAMPLE_TENANTS, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { findTenant } from '../../../local/cloud/world/lookup';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import type { ShownCard } from '../../support/shown-card';
import { linkIn, settled, signedIn } from '../../support/talks';

const testBot = runningTestBot();
afterEach(() => {
  testBot().world.setCrowd(0);
});

/** The place of a choice on the card. */
function choice({ json }: ShownCard, name: RegExp): string {
  const found = [...json.matchAll(/"title":"([^"]*)","value":"(\d+)"/g)].find(([, title]) =>
    name.test(title!),
  );
  return found?.[2] ?? '';
}

/** The overview when all is read. */
function overview(robin: Chat, text = 'where am I linked'): Promise<ShownCard> {
  return settled(testBot(), robin, () => robin.say(text));
}

test.each(['where am I linked', 'all directories', 'show my link everywhere'])(
  '"%s" shows every directory with its state, worst first, and writes nothing',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    const card = await overview(robin, text);
    expect(card.heading).toBe('Your directories');
    expect(card.text).toContain(`of ${SAMPLE_TENANTS.length} linked`);
    expect(card.text).toContain('need an administrator');
    expect(card.text).toContain('Page 1 of 2');
    const next = await robin.press('Next page');
    expect(next.text).toContain('Page 2 of 2');
    expect(writesIn(testBot().world)).toEqual([]);
  },
);

test('a directory that has another PartnerID than the one linked last is not counted as linked', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Contoso Retail');
  const { text } = await overview(robin);
  expect(text).toContain(`1 of ${SAMPLE_TENANTS.length} linked`);
  expect(text).toContain('1 with another PartnerID');
});

test('where trying again is in vain, without an account there, it is not offered', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and tailwind');
  const result = await robin.press('Confirm for 2');
  expect(result.heading).toBe('1 of 2 done');
  expect(result.text).toContain('You have no account in this directory');
  expect(titlesOf(result).filter((title) => title.startsWith('Try again'))).toEqual([]);
  expect(result.text).toContain('ask the customer to invite you as a guest');
  const asked = await robin.press('Ask the administrator', { on: result });
  expect(asked.text).toContain('Tailwind Traders');

  // An administrator is waited for, until the person wants to know anew.
  const all = await settled(testBot(), robin, () => robin.press('Show all directories', { on: result }));
  const missing = await robin.press('Only what is missing', { on: all });
  expect(missing.text).not.toContain('Tailwind');
  const needs = await robin.press('Only what needs somebody', { on: missing });
  expect(needs.text).toMatch(/Tailwind Traders \([^)]*\) ⚠ needs an administrator there – message for them/);
  const proof = await settled(testBot(), robin, () => robin.say('proof for tailwind'));
  expect(proof.text).toContain('⚠ not linked: needs an administrator there');
  const confirm = await robin.press('link-missing', { on: all });
  expect(confirm.text).toMatch(/They need an administrator of the directory: [^:]*Tailwind Traders/);
  const again = await settled(testBot(), robin, () => robin.press('Check again', { on: all }));
  expect((await robin.press('Only what is missing', { on: again })).text).toMatch(
    /Tailwind Traders \([^)]*\) ⚠ not linked/,
  );
});

test('the same in German: what took no link for want of an account waits for an administrator there', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('verknüpfe 1234567 in contoso und tailwind');
  const result = await robin.press('Für 2 bestätigen');
  expect(result.heading).toBe('1 von 2 erledigt');
  expect(result.text).toContain('Tailwind Traders (tailwind-traders.example): ⚠ misslungen: Sie haben');
  const all = await settled(testBot(), robin, () => robin.press('Alle Verzeichnisse zeigen', { on: result }));
  expect((await robin.press('Nur was fehlt', { on: all })).text).not.toContain('Tailwind');
  const needs = await robin.press('Nur was jemanden braucht', { on: all });
  expect(needs.text).toMatch(
    /Tailwind Traders \([^)]*\) ⚠ dort muss ein Administrator handeln – Nachricht dorthin/,
  );
  expect(titlesOf(needs)).toContain('Nachricht dorthin: Tailwind Traders');
  const proof = await settled(testBot(), robin, () => robin.say('Nachweis für contoso und tailwind'));
  expect(proof.text).toContain('⚠ nicht verknüpft: dort muss ein Administrator handeln');
  expect(proof.text).toMatch(/Version 1, aktiv\b/);
  expect((await robin.say('zeig meine Verknüpfung in contoso')).text).toMatch(/Status Aktiv\b/);
});

test('the missing ones are linked with the PartnerID by which the overview counts', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'Contoso Retail');
  await robin.say('link 5127255 in Fabrikam Consulting');
  await robin.say('cancel');
  expect((await overview(robin)).text).toContain('1 of 14 linked');
  expect((await robin.press('link-missing')).text).toContain('– → 1234567');
});

test.each([
  ['link 1234568 in fabrikam and wide world', 'Companies behind these PartnerIDs'],
  ['verknüpfe 1234568 in fabrikam und wide world', 'Unternehmen hinter diesen PartnerIDs'],
])(
  'the company behind the new number is named once Azure has said it, whatever was linked since: %s',
  async (text, label) => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234568', 'Contoso Retail');
    await linkIn(robin, '1234567', 'Fabrikam Consulting');
    expect((await robin.say(text)).text).toContain(`${label}: 1234568 Fabrikam Consulting (Berlin)`);
  },
);

test('two named directories: one card with both, before and after, one press', async () => {
  const robin = await signedIn(testBot().chat());
  // Nobody has named a company behind this one yet.
  expect((await robin.say('link 2345678 in contoso and fabrikam')).text).not.toContain('Companies behind');
  const confirm = await robin.say('link 1234567 in contoso and fabrikam');
  expect(confirm.heading).toBe('Link in these directories (2)?');
  expect(confirm.text).toContain('Contoso Retail');
  expect(confirm.text).toContain('– → 1234567');
  const result = await robin.press('Confirm for 2');
  expect(result.heading).toBe('✓ Both done');
  expect(result.text).toContain(
    '1234567 Fabrikam Consulting (Zurich) Microsoft lists this company for the PartnerID.',
  );
  expect(writesIn(testBot().world).sort()).toEqual([
    'PUT 1234567 in Contoso Retail: 200',
    'PUT 1234567 in Fabrikam Consulting: 200',
  ]);
  // The receipt says what is linked now, and that of an undo what was taken back.
  expect(result.text).toContain('Contoso Retail (contoso-retail.example): ✓ – → 1234567');
  const undo = await robin.press('Undo these changes');
  expect(undo.heading).toBe('Undo in these directories (2)?');
  expect(undo.text).toContain('Companies behind these PartnerIDs: 1234567 Fabrikam Consulting (Zurich)');
  const undone = await robin.press('Confirm for 2');
  expect(undone.heading).toBe('✓ Both undone');
  expect(undone.text).toContain('Contoso Retail (contoso-retail.example): ✓ 1234567 → –');
  expect(testBot().world.link(TENANT_IDS.fabrikam, robin.person.objectId)).toMatchObject({
    state: 'Deleted',
  });
});

test('a name that nobody knows is said, and the others are not lost', async () => {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say('link 1234567 in contoso, fabrikam and Zzyzx');
  expect(confirm.text).toContain('Not among your directories: Zzyzx');
  expect(confirm.heading).toBe('Link in these directories (2)?');
});

test('"link 1234567 everywhere" has what is missing ticked, the others apart, and changes only what is then confirmed', async () => {
  const robin = await signedIn(testBot().chat());
  const card = await robin.say('link 1234567 everywhere');
  expect(card.heading).toBe('In which directories?');
  expect(card.text).toContain('They need your sign-in first: ');
  expect(card.text).toContain('Managed through Azure Lighthouse');
  const nothing = await robin.press('Continue', { inputs: { missing: '', others: '' } });
  expect(nothing.text).toContain('Nothing is ticked');
  const [contoso, wideWorld] = [/Contoso/, /Wide/].map((name) => choice(card, name));
  const confirm = await robin.press('Continue', { inputs: { missing: contoso!, others: wideWorld! } });
  expect(confirm.heading).toBe('Link in these directories (2)?');
  expect(confirm.text).toContain('6098754 → 1234567');
  expect(writesIn(testBot().world)).toEqual([]);
  const result = await robin.press('Confirm for 2');
  expect(result.heading).toBe('✓ Both done');
  expect(result.text.match(/24 hours|until .+ UTC/g)).toHaveLength(1);
  expect(writesIn(testBot().world).sort()).toEqual([
    'PATCH 1234567 in Wide World Importers: 200',
    'PUT 1234567 in Contoso Retail: 200',
  ]);
  // Of an undo, too, a part can be chosen.
  await robin.press('Undo these changes');
  await robin.press('Choose which');
  await robin.press('Continue', { inputs: { missing: '1' } });
  expect((await robin.press('Confirm for 1')).heading).toBe('✓ Undone');
  expect(writesIn(testBot().world)).toHaveLength(3);
});

test('"undo" typed after a batch lists the batch, not a change of before it', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in Fabrikam Consulting');
  await robin.press('Link');
  await robin.say('link 1234567 in Contoso and Wide World Importers');
  await robin.press('Confirm for 2');
  const undo = await robin.say('undo');
  expect(undo.heading).toBe('Undo in these directories (2)?');
  expect(undo.text).toContain('1234567 → 6098754');
  expect(undo.text).not.toContain('fabrikam-consulting.example)');
  // What comes back is a vendor's.
  expect(undo.text).toContain('6098754 VanArsdel Monitoring');
});

test('a PartnerID that was typed and not confirmed makes nothing another PartnerID that is linked', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in Contoso and Wide World Importers');
  await robin.press('Confirm for 2');
  await robin.say('wrong number, it should be 5127255');
  await robin.say('cancel');
  const overview = await settled(testBot(), robin, () => robin.say('where am I linked'));
  expect(overview.text).toContain('2 of 14 linked');
  expect(overview.text).not.toContain('another PartnerID');
});

test('what "cancel" or a newer change has taken the place of is not written by the buttons of the older card', async () => {
  const robin = await signedIn(testBot().chat());
  const cancelled = await robin.say('link 1234567 in contoso and fabrikam');
  expect((await robin.say('cancel')).heading).toBe('Cancelled');
  await robin.pressFor('Confirm for 2', { on: cancelled });
  expect(writesIn(testBot().world)).toEqual([]);

  const replaced = await robin.say('link 1234567 in contoso and fabrikam');
  await robin.say('link 7654321 in contoso and fabrikam');
  await robin.pressFor('Confirm for 2', { on: replaced });
  expect(writesIn(testBot().world)).toEqual([]);
});

test('a batch of which nothing has come yet says of how many it is', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and fabrikam');
  testBot().world.setFault({ operation: 'arm-create', kind: 'delay', ms: 2_500, count: 2 });
  expect((await robin.press('Confirm for 2')).heading).toBe('Working: 0 of 2');
  await robin.card('✓ Both done');
});

test.each([
  ['link 1234567 everywhere', 'Continue', 'Stop', 'Stopped.', 'not begun', '7 of {total} done'],
  [
    'verknüpfe 1234567 überall',
    'Weiter',
    'Anhalten',
    'Angehalten.',
    'nicht begonnen',
    '7 von {total} erledigt',
  ],
])(
  '"%s", and Stop while ARM is slow: nothing begins after it, and the card says what was done',
  async (text, next, stop, sentence, left, heading) => {
    testBot().world.setCrowd(40);
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.press(next, { on: await robin.say(text) });
    testBot().world.setFault({ operation: 'arm-create', kind: 'delay', ms: 2_500, count: 8 });
    const working = await robin.press('confirm-batch', { on: confirm });
    const stopped = await robin.press(stop, { on: working });
    expect(stopped.text).toContain(sentence);
    const [, total = ''] = /\((\d+)\)/.exec(confirm.heading) ?? [];
    const end = await robin.card(heading.replace('{total}', total));
    expect(end.text).toContain(sentence);
    expect(end.text).toContain(`Customer 008 (customer-8.example): ${left}`);
    const puts = testBot()
      .world.journal()
      .filter(({ method }) => method === 'PUT');
    expect(puts).toHaveLength(8);
    const linked = puts
      .filter(({ status }) => status === 200)
      .map(({ tenant }) => findTenant(tenant ?? '')?.domain);
    const listed = [...end.text.matchAll(/\(([\w.-]+)\): ✓/g)].map(([, domain]) => domain);
    expect(listed.sort()).toEqual(linked.sort());
    // What was stopped is there to be tried again, each as it was confirmed.
    const again = await robin.press('retry-batch', { on: end });
    expect(again.text).toContain('(customer-8.example): – → 1234567');
  },
);

test('the undo of a batch, too, takes the place of a change that waits for its confirmation', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and fabrikam');
  const done = await robin.press('Confirm for 2');
  const waiting = await robin.say('link 7654321 in Woodgrove Bank');
  await robin.press('Undo these changes', { on: done });
  const writes = writesIn(testBot().world).length;
  await robin.pressFor('confirm', { on: waiting });
  expect(writesIn(testBot().world)).toHaveLength(writes);
});

test('while directories are chosen nothing can be confirmed that no card has named', async () => {
  const robin = await signedIn(testBot().chat());
  const choosing = await robin.say('link 1234567 everywhere');
  const { batchId } = choosing.buttons.find(({ verb }) => verb === 'choose-many')?.data ?? {};
  const data = { verb: 'confirm-batch', batchId };
  await robin.invoke({ type: 'Action.Execute', verb: 'confirm-batch', data }, choosing.activityId);
  expect([typeof batchId, writesIn(testBot().world)]).toEqual(['string', []]);
});

test('a mistake that was undone is not the person’s PartnerID any more: what stood before is', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and fabrikam');
  await robin.press('Confirm for 2');
  await robin.say('change it to 5127255 in contoso and fabrikam');
  await robin.press('confirm-batch');
  await robin.press('Undo these changes');
  await robin.press('confirm-batch');
  const after = await overview(robin);
  expect(after.text).toContain(`2 of ${SAMPLE_TENANTS.length} linked`);
  await robin.press('link-missing', { on: after });
  expect(robin.lastCard().json).not.toContain('5127255');
  await linkIn(robin, '5127255', 'Contoso Retail');
  await robin.press('Undo');
  expect((await overview(robin)).text).toContain(`2 of ${SAMPLE_TENANTS.length} linked`);
});
