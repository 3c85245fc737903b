import fc from 'fast-check';
import { PRIYA, ROBIN, SAMPLE_TENANTS, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import type { ShownCard } from '../../support/shown-card';
import { signedIn } from '../../support/talks';

const testBot = runningTestBot();

/** Robin, who works in Contoso Retail and has linked 1234567 in Coho Vineyard's place: nothing is named by that. */
async function atWork(): Promise<Chat> {
  const robin = await signedIn(testBot().chat());
  expect((await robin.say('switch to contoso')).heading).toBe('✓ Directory switched');
  return robin;
}

const CONFIRMS = ['Link this PartnerID?', 'Change the PartnerID?', 'Remove the link?'];

function confirmedIn(card: ShownCard): string | undefined {
  if (!CONFIRMS.includes(card.heading)) return undefined;
  return SAMPLE_TENANTS.find(({ id }) => card.text.includes(id))?.name;
}

test.each([
  'link 1234568 in coho and woodgrove',
  'link 1234568 in Coho Vineyard, Woodgrove Bank',
  'change it to 1234568 in coho/woodgrove',
])('"%s": one card for both, which says that one of them needs a sign-in first', async (text) => {
  const robin = await atWork();
  const card = await robin.say(text);
  expect(card.heading).toBe('Link in this directory (1)?');
  expect(card.text).toContain('Woodgrove Bank');
  expect(card.text).not.toContain('Contoso Retail');
  expect(card.text).toContain('They need your sign-in first: Coho Vineyard');
});

test('"remove my link in coho and contoso" removes nothing in a third directory', async () => {
  const robin = await atWork();
  expect((await robin.say('remove my link in coho and contoso')).heading).toBe(
    'Your sign-in is needed first (1)',
  );
});

test('"show my link in coho and woodgrove" shows nothing of a third directory', async () => {
  const robin = await atWork();
  const card = await robin.say('show my link in coho and woodgrove');
  expect(titlesOf(card)).toEqual(['Coho Vineyard', 'Woodgrove Bank', 'Another directory', 'Cancel']);
  expect(card.text).toContain('Which of them do you mean?');
});

test('a slip in the name: "Did you mean …?", and the PartnerID is kept', async () => {
  const robin = await atWork();
  const card = await robin.say('link 1234567 in Contosso Retail');
  expect(card.text).toContain('Not among your directories: Contosso Retail');
  expect(card.text).toContain('Did you mean Contoso Retail');
  const confirm = await robin.press('Contoso Retail');
  expect(confirmedIn(confirm)).toBe('Contoso Retail');
  expect(confirm.text).toContain('1234567');
});

test('it is asked about before the number is, where none was given', async () => {
  const robin = await atWork();
  expect((await robin.say('link in Contosso Retail')).text).toContain('Did you mean Contoso Retail');
  const form = await robin.press('Contoso Retail');
  expect(form.heading).toBe('Which PartnerID?');
  expect(confirmedIn(await robin.say('1234567'))).toBe('Contoso Retail');
});

test('a name that nobody knows: the list, with the PartnerID kept', async () => {
  const robin = await atWork();
  const card = await robin.say('link 1234567 in Zzyzx Holding');
  expect(card.heading).toBe('Which directory do you want to link in?');
  expect(card.text).toContain('Zzyzx Holding');
  expect((await robin.say('contoso')).text).toContain('1234567');
});

test.each([
  ['unlink contoso', 'There is no link to remove'],
  ['is woodgrove linked?', 'Not linked yet'],
  ['link in Humongous Insurance', 'Which PartnerID?'],
  ['link 1234567 contoso retail', 'Link this PartnerID?'],
])('"%s" is understood: the names of the person’s directories are known words', async (text, heading) => {
  const robin = await signedIn(testBot().chat());
  await robin.say('which directory');
  expect((await robin.say(text)).heading).toContain(heading);
});

test('"and Woodgrove Bank" asks for the same there, with the PartnerID that was linked last', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso');
  await robin.press('Link');
  for (const text of ['and Woodgrove Bank', 'same for woodgrove', 'Woodgrove Bank']) {
    const card = await robin.say(text);
    expect(confirmedIn(card)).toBe('Woodgrove Bank');
    expect(card.text).toContain('1234567');
  }
});

describe('the PartnerID of before goes along', () => {
  test.each([
    ['another wording', [], 'do the same for Woodgrove Bank please', 'Woodgrove Bank'],
    ['German', [], 'und Woodgrove Bank auch', 'Woodgrove Bank'],
    ['German, with a verb', [], 'das Gleiche bei Woodgrove', 'Woodgrove Bank'],
    [
      'a switch of the directory',
      ['switch directory to Wide World Importers'],
      'link in Woodgrove Bank',
      'Woodgrove Bank',
    ],
    ['a cancelled side step', ['unlink contoso', 'cancel'], 'link in Woodgrove Bank', 'Woodgrove Bank'],
    ['a question', ['what is DPOR?'], 'and woodgrove', 'Woodgrove Bank'],
    ['a look', ['show my link in Wide World Importers', 'link in woodgrove bank'], '', 'Woodgrove Bank'],
  ])('after %s', async (_, before, text, directory) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso');
    await robin.press('Link');
    for (const one of before) await robin.say(one);
    let card = text === '' ? robin.lastCard() : await robin.say(text);
    if ('partnerId' in card.inputs) {
      expect(card.inputs['partnerId']).toBe('1234567');
      card = await robin.press('submit-partner-id', { on: card });
    }
    expect(card.heading).toMatch(/^(Link this PartnerID|Diese PartnerID verknüpfen)\?$/);
    expect(card.text).toContain(directory);
    expect(card.text).toContain('1234567');
  });

  test('after a slip in the name, the nearest is offered and nothing else is lost', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso');
    await robin.press('Link');
    const choice = await robin.say('same for Woodgrvoe Bank');
    const card = choice.buttons.some(({ title }) => title.includes('Woodgrove Bank'))
      ? await robin.press('choose-directory', { on: choice })
      : choice;
    expect(confirmedIn(card)).toBe('Woodgrove Bank');
    expect(card.text).toContain('1234567');
  });

  test.each([
    ['and Fourth Coffee', '⚠ A managed device is required'],
    ['same for Lucerne Publishing', '⚠ The two directories don’t allow this sign-in'],
  ])('“%s” tries there, and says what stands in the way', async (text, heading) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567 in contoso');
    await robin.press('Link');
    expect((await robin.say(text)).heading).toBe(heading);
  });
});

