import { writesIn } from '../../support/arm-calls';
import { titlesOf } from '../../support/shown-card';
import { runningTestBot } from '../../support/test-bot';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';

const MISTAKES: [string, string, string][] = [
  ['nothing', '', 'The field was empty'],
  ['letters among the digits', '12E4567', 'has digits only'],
  ['words without a number', 'my number', 'has digits only'],
  ['too few digits', '1234', 'too short'],
  ['too many digits', '12345678901', 'too long'],
  ['a GUID', 'c9084b5c-62fb-480f-b299-cc15c322c4b1', 'a tenant or subscription ID'],
  ['two numbers', '1234567 and 1234568', 'more than one number'],
];

describe.each(MISTAKES)('%s in the form', (_, input, sentence) => {
  test('gets its own sentence, the form back with the input kept, and writes nothing', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link my PartnerID');
    const form = await robin.press('Continue', { inputs: { partnerId: input } });
    expect(form.heading).toBe('Please check the PartnerID');
    expect(form.text).toContain(sentence);
    expect(form.text).toContain('Nothing was changed.');
    expect(form.text).toContain('Identifiers');
    expect(form.inputs['partnerId']).toBe(input);
    expect(writesIn(testBot().world)).toEqual([]);
  });

  test('loses nothing: the right number, sent next, goes on with the request', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say(`link my PartnerID in ${HOME}`);
    await robin.press('Continue', { inputs: { partnerId: input } });
    expect((await robin.say('1234567')).heading).toBe('Link this PartnerID?');
  });
});

test('each mistake has a sentence of its own', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link my PartnerID');
  const sentences = new Set<string>();
  for (const [, input] of MISTAKES) {
    sentences.add((await robin.press('Continue', { inputs: { partnerId: input } })).text);
  }
  expect(sentences.size).toBe(new Set(MISTAKES.map(([, , sentence]) => sentence)).size);
});

test.each([
  ['link my PartnerID 12345678901', 'too long'],
  ['link my PartnerID 123', 'too short'],
  ['link my PartnerID c9084b5c-62fb-480f-b299-cc15c322c4b1', 'a tenant or subscription ID'],
])('typed: "%s" brings the form with the sentence for it', async (text, sentence) => {
  const robin = await signedIn(testBot().chat());
  const form = await robin.say(text);
  expect(form.heading).toBe('Please check the PartnerID');
  expect(form.text).toContain(sentence);
});

test('four mistakes, typed one after the other, leave one form, which says what is wrong with the last', async () => {
  const robin = await signedIn(testBot().chat());
  const form = await robin.say('link my PartnerID');
  for (const typed of ['abcdefg', '1234', '12345678901', '1234567 and 1234568']) {
    await robin.post({ type: 'message', text: typed });
  }
  expect(robin.cards().filter(({ inputs }) => 'partnerId' in inputs)).toHaveLength(1);
  expect(robin.headings()).not.toContain('Closed');
  expect(robin.now(form)).toMatchObject({ heading: 'Please check the PartnerID' });
  expect(robin.now(form).text).toContain('more than one number');
});

test('a mistake after something else was said below the form brings the form down to it', async () => {
  const robin = await signedIn(testBot().chat());
  const form = await robin.say('link my PartnerID');
  await robin.say('what is PAL?');
  const below = await robin.say('1234');
  expect(below.text).toContain('too short');
  expect(below.activityId).not.toBe(form.activityId);
});

test.each(['link my PartnerID abcdefg', 'change my PartnerID: abcdefg', 'PartnerID abcdefg verknüpfen'])(
  '“%s” is told to hold no PartnerID',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.say(text);
    expect(form.inputs).toHaveProperty('partnerId');
    expect(form.text).toMatch(/has digits only|nur aus Ziffern/);
  },
);

