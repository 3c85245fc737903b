import { TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import { titlesOf } from '../../support/shown-card';
import { signedIn } from '../../support/talks';
import { runningTestBot } from '../../support/test-bot';

const testBot = runningTestBot();

test.each([
  [
    'link 1234567 in contoso and wide world',
    'These changes are undone already',
    'Now linked as before these changes: Wide World Importers (wide-world-importers.example: 6098754)',
    'Now not linked, as before these changes: Contoso Retail (contoso-retail.example)',
    'Redo',
  ],
  [
    'verknüpfe 1234567 in contoso und wide world',
    'Diese Änderungen sind schon rückgängig gemacht',
    'Jetzt verknüpft wie vor diesen Änderungen: Wide World Importers (wide-world-importers.example: 6098754)',
    'Jetzt nicht verknüpft, wie vor diesen Änderungen: Contoso Retail (contoso-retail.example)',
    'Wiederherstellen',
  ],
])(
  'Undo of a batch that is undone already says so, and what is there now: "%s"',
  async (text, heading, linked, free, redo) => {
    const robin = await signedIn(testBot().chat());
    await robin.say(text);
    const result = await robin.press('confirm-batch');
    await robin.press('undo-batch', { on: result });
    await robin.press('confirm-batch');
    for (const again of [
      await robin.press('undo-batch', { on: result }),
      (await robin.say('help'), await robin.say(redo === 'Redo' ? 'undo' : 'rückgängig machen')),
    ]) {
      expect(again.heading).toBe(heading);
      expect(again.text).toContain(linked);
      expect(again.text).toContain(free);
    }
    const confirm = await robin.press(redo);
    expect(confirm.text).toContain('Contoso Retail (contoso-retail.example): – → 1234567');
    expect(confirm.text).toContain('Wide World Importers (wide-world-importers.example): 6098754 → 1234567');
    expect(writesIn(testBot().world)).toHaveLength(4);
    await robin.press('confirm-batch', { on: confirm });
    expect(writesIn(testBot().world)).toHaveLength(6);
  },
);

test('what somebody has changed since is no undo that is done already', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and fabrikam');
  const result = await robin.press('Confirm for 2');
  await robin.press('Undo these changes', { on: result });
  await robin.press('Confirm for 2');
  testBot().world.setLink(TENANT_IDS.contoso, robin.person.guestIds[TENANT_IDS.contoso] ?? '', '6098754');
  const again = await robin.press('undo-batch', { on: result });
  expect(again.heading).toBe('Nothing to change');
  expect(again.text).toContain(
    'Not undone, because the link has changed since: Contoso Retail (contoso-retail.example: 6098754)',
  );
  expect(again.text).toContain('Now not linked, as before these changes: Fabrikam Consulting');
  expect(titlesOf(again)).not.toContain('Redo');
});

describe('Undo of a batch two days later says until when it could, and offers by the trail what was there before', () => {
  const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

  test.each([
    [
      'link 1234567 in contoso and wide world',
      'undo',
      'Undo in these directories (2)?',
      'I could undo these changes until',
      'These changes are undone already',
      'Redo',
    ],
    [
      'verknüpfe 1234567 in contoso und wide world',
      'rückgängig machen',
      'In diesen Verzeichnissen rückgängig machen (2)?',
      'Diese Änderungen konnte ich bis',
      'Diese Änderungen sind schon rückgängig gemacht',
      'Wiederherstellen',
    ],
  ])('pressed and typed: "%s"', async (text, undo, heading, until, undone, redo) => {
    const robin = await signedIn(testBot().chat());
    await robin.say(text);
    const result = await robin.press('confirm-batch');
    const { batchId } = result.buttons.find(({ verb }) => verb === 'undo-batch')?.data ?? {};
    await testBot().age(String(batchId), TWO_DAYS_MS);
    for (const confirm of [await robin.say(undo), await robin.press('undo-batch', { on: result })]) {
      expect(confirm.heading).toBe(heading);
      expect(confirm.text).toContain(until);
      expect(confirm.text).toContain('Contoso Retail (contoso-retail.example): 1234567 → –');
      expect(confirm.text).toContain(
        'Wide World Importers (wide-world-importers.example): 1234567 → 6098754',
      );
    }
    expect(writesIn(testBot().world)).toHaveLength(2);
    await robin.press('confirm-batch');
    expect(writesIn(testBot().world)).toHaveLength(4);
    expect((await robin.press('undo-batch', { on: result })).heading).toBe(undone);
    const again = await robin.press(redo);
    expect(again.text).toContain('Wide World Importers (wide-world-importers.example): 6098754 → 1234567');
    expect(writesIn(testBot().world)).toHaveLength(4);
  });
});

