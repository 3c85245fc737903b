import { readDirectories } from '../../../src/dialogs/named-directories';
import type { Command } from '../../../src/dialogs/command';
import { LINK, OPERATION, PARTNER, PLACE_WORDS } from './make-command';
import { ALL, CONTOSO, OPEN, saidIn, waiting } from './said-in';

type Said = readonly ['en' | 'de', string];
const inContoso = { ...LINK, partnerId: PARTNER, named: 'in contoso' };
const [, , WOODGROVE, COHO] = ALL;
const found = (named: string) => readDirectories(named, ALL, PLACE_WORDS);
const both = [...ALL.slice(1, 2), COHO];

describe.each([
  ['not known before the sign-in', []],
  ['known', ALL],
])('while a link waits for a sign-in, the directories being %s', (_, directories) => {
  test.each<Said>([
    ['en', 'and coho too'],
    ['en', 'same for Coho'],
    ['en', 'also in Coho'],
    ['en', 'coho as well please'],
    ['en', 'and link coho'],
    ['de', 'und coho auch'],
    ['de', 'auch in Coho'],
    ['de', 'das gleiche für Coho'],
  ])('another directory is wanted beside it (%s): %s', async (...said) => {
    const command = await saidIn(waiting(inContoso), said, directories);
    if (command.kind !== 'do' || command.request.kind !== 'link') throw new Error(JSON.stringify(command));
    expect(command.request.partnerId).toBe(PARTNER);
    expect(found(command.request.named ?? '')).toMatchObject({ found: both, unknown: [] });
  });

  test('one that was chosen stays, too', async () => {
    const chosen = { ...LINK, partnerId: PARTNER, tenantId: CONTOSO! };
    expect(await saidIn(waiting(chosen), ['en', 'and coho too'], directories)).toMatchObject({
      request: { also: [CONTOSO], named: 'coho' },
    });
  });

  test('a removal takes it in as well', async () => {
    const unlink = { kind: 'unlink', named: 'contoso' } as const;
    expect(await saidIn(waiting(unlink), ['en', 'and coho too'], directories)).toMatchObject({
      request: { kind: 'unlink', named: 'contoso, coho' },
    });
  });

  test.each<Said>([
    ['en', '5127255'],
    ['en', 'actually use 5127255'],
    ['de', 'doch lieber 5127255'],
  ])('a number takes the place of the one before, for the same directory (%s): %s', async (...said) => {
    expect(await saidIn(waiting(inContoso), said, directories)).toMatchObject({
      request: { kind: 'link', partnerId: '5127255', named: 'in contoso' },
    });
  });

  test.each<Said>([
    ['en', 'and what is DPOR?'],
    ['en', 'who else can see it too'],
    ['de', 'und was kostet das auch?'],
  ])('a question adds nothing (%s): %s', async (...said) => {
    const command = await saidIn(waiting(inContoso), said, directories);
    expect(JSON.stringify(command)).not.toContain('in contoso, ');
  });
});

describe.each(['form', 'form for Contoso'])('with the %s open', (open) => {
  test.each<Said>([
    ['en', 'my number'],
    ['en', 'my partner id'],
    ['en', 'our company’s number'],
    ['en', 'I don’t know'],
    ['en', 'no idea'],
    ['de', 'meine Nummer'],
    ['de', 'meine PartnerID'],
    ['de', 'unsere Partner-ID'],
    ['de', 'weiß ich nicht'],
  ])('who has no number at hand is told where it stands (%s): %s', async (...said) => {
    expect(await saidIn(OPEN[open]!, said)).toMatchObject({ kind: 'explain', topic: 'find-partner-id' });
  });
});

