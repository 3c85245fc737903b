import { writesIn } from '../../support/arm-calls';
import { runningTestBot } from '../../support/test-bot';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();

/** The buttons that lead to the end of a change. */
const STEPS: readonly string[] = ['choose-many', 'confirm-batch', 'confirm'];
const LEFT_ALONE =
  /(?:Left alone, as you asked|Auf Ihren Wunsch unverändert): Contoso Retail \(contoso-retail.example\)/;

describe('"wrong number, it should be …"', () => {
  test.each([
    'Wrong number, it should be 5127255',
    'falsche Nummer, es muss 5127255 sein',
    'oops, typo: 5127255',
  ])('after one change shows the confirm card for its directory: %s', async (text) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso');
    await robin.press('Link');
    const { text: card, json } = await robin.say(text);
    expect(card).toContain('Contoso Retail');
    expect(card).toContain('1234567');
    expect(card).toContain('5127255');
    expect(json).toContain('"verb":"confirm"');
    expect(writesIn(testBot().world)).toHaveLength(1);
  });

  test.each([
    ['wrong number, it should be 5127255', 'Change the PartnerID in these directories (2)?'],
    ['wrong number in all three, it should be 5127255', 'Change the PartnerID in these directories (2)?'],
    ['no, it should be 5127255', 'Change the PartnerID in these directories (2)?'],
    ['falsche Nummer, es muss 5127255 sein', 'PartnerID in diesen Verzeichnissen ändern (2)?'],
    ['falsche Nummer in allen, es muss 5127255 sein', 'PartnerID in diesen Verzeichnissen ändern (2)?'],
    ['nein, es muss 5127255 sein', 'PartnerID in diesen Verzeichnissen ändern (2)?'],
  ])('after a batch shows exactly the directories that were done: %s', async (text, heading) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso, fabrikam and tailwind');
    expect((await robin.press('confirm-batch')).heading).toBe('2 of 3 done');
    const confirm = await robin.say(text);
    expect(confirm.heading).toBe(heading);
    expect(confirm.text).toContain('1234567 → 5127255');
    expect(confirm.text).not.toContain('Tailwind');
    await robin.press('confirm-batch');
    expect(writesIn(testBot().world).slice(-2).sort()).toEqual([
      'PATCH 5127255 in Contoso Retail: 200',
      'PATCH 5127255 in Fabrikam Consulting: 200',
    ]);
  });

  test.each([
    'oh no, woodgrove has the wrong number, it must be 1234568',
    'oh no, woodgrov has the wrong number, it must be 1234568',
    'woodgrove is wrong, it should be 1234568',
    'oh nein, woodgrove hat die falsche Nummer, es muss 1234568 sein',
    'oh nein, bei woodgrove ist die Nummer falsch, es muss 1234568 sein',
    'woodgrove must be 1234568',
  ])('after a batch is about the directory that it names, and no other: %s', async (text) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso, fabrikam and woodgrove');
    await robin.press('confirm-batch');
    const card = await robin.say(text);
    expect(card.text).toContain('Woodgrove');
    expect(card.text).not.toContain('Contoso');
    expect(card.json).not.toContain('"verb":"confirm-batch"');
  });

  test.each([
    'woodgrove 1234568',
    'woodgrove, 1234568',
    'in woodgrove mit 1234568',
    'in woodgrove with 1234568',
  ])(
    'the number that is given with the answer to “in which directory?” is the one that counts: %s',
    async (text) => {
      const robin = await signedIn(testBot().chat());
      await robin.say('link 5127255');
      const confirm = await robin.say(text);
      expect(confirm.text).toContain('Woodgrove');
      expect(confirm.text).toContain('1234568');
      expect(confirm.text).not.toContain('5127255');
    },
  );

  test.each([
    ['link 1234567', 'contoso 5127255', 'Contoso'],
    ['link 1234567', 'in woodgrove with 5127255', 'Woodgrove'],
    ['link 1234567 in contoso', 'no wait, take 5127255', 'Contoso'],
    ['link 1234567 in contoso', '5127255', 'Contoso'],
    ['link 1234567 in contoso', 'nein, nimm stattdessen 5127255', 'Contoso'],
    ['link 1234567 in contoso and fabrikam', 'nein, nimm stattdessen 5127255', 'Contoso'],
    ['', 'the number in contoso is wrong, 5127255 belongs there', 'Contoso'],
    ['', 'Bei Contoso ist die Nummer falsch, da gehört 5127255 hin', 'Contoso'],
  ])('the card after “%s”, “%s” is for the number typed last, in %s', async (first, text, name) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234568 in fabrikam and woodgrove');
    await robin.press('confirm-batch');
    if (first !== '') await robin.say(first);
    const card = await robin.say(text);
    expect(card.text).toContain('5127255');
    expect(card.text).toContain(name);
    expect(card.text).not.toContain('1234567');
  });

  test.each([
    ['contoso', 'confirm', 'no wait, take 5127255'],
    ['contoso and fabrikam', 'confirm-batch', 'nein, nimm stattdessen 5127255'],
  ])('with another number the card before it for %s does nothing any more', async (where, confirm, text) => {
    const robin = await signedIn(testBot().chat());
    const before = await robin.say(`link 1234567 in ${where}`);
    const card = await robin.say(text);
    await robin.press(confirm, { on: before });
    expect(writesIn(testBot().world)).toHaveLength(0);
    await robin.press(confirm, { on: card });
    expect(writesIn(testBot().world).join()).toContain('5127255 in Contoso Retail');
    expect(writesIn(testBot().world).join()).not.toContain('1234567');
  });

  test('a question about a number leaves the confirm card as it is', async () => {
    const robin = await signedIn(testBot().chat());
    const open = await robin.say('link 1234567 in contoso');
    expect((await robin.say('is 5127255 ours?')).json).not.toContain('"verb":"confirm"');
    expect((await robin.press('confirm', { on: open })).text).toContain('1234567');
  });

  test.each([
    'unlink everything except contoso',
    'link 1234567 everywhere except contoso',
    'change to 1234568 everywhere, but leave contoso alone',
    'unlink everywhere apart from contoso',
    'entferne die Verknüpfung überall mit Ausnahme von contoso',
    'verknüpfe 1234568 überall, nur nicht bei contoso',
    'change to 1234568 in fabrikam but not in contoso',
    'change to 1234568 in fabrikam, not contoso',
    'undo everything except contoso',
  ])('leaves alone what is excepted, and does the rest: %s', async (text) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso and fabrikam');
    await robin.press('confirm-batch');
    const before = writesIn(testBot().world).length;
    let card = await robin.say(text);
    expect(card.text.replace(LEFT_ALONE, '')).not.toContain('Contoso');
    while (card.buttons.some(({ verb = '' }) => STEPS.includes(verb)))
      card = await robin.press(card.buttons[0]?.verb ?? '', { on: card });
    const writes = writesIn(testBot().world).slice(before).join();
    expect(writes).toContain(' in ');
    expect(writes).not.toContain('Contoso');
  });

  test.each([
    ['Left alone, as you asked: Contoso Retail (contoso-retail.example)', 'everything please except contoso'],
    ['Left alone, as you asked: Contoso Retail (contoso-retail.example)', 'all but contoso'],
    ['Not among your directories: nowhere', 'link 1234567 everywhere except nowhere'],
  ])('says so, or that it can’t be told: “%s” after %s', async (line, text) => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('link 1234567')).inputs).toHaveProperty('directoryId');
    const card = await robin.say(text);
    expect(card.text).toContain(line);
    expect(card.json).not.toContain('"verb":"confirm');
  });

  test('a new number for one directory is not taken for those that waited beside it', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234568 in fabrikam, contoso and wide wrold importers');
    const confirm = await robin.say('Bei Contoso ist die Nummer falsch, da gehört 1234567 hin');
    expect(confirm.text).not.toContain('Fabrikam Consulting (fabrikam');
    expect(confirm.text).not.toContain('1234568');
    expect(confirm.text).toContain('Contoso');
  });

  test('means what was changed last, too, while the form for another number is open', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso and fabrikam');
    await robin.press('confirm-batch');
    expect((await robin.say('change my PartnerID')).inputs).toHaveProperty('partnerId');
    const confirm = await robin.say('wrong number, it should be 5127255');
    expect(confirm.heading).toBe('Change the PartnerID in these directories (2)?');
  });

  test.each(['contoso', 'contoso and fabrikam'])(
    'a number that Microsoft refused in %s is not proposed again',
    async (where) => {
      const robin = await signedIn(testBot().chat());
      await robin.say(`link 1234567 in ${where}`);
      await robin.press(where === 'contoso' ? 'Link' : 'confirm-batch');
      await robin.say('wrong number, it should be 2345678');
      const refused = await robin.press(where === 'contoso' ? 'Change' : 'confirm-batch');
      expect(refused.text).toContain('accept this PartnerID');
      if (where === 'contoso') await robin.say('cancel');
      expect((await robin.say('link my PartnerID')).inputs['partnerId']).toBe('1234567');
    },
  );

  test('asks for the right number where only the wrong one is said, and keeps the directory', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso');
    await robin.press('Link');
    await robin.say('oops, wrong number 1234567');
    const confirm = await robin.say('5127255');
    expect(confirm.heading).toBe('Change the PartnerID?');
    expect(confirm.text).toContain('Contoso Retail');
  });

  test('is about the directory of the change that was just undone, or about the one that it names', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso');
    await robin.press('Link');
    const other = await robin.say('wrong number in Litware, it should be 5127255');
    expect(other.json).not.toContain('"verb":"confirm"');
    await robin.say('cancel');
    await robin.say('undo');
    for (const text of ['wrong number, it should be 5127255', 'falsche Nummer, es muss 5127255 sein']) {
      const card = await robin.say(text);
      expect(card.json).toContain('"verb":"confirm"');
      expect(card.text).toContain('Contoso Retail');
      expect(card.text).toContain('5127255');
      await robin.say('cancel');
    }
  });
});