test('a directory of a batch that was changed since, even back to the same number, is not undone with it', async () => {
  const { world } = testBot();
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and fabrikam');
  const result = await robin.press('Confirm for 2');
  const account = robin.person.guestIds[TENANT_IDS.contoso] ?? '';
  world.setLink(TENANT_IDS.contoso, account, '6098754');
  world.setLink(TENANT_IDS.contoso, account, '1234567');
  const confirm = await robin.press('Undo these changes', { on: result });
  expect(confirm.heading).toBe('Undo in this directory (1)?');
  expect(confirm.text).toContain(
    'Not undone, because the link has changed since: Contoso Retail (contoso-retail.example: 1234567)',
  );
  const undone = await robin.press('Confirm for 1');
  expect(undone.text.match(/Not /g)).toHaveLength(1);
  expect(undone.text).not.toContain('Not in these changes');
});

test('"undo" after a part of an older batch was undone speaks of that part, and "Redo" is for it alone', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and wide world');
  const older = await robin.press('confirm-batch');
  await robin.say('link 1234568 in contoso and fabrikam');
  await robin.press('confirm-batch');
  const undo = await robin.press('undo-batch', { on: older });
  expect(undo.heading).toBe('Undo in this directory (1)?');
  // The one that it goes back to is named as well.
  expect(undo.text).toContain('6098754 VanArsdel Monitoring');
  const undone = await robin.press('confirm-batch');
  expect(undone.heading).toBe('✓ Undone');
  expect(titlesOf(undone)).toContain('Redo');
  const again = await robin.say('undo');
  expect(again.heading).toBe('This change is undone already');
  expect(again.text).toContain('Now linked as before these changes: Wide World Importers');
  expect(again.text).not.toContain('Contoso');
  const redone = await robin.press('Redo', { on: again });
  expect(redone.heading).toBe('Change the PartnerID in this directory (1)?');
  expect(redone.text).toContain('Wide World Importers (wide-world-importers.example): 6098754 → 1234567');
  expect((await robin.press('Redo', { on: undone })).text).toContain('6098754 → 1234567');
});

test('what a batch had left to do is not done any more once it was undone: its sign-in asks anew', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso and woodgrove');
  const result = await robin.press('confirm-batch');
  expect(result.heading).toBe('1 of 2 done');
  await robin.say('undo');
  expect((await robin.press('confirm-batch')).heading).toBe('✓ Undone');
  await robin.signIn({}, result);
  const confirm = await robin.card('Link in this directory (1)?');
  expect(confirm.text).toContain('Woodgrove Bank');
  expect(confirm.text).not.toContain('Contoso');
  const inWoodgrove = () => writesIn(testBot().world).filter((write) => write.includes('Woodgrove'));
  // The first try found out that a second factor is wanted.
  expect(inWoodgrove()).toEqual(['PUT 1234567 in Woodgrove Bank: 401']);
  await robin.press('confirm-batch', { on: confirm });
  expect(inWoodgrove().slice(1)).toEqual(['PUT 1234567 in Woodgrove Bank: 200']);
});
