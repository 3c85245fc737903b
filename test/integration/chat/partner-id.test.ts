import { writesIn } from '../../support/arm-calls';
import { runningHouse } from '../../support/running-house';
import { linkIn, signedIn } from '../../support/talks';

const house = runningHouse();
const HOME = 'Fabrikam Consulting';

const MISTAKES: [string, string, string][] = [
  ['nothing', '', 'The field was empty'],
  ['letters among the digits', '12E4567', 'has digits only'],
  ['too few digits', '1234', 'too short'],
  ['too many digits', '12345678901', 'too long'],
  ['a GUID', 'c9084b5c-62fb-480f-b299-cc15c322c4b1', 'a tenant or subscription ID'],
  ['two numbers', '1234567 and 1234568', 'more than one number'],
];

describe.each(MISTAKES)('%s in the form', (_, input, sentence) => {
  test('gets its own sentence, the form back with the input kept, and writes nothing', async () => {
    const robin = await signedIn(house().chat());
    await robin.say('link my PartnerID');
    const form = await robin.press('Continue', { inputs: { partnerId: input } });
    expect(form.heading).toBe('Please check the PartnerID');
    expect(form.text).toContain(sentence);
    expect(form.text).toContain('Nothing was changed.');
    expect(form.text).toContain('Identifiers');
    expect(form.inputs['partnerId']).toBe(input);
    expect(writesIn(house().world)).toEqual([]);
  });

  test('loses nothing: the right number, sent next, goes on with the request', async () => {
    const robin = await signedIn(house().chat());
    await robin.say(`link my PartnerID in ${HOME}`);
    await robin.press('Continue', { inputs: { partnerId: input } });
    expect((await robin.say('1234567')).heading).toBe('Link this PartnerID?');
  });
});

test('each mistake has a sentence of its own', async () => {
  const robin = await signedIn(house().chat());
  await robin.say('link my PartnerID');
  const sentences = new Set<string>();
  for (const [, input] of MISTAKES) {
    sentences.add((await robin.press('Continue', { inputs: { partnerId: input } })).text);
  }
  expect(sentences.size).toBe(MISTAKES.length);
});

test.each([
  ['link my PartnerID 12345678901', 'too long'],
  ['link my PartnerID 123', 'too short'],
  ['link my PartnerID c9084b5c-62fb-480f-b299-cc15c322c4b1', 'a tenant or subscription ID'],
])('typed: "%s" brings the form with the sentence for it', async (text, sentence) => {
  const robin = await signedIn(house().chat());
  const form = await robin.say(text);
  expect(form.heading).toBe('Please check the PartnerID');
  expect(form.text).toContain(sentence);
});

test('an id that ARM refuses brings the hint about global and location ids, the form, and no second try', async () => {
  const robin = await signedIn(house().chat());
  const form = await linkIn(robin, '1234566', HOME);
  expect(form.heading).toBe('Please check the PartnerID');
  expect(form.text).toContain('Microsoft does not accept this PartnerID');
  expect(form.text).toContain('location');
  expect(form.text).toContain('the global number plus 1');
  expect(form.inputs['partnerId']).toBe('1234566');
  expect(writesIn(house().world)).toEqual([`PUT 1234566 in ${HOME}: 400`]);

  await robin.press('Continue', { inputs: { partnerId: '1234567' } });
  expect((await robin.press('Link')).heading).toBe('✓ Linked');
});

describe('an unusual number of digits', () => {
  test('is asked about, and "yes" goes on', async () => {
    const robin = await signedIn(house().chat());
    const ask = await robin.say(`link my PartnerID 12345 in ${HOME}`);
    expect(ask.heading).toBe('Is this PartnerID right?');
    expect((await robin.press('Yes, it is right')).heading).toBe('Link this PartnerID?');
    await robin.press('Link');
    expect(writesIn(house().world)).toEqual([`PUT 12345 in ${HOME}: 200`]);
  });

  test('"yes" can be typed', async () => {
    const robin = await signedIn(house().chat());
    await robin.say(`link my PartnerID 2718281828 in ${HOME}`);
    expect((await robin.say('yes')).heading).toBe('Link this PartnerID?');
  });

  test('"no" brings the form again and writes nothing', async () => {
    const robin = await signedIn(house().chat());
    await robin.say(`link my PartnerID 12345 in ${HOME}`);
    expect((await robin.say('no')).heading).toBe('Which PartnerID?');
    expect((await robin.say('1234567')).heading).toBe('Link this PartnerID?');
    expect(writesIn(house().world)).toEqual([]);
  });
});

test('leading zeros are kept', async () => {
  const robin = await signedIn(house().chat());
  const done = await linkIn(robin, '0654321', HOME);
  expect(done.text).toContain('PartnerID 0654321 Bellows Migration Works');
  expect(writesIn(house().world)).toEqual([`PUT 0654321 in ${HOME}: 200`]);
});

test.each(['１２３４５６７', ' MPN: 1 234 567 ', 'PartnerID #1234567', '1.234.567'])(
  '"%s" is read as 1234567',
  async (input) => {
    const robin = await signedIn(house().chat());
    await robin.say(`link my PartnerID in ${HOME}`);
    const confirm = await robin.press('Continue', { inputs: { partnerId: input } });
    expect(confirm.text).toContain('After 1234567');
  },
);