describe('"change to …" in directories that are named', () => {
  test.each([
    ['change to 1234568 in contoso and fabrikam', 'Change the PartnerID in these directories (2)?'],
    ['change in contoso and fabrikam to 1234568', 'Change the PartnerID in these directories (2)?'],
    ['change it to 1234568 in contoso and fabrikam', 'Change the PartnerID in these directories (2)?'],
    ['change contoso and fabrikam to 1234568', 'Change the PartnerID in these directories (2)?'],
    ['ändere auf 1234568 in contoso und fabrikam', 'PartnerID in diesen Verzeichnissen ändern (2)?'],
    ['ändere es in contoso und fabrikam auf 1234568', 'PartnerID in diesen Verzeichnissen ändern (2)?'],
  ])('makes the confirm card that "link …" makes for them: %s', async (text, heading) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso and fabrikam');
    await robin.press('confirm-batch');
    const confirm = await robin.say(text);
    expect(confirm.heading).toBe(heading);
    expect(confirm.text.match(/1234567 → 1234568/g)).toHaveLength(2);
    expect(confirm.json).toContain('"verb":"confirm-batch"');
  });
});

test('what is added while a link waits for a sign-in is confirmed together with it', async () => {
  const robin = testBot().chat();
  await robin.say('link 1234567 in contoso');
  await robin.say('and woodgrove too');
  await robin.say('5127255');
  await robin.signIn();
  const card = await robin.card('Link in these directories (2)?');
  expect(card.text).toContain('Contoso Retail');
  expect(card.text).toContain('Woodgrove Bank');
  expect(card.text).toContain('5127255');
  expect(card.text).not.toContain('1234567');
});