describe.each(Object.keys(OPEN))('open: %s', (open) => {
  test.each<readonly [...Said, typeof COHO]>([
    ['en', 'woodgrove must be 5127255', WOODGROVE],
    ['en', 'woodgrove should be 5127255', WOODGROVE],
    ['en', 'coho should have 5127255, not 1234567', COHO],
    ['en', 'oh, coho needs to be 5127255 instead', COHO],
    ['de', 'woodgrove muss 5127255 haben', WOODGROVE],
    ['de', 'in Coho gehört 5127255 hin', COHO],
    ['de', 'Coho braucht 5127255', COHO],
  ])('a number is for the directory that is named with it (%s): %s', async (language, text, directory) => {
    const command = await saidIn(OPEN[open]!, [language, text]);
    if (command.kind !== 'do' || command.request.kind !== 'link') throw new Error(JSON.stringify(command));
    const { partnerId, named, ...request } = command.request;
    expect(partnerId).toBe('5127255');
    expect(found(named ?? '')).toMatchObject({ found: [directory], fitting: [], unknown: [] });
    expect(request).not.toHaveProperty('tenantId');
    expect(request).not.toHaveProperty('also');
  });

  test.each<Said>([
    ['en', 'zzyzx has the wrong number'],
    ['en', 'oh no, zzyzx has the wrong number, it should be 5127255'],
    ['en', 'zzyzx must be 5127255'],
    ['de', 'zzyzx hat die falsche Nummer'],
    ['de', 'in zzyzx gehört 5127255 hin'],
  ])('a directory that nobody knows is asked about (%s): %s', async (...said) => {
    const command = await saidIn(OPEN[open]!, said);
    if (command.kind !== 'do' || command.request.kind !== 'link') throw new Error(JSON.stringify(command));
    expect(found(command.request.named ?? '').unknown).toMatchObject([{ name: 'zzyzx' }]);
    expect(command.request.corrects ?? command.request.insteadOf ?? command.request.tenantId).toBeUndefined();
  });

  test.each<Said>([
    ['en', 'does contoso have the wrong number?'],
    ['en', 'is the number in contoso wrong?'],
    ['de', 'hat contoso die falsche Nummer?'],
  ])('whether a number is wrong is a question (%s): %s', async (...said) => {
    const command = await saidIn(OPEN[open]!, said);
    expect(command).toMatchObject({ kind: 'do', request: { kind: 'show' } });
  });

  test.each<Said>([
    ['en', 'woodgrove back to how it was at the start please'],
    ['en', 'put woodgrove back the way it was'],
    ['de', 'woodgrove wieder so wie am Anfang bitte'],
  ])('what is to be as it was is undone there (%s): %s', async (...said) => {
    const command = await saidIn(OPEN[open]!, said);
    if (command.kind !== 'do' || command.request.kind !== 'undo-in') throw new Error(JSON.stringify(command));
    expect(found(command.request.named ?? '')).toMatchObject({ found: [WOODGROVE], unknown: [] });
  });
});

const INSTEAD: readonly Said[] = [
  ['en', 'no, Woodgrove'],
  ['en', 'no, in woodgrove please'],
  ['en', 'actually make that Woodgrove instead'],
  ['en', 'woodgrove instead'],
  ['en', 'I meant woodgrove'],
  ['de', 'nein, Woodgrove'],
  ['de', 'doch lieber bei Woodgrove'],
];

test.each(INSTEAD)(
  'another directory than that of the confirm card is for the same change (%s): %s',
  async (...said) => {
    const { request } = (await saidIn(OPEN['confirm card']!, said)) as Extract<Command, { kind: 'do' }>;
    expect(request).toMatchObject({ kind: 'link', insteadOf: OPERATION });
    expect(found('named' in request ? (request.named ?? '') : '')).toMatchObject({
      found: [WOODGROVE],
      unknown: [],
    });
  },
);

test.each(INSTEAD)('another directory than the form is for takes its place (%s): %s', async (...said) => {
  const { request } = (await saidIn(OPEN['form for Contoso']!, said)) as Extract<Command, { kind: 'do' }>;
  expect(request).not.toHaveProperty('tenantId');
  expect(found('named' in request ? (request.named ?? '') : '')).toMatchObject({
    found: [WOODGROVE],
    unknown: [],
  });
});

