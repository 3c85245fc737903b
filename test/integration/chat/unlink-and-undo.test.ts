import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import type { Chat } from '../../support/chat';
import type { ShownCard } from '../../support/shown-card';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';
const WIDE_WORLD = 'Wide World Importers';
const linkAtHome = () => testBot().world.link(TENANT_IDS.fabrikam, ROBIN.objectId);

describe('unlink', () => {
  test('the link is removed after a confirm card, by the id that ARM has', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say(`unlink in ${WIDE_WORLD}`);
    expect(confirm.heading).toBe('Remove this link?');
    expect(confirm.text).toContain('Now 6098754 VanArsdel Monitoring');
    expect(writesIn(testBot().world)).toEqual([]);
    const done = await robin.press('Remove the link');
    expect(done.heading).toBe('✓ Link removed');
    expect(titlesOf(done)).toContain('Undo');
    expect(writesIn(testBot().world)).toEqual([`DELETE 6098754 in ${WIDE_WORLD}: 200`]);
    expect((await robin.say(`show my link in ${WIDE_WORLD}`)).heading).toBe('Not linked yet');
  });

  test('where nothing is linked there is nothing to confirm', async () => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say(`unlink in ${HOME}`);
    expect(card.heading).toBe('There is no link to remove');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('without a name the person is asked in which directory', async () => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('unlink')).heading).toBe('Which directory’s link do you want to remove?');
    const confirm = await robin.press('Continue', { inputs: { directoryId: TENANT_IDS.wideWorld } });
    expect(confirm.heading).toBe('Remove this link?');
  });
});