test('after a directory that does not let the person in, the next one that is named is tried, not the same again', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso');
  await robin.press('Link');
  await robin.say('and Fourth Coffee');
  const card = await robin.say('same for Lucerne Publishing');
  expect(card.heading).toBe('⚠ The two directories don’t allow this sign-in');
  expect(card.text).toContain('Lucerne Publishing');
  await robin.say('and Fourth Coffee');
  expect((await robin.say('and Zzyzx Holding')).text).not.toContain('Fourth Coffee');
});

test.each(['in my own directory', 'my own', 'in meinem eigenen Verzeichnis', 'at home'])(
  '“%s”, in answer to "which directory?", is the home directory',
  async (text) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567');
    const confirm = await robin.say(text);
    expect(confirm.text).toContain('Fabrikam Consulting');
    expect(confirm.json).toContain('"verb":"confirm"');
  },
);

describe('the answer to "in which directory?" comes before everything else', () => {
  test.each([
    'Contoso Retail',
    'contoso retail',
    'in Contoso Retail',
    'Contoso',
    'cont',
    'contoso-retail.example',
    '5',
    '#5',
    TENANT_IDS.contoso,
  ])('%s', async (answer) => {
    const robin = await signedIn(testBot().chat());
    expect((await robin.say('link 1234567')).heading).toBe('Which directory do you want to link in?');
    expect(confirmedIn(await robin.say(answer))).toBe('Contoso Retail');
  });

  test.each(['what is PAL?', 'help', 'cancel'])('but "%s" is still what it is', async (text) => {
    const robin = await signedIn(testBot().chat());
    await robin.say('link 1234567');
    expect((await robin.say(text)).heading).not.toBe('Which directory do you want to link in?');
  });

  test.each([undefined, {}, { directoryId: '' }])(
    'a press that lost its input, %j, shows the choice again',
    async (data) => {
      const robin = await signedIn(testBot().chat());
      const choice = await robin.say('link 1234567');
      const action = { type: 'Action.Execute', verb: 'choose-directory', data };
      const { card } = await robin.invoke(action, choice.activityId);
      expect(card?.heading).toBe('Which directory do you want to link in?');
      expect(card?.text).toContain('No directory was chosen');
    },
  );
});

test('in a group no customer is named', async () => {
  const [robin] = testBot().group(ROBIN, PRIYA);
  await signedIn(testBot().chat());
  for (const text of [
    'which directory',
    'switch directory',
    'show my link in coho and woodgrove',
    'show my link in Contosso',
  ]) {
    const card = await robin!.say(text);
    for (const { name } of SAMPLE_TENANTS.filter(({ id }) => id !== TENANT_IDS.fabrikam))
      expect(card.json).not.toContain(name);
  }
});

test('whatever words stand behind "in", the confirm card is for a directory that they name, or there is none', async () => {
  const robin = await atWork();
  const word = fc.constantFrom(
    'coho',
    'Woodgrove',
    'Contosso',
    'bank',
    'vineyard',
    'and',
    ',',
    'or',
    'the',
    'directory',
    'Foo',
    'my',
    'customers',
    'both',
    'London',
    'everywhere',
    'all',
    '42',
    'please',
    'Litwear',
    'und',
    'für',
    'link',
    '…',
    'Fabrikam',
    'today',
    'northwindd',
  );
  const words = fc.array(word, { minLength: 1, maxLength: 5 });
  const say = fc.tuple(
    fc.constantFrom(
      'link 1234567 in',
      'change it to 2345678 in',
      'unlink in',
      'PartnerID 1234567 bei',
      'link my id at',
    ),
    words,
  );
  for (const [verb, named] of fc.sample(say, { numRuns: 60, seed: 17 })) {
    const card = await robin.say(`${verb} ${named.join(' ')}`);
    const where = confirmedIn(card);
    const isPointing = named.every((one) =>
      ['the', 'directory', 'my', 'customers', 'and', ',', 'or', 'und', 'für', '…', 'please'].includes(one),
    );
    if (where === undefined || isPointing) continue;
    const parts = where.toLowerCase().split(' ');
    expect([
      named.join(' '),
      where,
      parts.some((part) => named.join(' ').toLowerCase().includes(part)),
    ]).toEqual([named.join(' '), where, true]);
  }
  expect(writesIn(testBot().world)).toEqual([]);
});

test('a number to link is for the next customer: all directories are there to choose from', async () => {
  const robin = await signedIn(testBot().chat());
  await robin.say('link 1234567 in contoso');
  await robin.press('Link');
  await robin.say('link 1234567');
  const card = await robin.say('link 1234568');
  expect(card.buttons.map(({ title }) => title)).toEqual(['Continue', 'Cancel']);
  expect(card.inputs['directoryId'] ?? '').toBe('');
});