test.each(INSTEAD)(
  'in answer to “which directory?” the others that were named still wait (%s): %s',
  async (...said) => {
    expect(await saidIn(OPEN['chooser beside others']!, said)).toMatchObject({
      request: { also: [ALL[0]!.tenantId, CONTOSO], unknown: 'wide wrold' },
    });
  },
);

test.each<Said>([
  ['en', 'no'],
  ['en', 'no thanks'],
  ['en', 'nope, cancel'],
  ['de', 'nein danke'],
])('a plain no cancels (%s): %s', async (...said) => {
  expect(await saidIn(OPEN['confirm card']!, said)).toMatchObject({ kind: 'cancel' });
});

test.each<Said>([
  ['en', 'argh, wrong id in Contoso, should have been 5127255'],
  ['en', 'link 5127255 in contoso n coho vineyard'],
  ['en', 'actually both Contoso and Coho need 5127255, I mixed up Zurich and Berlin'],
  ['de', 'halt, bei Contoso muss 5127255 rein'],
  ['de', 'Hallo, ich muss unsere Nummer 5127255 bei Contoso und Coho Vineyard hinterlegen'],
])('nothing but names is a name (%s): %s', async (...said) => {
  const { request } = (await saidIn(OPEN['nothing']!, said)) as Extract<Command, { kind: 'do' }>;
  expect(request).toMatchObject({ kind: 'link', partnerId: '5127255' });
  const named = found('named' in request ? (request.named ?? '') : '');
  expect(named.unknown).toEqual([]);
  expect([[ALL[1]], both]).toContainEqual(named.found);
});

describe.each([
  ['not known before the sign-in', []],
  ['known', ALL],
])('the directories being %s', (_, directories) => {
  test.each<Said>([
    ['en', 'put the same number as in Woodgrove on Coho'],
    ['en', 'give Coho the same number as Woodgrove'],
    ['en', 'link coho with the same number as in woodgrove'],
    ['de', 'bei Coho dieselbe Nummer wie bei Woodgrove eintragen'],
    ['de', 'verknüpfe Coho genauso wie bei Woodgrove'],
  ])('the number of one directory is for the other one only (%s): %s', async (...said) => {
    const command = await saidIn(OPEN['nothing']!, said, directories);
    if (command.kind !== 'do' || command.request.kind !== 'link') throw new Error(JSON.stringify(command));
    const { numberOf = '', named = '', partnerId, isElsewhere } = command.request;
    expect(partnerId).toBeUndefined();
    expect(found(numberOf)).toMatchObject({ found: [WOODGROVE], unknown: [] });
    // Who is not known yet may have to be asked for; the model is never changed.
    if (isElsewhere !== true) expect(found(named)).toMatchObject({ found: [COHO], unknown: [] });
    else expect(directories).toEqual([]);
  });
});

test.each<Said>([
  ['en', 'I would like to link 5127255 in woodgrove'],
  ['en', 'link 5127255 in woodgrove as well'],
  ['en', 'link 5127255 in woodgrove as soon as possible'],
])('no directory is a model by chance (%s): %s', async (...said) => {
  const command = await saidIn(OPEN['nothing']!, said);
  expect(command).toMatchObject({ request: { kind: 'link', partnerId: '5127255' } });
  expect(JSON.stringify(command)).toContain('woodgrove');
});

test.each<Said>([
  ['en', 'typo, fat fingers, it should be 5127255'],
  ['en', 'that card has the wrong number, it should be 5127255'],
  ['en', 'wrong number, it should be 5127255'],
  ['de', 'die Nummer ist falsch, es muss 5127255 sein'],
])('a correction that names nothing is about the last change (%s): %s', async (...said) => {
  expect(await saidIn(OPEN['nothing']!, said)).toMatchObject({ request: { corrects: 'last' } });
});