test('a number that is typed after a question stays with the directory of the open card', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 5127255 in woodgrove');
  await robin.say('what is a location id?');
  const card = await robin.say('1234567');
  expect(card.json).toContain('"verb":"confirm"');
  expect(card.text).toContain('Woodgrove Bank');
  expect(card.text).toContain('1234567');
});

test.each(['zzyzx has the wrong number', 'zzyzx has the wrong number, it should be 5127255'])(
  'a wrong number in a directory that nobody knows asks which one is meant: %s',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', 'contoso');
    const card = await robin.say(text);
    expect(card.text).toContain('zzyzx');
    expect(card.json).not.toContain('"verb":"confirm"');
    expect(writesIn(testBot().world)).toHaveLength(1);
  },
);

test('whether a directory has the wrong number is shown, and the question for the directory stays open', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'contoso');
  await robin.say('link 5127255');
  const shown = await robin.say('does contoso have the wrong number?');
  expect(shown.text).toContain('Contoso Retail');
  expect(shown.json).not.toContain('"verb":"confirm"');
  expect((await robin.say('woodgrove')).text).toContain('5127255');
});

test('another directory than that of the confirm card gets the same change, be it a link or a removal', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234567', 'contoso');
  await linkIn(robin, '1234567', 'fabrikam');
  await robin.say('link 5127255 in contoso');
  const change = await robin.say('actually make that Fabrikam instead');
  expect(change.text).toContain('Fabrikam Consulting');
  expect(change.text).toContain('5127255');
  expect(change.json).toContain('"verb":"confirm"');
  await robin.say('unlink contoso');
  const removal = await robin.say('no, fabrikam');
  expect(removal.heading).toBe('Remove this link?');
  expect(removal.text).toContain('Fabrikam Consulting');
});

test('the number of one directory is linked in the other one, and nothing changes in the first', async () => {
  const robin = await signedIn(testBot().chat());
  await linkIn(robin, '1234568', 'contoso');
  await linkIn(robin, '1234567', 'fabrikam');
  const card = await robin.say('put the same number as in Contoso on Fabrikam');
  expect(card.json).toContain('"verb":"confirm"');
  expect(card.text).toContain('Fabrikam Consulting');
  expect(card.text).toContain('1234568');
  expect(card.text).not.toContain('Contoso');
});