test.each([
  ['link 12ab in Contoso', 'has digits only', '12ab'],
  ['verknüpfe 12ab in Contoso', 'nur aus Ziffern', '12ab'],
])(
  '“%s” is told so on the form that opens, and the number that follows is for Contoso',
  async (text, why, input) => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.say(text);
    expect(form.text).toContain(why);
    expect(form.inputs['partnerId']).toBe(input);
    const confirm = await robin.say('1234567');
    expect(confirm.text).toContain('Contoso Retail');
    expect(confirm.text).toContain('1234567');
  },
);

test.each([
  'PartnerID verknüpfen',
  'meine PartnerID eintragen',
  'PartnerID hinterlegen',
  'link my PartnerID now',
  'connect my partner id please',
])('“%s” asks for the number, and finds no fault with it', async (text) => {
  const robin = await signedIn(testBot().chat());
  expect((await robin.say(text)).text).not.toMatch(/has digits only|nur Ziffern|nur aus Ziffern/);
});

describe('someone who does not know the number', () => {
  const WHERE_IT_STANDS = 'Where do I find my company’s PartnerID?';

  test.each([
    'I don’t know my number',
    'i dont know it',
    'no idea',
    'don’t know',
    'I don’t have one',
    'where do I find it?',
    'Ich kenne sie nicht',
    'keine Ahnung',
    'weiß ich nicht',
  ])('and says “%s” is told where it stands and who knows it; the form goes on', async (text) => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.say(`link my PartnerID in ${HOME}`);
    const answer = await robin.say(text);
    expect(answer.heading).toMatch(/^(Where do I find my company’s PartnerID\?|Wo finde ich )/);
    expect(answer.text).toMatch(/ask your partner program administrator|fragen Sie/);
    expect(robin.now(form).inputs).toHaveProperty('partnerId');
    const confirm = await robin.press('Continue', { on: robin.now(form), inputs: { partnerId: '1234567' } });
    expect(confirm.heading).toMatch(/^(Link this PartnerID|Diese PartnerID verknüpfen)\?$/);
  });

  test('presses for it on the form, reads it below, and types the number', async () => {
    const robin = await signedIn(testBot().chat());
    const form = await robin.say(`link my PartnerID in ${HOME}`);
    const answer = await robin.press('I don’t know it');
    expect(answer.heading).toBe(WHERE_IT_STANDS);
    expect(answer.activityId).not.toBe(form.activityId);
    expect(robin.now(form).heading).toBe('Which PartnerID?');
    expect((await robin.say('1234567')).text).toContain(HOME);
  });

  test('and says “no”, or “cancel”, ends it', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link my PartnerID');
    expect((await robin.say('no')).heading).toBe('Cancelled');
    await robin.say('link my PartnerID');
    expect((await robin.say('abbrechen')).heading).toBe('Abgebrochen');
  });
});

test('an id that ARM refuses brings the hint about global and location ids, the form, and no second try', async () => {
  const robin = await signedIn(testBot().chat());
  const form = await linkIn(robin, '1234566', HOME);
  expect(form.heading).toBe('Please check the PartnerID');
  expect(form.text).toContain('Microsoft does not accept this PartnerID');
  expect(form.text).toContain('location');
  expect(form.text).toContain('the global number plus 1');
  expect(form.inputs['partnerId']).toBe('1234566');
  expect(writesIn(testBot().world)).toEqual([`PUT 1234566 in ${HOME}: 400`]);

  await robin.press('Continue', { inputs: { partnerId: '1234567' } });
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
});

describe('an unusual number of digits', () => {
  test('is asked about, and "yes" goes on', async () => {
    const robin = await signedIn(testBot().chat());
    const ask = await robin.say(`link my PartnerID 12345 in ${HOME}`);
    expect(ask.heading).toBe('Is this PartnerID right?');
    expect((await robin.press('Yes, it is right')).heading).toBe('Link this PartnerID?');
    await robin.press('Link');
    expect(writesIn(testBot().world)).toEqual([`PUT 12345 in ${HOME}: 200`]);
  });

  test('"yes" can be typed', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say(`link my PartnerID 2718281828 in ${HOME}`);
    expect((await robin.say('yes')).heading).toBe('Link this PartnerID?');
  });

  test('"no" brings the form again and writes nothing', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say(`link my PartnerID 12345 in ${HOME}`);
    expect((await robin.say('no')).heading).toBe('Which PartnerID?');
    expect((await robin.say('1234567')).heading).toBe('Link this PartnerID?');
    expect(writesIn(testBot().world)).toEqual([]);
  });
});

