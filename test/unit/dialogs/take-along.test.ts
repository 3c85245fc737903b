import fc from 'fast-check';
import { ruleOf } from '../../../src/dialogs/command';
import { answerFileConsent } from '../../../src/dialogs/take-along';
import type { Reply, Turn } from '../../../src/dialogs/turn';
import type { FileId } from '../../../src/model/identifiers';
import { MARKUP_TRICKS } from '../../support/hostile-text';
import { OPEN, saidIn } from './said-in';

const FILE = { name: 'PAL-links.csv', format: 'csv', text: 'x', sizeInBytes: 1, digest: 'd' };
const TURN = { isPersonal: true, person: {} } as Turn;

/** What is said once Teams has taken a file for which it tells this name and type. */
async function said(name: string, fileType: string): Promise<{ fileName: string; fileType?: string }[]> {
  const parts = {
    files: { take: () => Promise.resolve({ kind: 'file', file: FILE, offer: {} }) },
    uploads: { isKnown: () => true, put: () => Promise.resolve({ kind: 'done' }) },
  };
  const upload = { uploadUrl: 'https://x', contentUrl: 'https://x', uniqueId: 'u', name, fileType };
  const consent = { offerId: 'o' as FileId, upload, isAccepted: true, activityId: 'a' };
  const replies = await answerFileConsent(parts as never, TURN, consent);
  return replies.map((reply: Reply) => (reply as unknown as { view: { data: never } }).view.data);
}

test('a name that Teams has given the file is shown, and without one our own', async () => {
  expect((await said('PAL-links (1).csv', 'csv')).map(({ fileName }) => fileName)).toEqual([
    'PAL-links (1).csv',
    'PAL-links (1).csv',
  ]);
  expect((await said('\u200b\n', 'csv'))[0]?.fileName).toBe('PAL-links.csv');
});

test('whatever a client tells of the file, the card has one short visible line and our own type', async () => {
  const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom(...MARKUP_TRICKS));
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (name, fileType) => {
      const all = await said(name, fileType);
      expect(all[0]?.fileType).toBe('csv');
      for (const { fileName } of all) {
        expect(fileName).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(Array.from(fileName).length).toBeLessThanOrEqual(100);
      }
    }),
    { numRuns: 100 },
  );
});

type Said = readonly ['en' | 'de', string];
const LINKS = { kind: 'prove', of: 'links' } as const;

/** What is asked for by a text while this was shown last. */
async function asked(said: Said, shownLast?: { of: 'links' | 'history'; named?: string }) {
  const command = await saidIn({ kind: 'idle' }, said, undefined, shownLast && { shownLast });
  return command.kind === 'do' ? command.request : command.kind;
}

test.each<Said>([
  ['en', 'as csv please'],
  ['en', 'csv'],
  ['en', 'CSV file for Excel'],
  ['en', 'can I have that as a file?'],
  ['en', 'give me a file with all of them'],
  ['en', 'where am I linked, as csv'],
  ['en', 'download it'],
  ['en', 'export everything as csv for my manager'],
  ['en', 'csv for my practice lead please'],
  ['de', 'als csv bitte'],
  ['de', 'gib mir eine Datei mit allen'],
  ['de', 'das brauche ich als Excel-Datei'],
  ['de', 'zeig alle Verknüpfungen als csv'],
  ['de', 'die Übersicht als Excel ausgeben'],
])('a typed wish for a file gets it at once, as CSV where no format is said (%s): %s', async (...said) => {
  expect(await asked(said)).toEqual({ ...LINKS, format: 'csv' });
});

test.each<Said>([
  ['en', 'as json pls'],
  ['en', 'json'],
  ['en', 'JSON file'],
  ['en', 'and as json too'],
  ['de', 'als json'],
  ['de', 'JSON-Datei'],
  ['de', 'und das Ganze als json'],
])('so it does as JSON (%s): %s', async (...said) => {
  expect(await asked(said)).toEqual({ ...LINKS, format: 'json' });
});

test.each<[...Said, string]>([
  ['en', 'only Contoso: prove it, as json', 'json'],
  ['en', 'only Contoso: prove it, as json pls', 'json'],
  ['en', 'proof for contoso as csv', 'csv'],
  ['en', 'show my link in contoso as json', 'json'],
  ['de', 'nur Contoso: Nachweis als JSON bitte', 'json'],
  ['de', 'Nachweis für Contoso als Datei', 'csv'],
])('of the directory that is named (%s): %s', async (language, text, format) => {
  const request = await asked([language, text], { of: 'history' });
  expect(request).toMatchObject({ ...LINKS, format });
  expect(JSON.stringify(request)).toMatch(/"named":"[^"]*contoso/i);
  expect(JSON.stringify(request)).not.toMatch(/"named":"[^"]*(?:json|csv|datei)/i);
});

test.each<Said>([
  ['en', 'as csv please'],
  ['de', 'als csv bitte'],
])(
  'of what was shown last where nothing is named, and of all where all is said (%s): %s',
  async (...said) => {
    const shown = { of: 'links', named: 'contoso' } as const;
    expect(await asked(said, shown)).toEqual({ ...LINKS, named: 'contoso', format: 'csv' });
    expect(await asked(said, { of: 'history' })).toEqual({ kind: 'prove', of: 'history', format: 'csv' });
    const [language] = said;
    const all = language === 'de' ? 'gib mir eine Datei mit allen' : 'give me a file with all of them';
    expect(await asked([language, all], shown)).toEqual({ ...LINKS, format: 'csv' });
  },
);

test.each<Said>([
  ['en', 'my history as csv'],
  ['de', 'mein Verlauf als Datei'],
])('of the decisions where those are named (%s): %s', async (...said) => {
  expect(await asked(said)).toEqual({ kind: 'prove', of: 'history', format: 'csv' });
});

test.each<Said>([
  ['en', 'can you import a csv of PartnerIDs?'],
  ['en', 'link these from my csv'],
  ['en', 'upload a csv'],
  ['en', 'what is in the file?'],
  ['en', 'delete the file'],
  ['en', 'check this file'],
  ['en', 'prove it'],
  ['en', 'export my links'],
  ['de', 'kann ich eine csv mit PartnerIDs einlesen?'],
  ['de', 'was steht in der Datei?'],
  ['de', 'prüfe diese Datei'],
  ['de', 'Nachweis bitte'],
])('no file is made of anything else (%s): %s', async (...said) => {
  expect(await asked(said)).not.toHaveProperty('format');
});

test('a card that waits stays open while a file is made', async () => {
  const command = await saidIn(OPEN['confirm card']!, ['en', 'as csv please']);
  expect(command).toMatchObject({ request: { ...LINKS, format: 'csv' } });
  expect(ruleOf(command).keepsDialog).toBe(true);
});