describe('undo', () => {
  test('takes a link back', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    const undone = await robin.press('Undo');
    expect(undone.heading).toBe('✓ Undone');
    expect(undone.text).toContain('Your account is not linked, as it was before.');
    expect(linkAtHome()).toMatchObject({ state: 'Deleted' });
    expect(writesIn(testBot().world)).toEqual([
      `PUT 1234567 in ${HOME}: 200`,
      `DELETE 1234567 in ${HOME}: 200`,
    ]);
  });

  test('takes a change back; a number that somebody else had put there only after a question', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', WIDE_WORLD);
    const confirm = await robin.press('Undo');
    expect(confirm.heading).toBe('Undo: change the PartnerID back?');
    expect(confirm.text).toContain('VanArsdel Monitoring');
    expect(confirm.text).toContain('6098754 isn’t one of your company’s PartnerIDs');
    expect(confirm.text).not.toContain('whether Microsoft knows');
    expect(writesIn(testBot().world)).toHaveLength(1);
    const undone = await robin.press('confirm', { on: confirm });
    expect(undone.heading).toBe('✓ Undone');
    expect(undone.text).toContain('6098754');
    expect(writesIn(testBot().world)).toEqual([
      `PATCH 1234567 in ${WIDE_WORLD}: 200`,
      `PATCH 6098754 in ${WIDE_WORLD}: 200`,
    ]);
  });

  test('takes a removal back', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say(`unlink in ${WIDE_WORLD}`);
    await robin.press('Remove the link');
    const confirm = await robin.press('Undo');
    expect(confirm.heading).toBe('Undo: link this PartnerID again?');
    expect(confirm.text).toContain('After 6098754 VanArsdel Monitoring');
    expect(confirm.text).toContain('6098754 isn’t one of your company’s PartnerIDs that I know');
    expect(confirm.text).not.toContain('works for your company');
    const undone = await robin.press('confirm', { on: confirm });
    expect(undone.text).toContain('Your account is linked as it was before.');
    expect(writesIn(testBot().world)).toEqual([
      `DELETE 6098754 in ${WIDE_WORLD}: 200`,
      `PUT 6098754 in ${WIDE_WORLD}: 200`,
    ]);
  });

  test('is itself taken back by a change like any other, with its confirm card', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    await robin.press('Undo');
    await robin.say('undo');
    const confirm = await robin.press('Redo');
    expect(confirm.heading).toBe('Link this PartnerID?');
    expect(confirm.text).not.toContain('whether Microsoft knows');
    expect(linkAtHome()).toMatchObject({ state: 'Deleted' });
    const redone = await robin.press('confirm', { on: confirm });
    expect(redone.heading).toBe('✓ Linked');
    expect(linkAtHome()).toMatchObject({ partnerId: '1234567', state: 'Active' });
    expect(writesIn(testBot().world)).toHaveLength(3);
  });

  test('typed after an undo says that it is undone already, and what is there now; only “Redo” offers it again', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    await linkIn(robin, '5127255', HOME);
    await robin.press('Undo');
    const answer = await robin.say('undo');
    expect(answer.heading).toBe('This is undone already');
    expect(answer.text).toContain('1234567');
    const confirm = await robin.press('Redo', { on: answer });
    expect(confirm.heading).toBe('Change the PartnerID?');
    expect(confirm.text).not.toContain('script');
    expect(confirm.text).not.toContain('whether Microsoft knows');
    expect(writesIn(testBot().world)).toHaveLength(3);
  });

  test('pressed again on the same card writes nothing, and says that it is undone already, whatever was said between', async () => {
    const robin = await signedIn(testBot().chat());
    const done = await linkIn(robin, '1234567', HOME);
    await robin.press('Undo', { on: done });
    expect((await robin.press('Undo', { on: done })).heading).toBe('This is undone already');
    expect((await robin.press('Undo', { on: done })).heading).toBe('Nothing has changed');
    await robin.say('what is PAL?');
    expect((await robin.press('Undo', { on: done })).heading).toBe('This is undone already');
    expect(robin.headings().filter((heading) => heading === '✓ Undone')).toHaveLength(1);
    expect(writesIn(testBot().world)).toHaveLength(2);
  });

  test('of the card before works again once the change above it is undone: what that card promised', async () => {
    const robin = await signedIn(testBot().chat());
    const first = await linkIn(robin, '1234567', HOME);
    await linkIn(robin, '5127255', HOME);
    await robin.press('Undo');
    const undone = await robin.press('Undo', { on: first });
    expect(undone.heading).toBe('✓ Undone');
    expect(linkAtHome()).toMatchObject({ state: 'Deleted' });
  });

  test('of an old card does nothing; the PartnerID that was there before it is offered as a new change', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    const old = await linkIn(robin, '5127255', HOME);
    await linkIn(robin, '1234568', HOME);
    const offer = await robin.press('Undo', { on: old });
    expect(offer.heading).toBe('Undo: change the PartnerID back?');
    expect(offer.text).toContain('I can’t simply undo that change, because the link has changed since');
    expect(offer.text).toMatch(/Now 1234568.*After 1234567 Fabrikam Consulting/s);
    expect(writesIn(testBot().world)).toHaveLength(3);
    expect(linkAtHome()).toMatchObject({ partnerId: '1234568', state: 'Active' });
  });

  test('stops when somebody has changed the link elsewhere, and shows what is there', async () => {
    const { world } = testBot();
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    world.setLink(TENANT_IDS.fabrikam, ROBIN.objectId, '5127255');
    const offer = await robin.press('Undo');
    expect(offer.heading).toBe('Undo: remove this link?');
    expect(offer.text).toContain('the link has changed since');
    expect(offer.text).toMatch(/Now 5127255.*After Not linked/s);
    expect(writesIn(world)).toHaveLength(1);
  });

  test('typed it is the same as pressed', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    expect((await robin.say('undo')).heading).toBe('✓ Undone');
    expect(linkAtHome()).toMatchObject({ state: 'Deleted' });
  });

  test.each([
    [
      'die letzte Änderung war doch falsch, mach das bitte wieder weg',
      'Rückgängig machen: diese Verknüpfung entfernen?',
    ],
    ['revert the last thing you did for me please', 'Undo: remove this link?'],
  ])('that is only guessed shows its confirm card first: "%s"', async (text, heading) => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    expect((await robin.say(text)).heading).toBe(heading);
    expect(linkAtHome()).toMatchObject({ state: 'Active' });
  });

  test('typed while another card waits shows its confirm card first', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    await robin.say('link 1234568 in contoso');
    expect((await robin.say('undo')).heading).toBe('Undo: remove this link?');
    expect(linkAtHome()).toMatchObject({ state: 'Active' });
  });

  test('typed for a directory is about the last change there, whatever was changed since, and asks first', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', HOME);
    await linkIn(robin, '1234567', 'contoso');
    for (const text of [
      `undo the link in ${HOME} from two days ago`,
      `undo my change in ${HOME}`,
      'undo it in my own directory',
      `mach die Verknüpfung in ${HOME} von vorgestern rückgängig`,
    ]) {
      const confirm = await robin.say(text);
      expect(confirm.heading).toMatch(
        /^(Undo: remove this link|Rückgängig machen: diese Verknüpfung entfernen)\?$/,
      );
      expect(confirm.text).toContain(HOME);
      expect(confirm.text).toContain('1234567');
    }
    expect(linkAtHome()).toMatchObject({ state: 'Active' });
    const undone = await robin.press('confirm');
    expect(undone.heading).toContain('Rückgängig gemacht');
    expect(linkAtHome()).toMatchObject({ state: 'Deleted' });
    expect((await robin.say(`undo my change there in ${HOME} please`)).heading).toBe(
      'This is undone already',
    );
    expect((await robin.say('undo it in woodgrove')).heading).toBe('There is nothing to undo');
    expect((await robin.say('undo what I did on Monday')).heading).toBe('Your history');
    expect((await robin.say('undo it in Zzyzx Holding')).heading).toBe(
      'In which directory do you want to undo the last change?',
    );
    expect(writesIn(testBot().world)).toHaveLength(3);
  });

  test('typed for a directory in which nothing is on record shows what is linked there, and says why', async () => {
    const robin = await signedIn(testBot().chat());
    testBot().world.setLink(TENANT_IDS.fabrikam, ROBIN.objectId, '5127255');
    const card = await robin.say(`undo my change in ${HOME}`);
    expect(card.heading).toBe('✓ Your account is linked');
    expect(card.text).toContain('no change of yours here that I could still undo');
    expect(titlesOf(card)).toEqual(expect.arrayContaining(['Change the PartnerID', 'Remove the link']));
  });

  describe('two days later says until when it could, what is linked there now, and offers to change it', () => {
    const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;
    const linkTwoDaysAgo = async (removed = false) => {
      const robin = await signedIn(testBot().chat());
      const done = removed ? await unlinkIn(robin, WIDE_WORLD) : await linkIn(robin, '1234567', WIDE_WORLD);
      await testBot().age(String(buttonOf(done, 'Undo')?.data['operationId']), TWO_DAYS_MS);
      return { robin, done };
    };
    const unlinkIn = async (robin: Chat, directory: string) => {
      await robin.say(`unlink in ${directory}`);
      return robin.press('Remove the link');
    };
    const buttonOf = ({ buttons }: ShownCard, title: string) => buttons.find((one) => one.title === title);
    /** The day of the change and one more: yesterday. */
    const yesterday = (locale: string) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
        Date.now() - TWO_DAYS_MS / 2,
      );

    test('pressed', async () => {
      const { robin, done } = await linkTwoDaysAgo();
      const card = await robin.press('Undo', { on: done });
      expect(card.heading).toBe('✓ Your account is linked');
      expect(card.text).toContain(`I could undo that change until ${yesterday('en-US')}`);
      expect(card.text).toContain(WIDE_WORLD);
      expect(card.text).toContain('1234567');
      expect(titlesOf(card).slice(0, 2)).toEqual(['Change the PartnerID', 'Remove the link']);
      expect((await robin.press('Remove the link', { on: card })).heading).toBe('Remove this link?');
      expect(writesIn(testBot().world)).toHaveLength(1);
    });

    test.each([
      ['undo', 'I could undo that change until', 'en-US'],
      [`undo my change in ${WIDE_WORLD}`, 'I could undo that change until', 'en-US'],
      ['Rückgängig machen', 'Diese Änderung konnte ich bis', 'de'],
      [`mach meine Änderung in ${WIDE_WORLD} rückgängig`, 'Diese Änderung konnte ich bis', 'de'],
    ])('typed: %s', async (text, said, locale) => {
      const { robin } = await linkTwoDaysAgo();
      const card = await robin.say(text);
      expect(card.text).toContain(`${said} ${yesterday(locale)}`);
      expect(card.text).toContain(WIDE_WORLD);
      expect(card.text).toContain('1234567');
      expect(writesIn(testBot().world)).toHaveLength(1);
    });

    test('of a removal', async () => {
      const { robin, done } = await linkTwoDaysAgo(true);
      const card = await robin.press('Undo', { on: done });
      expect(card.heading).toBe('There is nothing to undo');
      expect(card.text).toContain(`I could undo that change until ${yesterday('en-US')}`);
      expect(card.text).toContain(WIDE_WORLD);
      expect(titlesOf(card)[0]).toBe('Link my PartnerID');
    });
  });

  test('typed with nothing done shows the link and writes nothing', async () => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('undo')).heading).toBe('There is nothing to undo');
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('twenty presses at once on Undo take it back once', async () => {
    const robin = await signedIn(testBot().chat());
    const done = await linkIn(robin, '1234567', HOME);
    await Promise.all(Array.from({ length: 20 }, () => robin.pressFor('Undo', { on: done })));
    expect(robin.headings().filter((heading) => heading === '✓ Undone')).toHaveLength(1);
    expect(writesIn(testBot().world)).toEqual([
      `PUT 1234567 in ${HOME}: 200`,
      `DELETE 1234567 in ${HOME}: 200`,
    ]);
  });
});