test('leading zeros are kept', async () => {
  const robin = await signedIn(testBot().chat());
  const done = await linkIn(robin, '0654321', HOME);
  expect(done.text).toContain('PartnerID 0654321 Bellows Migration Works');
  expect(writesIn(testBot().world)).toEqual([`PUT 0654321 in ${HOME}: 200`]);
});

test.each(['１２３４５６７', ' MPN: 1 234 567 ', 'PartnerID #1234567', '1.234.567'])(
  '"%s" is read as 1234567',
  async (input) => {
    const robin = await signedIn(testBot().chat());
    await robin.say(`link my PartnerID in ${HOME}`);
    const confirm = await robin.press('Continue', { inputs: { partnerId: input } });
    expect(confirm.text).toContain('After 1234567');
  },
);

test.each([
  ['change it to 1234567 in Contoso and Wide World Importers', 'Companies behind these PartnerIDs'],
  ['ändere auf 1234567 in Contoso und Wide World Importers', 'Unternehmen hinter diesen PartnerIDs'],
])(
  'the card says whose the new PartnerID is, and whose those are that it replaces: "%s"',
  async (text, label) => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234567', 'Fabrikam Consulting');
    expect((await robin.say(text)).text).toContain(
      `${label}: 1234567 Fabrikam Consulting (Zurich), 6098754 VanArsdel Monitoring`,
    );
  },
);

test.each([
  [
    'link 2345678 in contoso and fabrikam',
    'You’ll see whether Microsoft knows 2345678 when you press “Confirm for 2”.',
    'Nothing was changed where Microsoft doesn’t accept 2345678.',
    'Use another PartnerID',
    'Link in these directories (2)?',
  ],
  [
    'verknüpfe 2345678 in contoso und fabrikam',
    'Ob Microsoft 2345678 kennt, zeigt sich, wenn Sie „Für 2 bestätigen“ drücken.',
    'Wo Microsoft 2345678 nicht annimmt, wurde nichts geändert.',
    'Andere PartnerID verwenden',
    'In diesen Verzeichnissen verknüpfen (2)?',
  ],
])(
  'where Microsoft refuses the PartnerID, another one is asked for, for just these directories: "%s"',
  async (text, warning, sentence, button, again) => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say(text)).text).toContain(warning);
    const refused = await robin.press('confirm-batch');
    expect(refused.text).toContain(sentence);
    expect(titlesOf(refused)[0]).toBe(button);
    const form = await robin.press(button, { on: refused });
    expect(form.json).toContain('2345678');
    const confirm = await robin.press('submit-partner-id', { inputs: { partnerId: '1234567' } });
    expect(confirm.heading).toBe(again);
    expect(confirm.text.match(/– → 1234567/g)).toHaveLength(2);
    expect(writesIn(testBot().world).filter((write) => write.endsWith(': 200'))).toEqual([]);
  },
);

test.each([
  ['link 1234567 in contoso and fabrikam', 'wrong number, it should be 5127255'],
  ['verknüpfe 1234567 in contoso und fabrikam', 'falsche Nummer, es muss 5127255 sein'],
])('a correction while a batch waits for its press is about that batch: "%s"', async (text, correction) => {
  const robin = await signedIn(testBot().chat());
  const first = await robin.say(text);
  const corrected = await robin.say(correction);
  expect(corrected.heading).toBe(first.heading);
  expect(corrected.text.match(/– → 5127255/g)).toHaveLength(2);
  await robin.pressFor('confirm-batch', { on: first });
  expect(writesIn(testBot().world)).toEqual([]);
});
