import { commandOfText } from '../../../src/dialogs/command-of-text';
import { exceptionIn, leftBy } from '../../../src/dialogs/exceptions';
import { readDirectories } from '../../../src/dialogs/named-directories';
import { readText } from '../../../src/dialogs/read-text';
import type { Request } from '../../../src/dialogs/request';
import type { DialogState } from '../../../src/dialogs/state';
import type { Directory } from '../../../src/model/directory';
import { asBatchId, asPartnerId, asTenantId } from '../../../src/model/identifiers';
import { makeUnderstanding } from '../understanding/make-understanding';
import { inDialog, LINK, PLACE_WORDS as WORDS } from './make-command';

const directory = (digit: number, name: string, domain: string): Directory => ({
  tenantId: asTenantId(`${String(digit).repeat(8)}-1111-4111-8111-111111111111`)!,
  name,
  defaultDomain: domain,
  kind: digit === 1 ? 'home' : 'customer',
});

const ALL = [
  directory(1, 'Fabrikam Consulting', 'fabrikam.example'),
  directory(2, 'Contoso Retail', 'contoso-retail.example'),
  directory(3, 'Coho Vineyard', 'coho.example'),
  directory(4, 'Humongous Insurance', 'humongous.example'),
  directory(5, 'Lucerne Publishing', 'lucerne.example'),
];
const BATCH = asBatchId('BBBBBBBBBBBBBBBBBBBBBB')!;
const PARTNER = asPartnerId('1234567')!;
const understanding = makeUnderstanding();
const namesOf = (some: readonly Directory[]) => some.map(({ name }) => name.split(' ')[0]).join(' ');

/** What a message leaves alone (? in doubt), and what it says besides; "nothing" where it leaves nothing alone. */
function excepted(text: string, all = ALL): string {
  const exception = exceptionIn(text, all, WORDS);
  if (exception === undefined) return 'nothing';
  const { alone, isClear } = leftBy(exception.except, ALL, WORDS);
  return `${isClear ? '' : '?'}${namesOf(alone)} | ${exception.rest}`;
}

test.each([
  ['link 1234567 everywhere except contoso', 'Contoso | link 1234567 everywhere'],
  [
    'link everywhere except contoso and at home with 1234567',
    'Fabrikam Contoso | link everywhere with 1234567',
  ],
  [
    'except contoso, coho and lucerne, link 1234567 everywhere',
    'Contoso Coho Lucerne | link 1234567 everywhere',
  ],
  ['link all but coho to 1234567', 'Coho | link all to 1234567'],
  ['link all my customers but coho', 'Coho | link all my customers'],
  ['leave contoso alone and link the rest', 'Contoso | and link the rest'],
  ['unlink everything, but don’t touch the link in contoso please', 'Contoso | unlink everything, please'],
  ['everyone without contoso', 'Contoso | everyone'],
  ['not humongous, lucerne', 'Humongous | lucerne'],
  ['nicht humongous, sondern lucerne', 'Humongous | lucerne'],
  ['not in contoso but in coho', 'Contoso | in coho'],
  ['link in coho instead of contoso', 'Contoso | link in coho'],
  ['change it in fabrikam, not contoso, coho', 'Contoso Coho | change it in fabrikam'],
  ['verknüpfe 1234567 überall, aber contoso nicht', 'Contoso | verknüpfe 1234567 überall'],
  ['überall, contoso und coho nicht', 'Contoso Coho | überall'],
  ['alles außer contoso', 'Contoso | alles'],
  ['überall bis auf contoso', 'Contoso | überall'],
  ['lass contoso bitte in Ruhe, sonst überall', 'Contoso | sonst überall'],
  ['nur nicht contoso', 'Contoso | '],
  ['überall, nur nicht bei contoso', 'Contoso | überall'],
  ['entferne alles, contoso soll bleiben', 'Contoso | entferne alles'],
  ['link everywhere except nowhere', '? | link everywhere'],
  ['link everywhere except', '? | link everywhere'],
  ['link everywhere but not in contosso', '?Contoso | link everywhere'],
  ['link 1234567, not 1234568, in contoso', 'nothing'],
  ['I’m not sure, link 1234567 in contoso', 'nothing'],
  ['keep it, link contoso', 'nothing'],
  ['is it not linked in contoso?', 'nothing'],
  ['link 1234567 in contoso', 'nothing'],
  ['link everything but use 1234567 in contoso', 'nothing'],
])('%s → %s', (text, expected) => {
  expect(excepted(text)).toBe(expected);
});

/** Where a request would be planned as things stand; "?" where it asks. */
function plannedIn(request: Request, batch: readonly Directory[]): readonly Directory[] | '?' {
  if (request.kind !== 'link' && request.kind !== 'unlink' && request.kind !== 'plan-batch') return '?';
  const { left, isClear } = leftBy(request.except, ALL, WORDS);
  if (request.kind === 'plan-batch') return left.filter((one) => batch.includes(one));
  if (!isClear) return '?';
  if (request.inMany !== undefined) return left;
  const { found, fitting, unknown } = readDirectories(request.named ?? '', left, WORDS);
  return fitting.length + unknown.length > 0 || found.length === 0 ? '?' : found;
}

const OPEN: Readonly<Record<string, DialogState>> = {
  nothing: { kind: 'idle' },
  'which directory?': {
    kind: 'choosing-directory',
    request: { ...LINK, partnerId: PARTNER, isElsewhere: true },
  },
  'many to confirm': { kind: 'confirming-batch', batchId: BATCH },
  'many to choose from': { kind: 'choosing-many', batchId: BATCH },
};

async function planned(open: string, language: string, text: string): Promise<string> {
  const state = inDialog(OPEN[open]!, { lastPartnerId: PARTNER, lastAction: 'link', lastBatch: BATCH });
  const read = await readText(
    {
      understand: (words) => Promise.resolve(understanding.understand(words, language)),
      placeWords: WORDS,
      isChoosing: state.dialog.kind === 'choosing-directory',
      isConfirming: 'batchId' in state.dialog || state.dialog.kind === 'confirming',
      directories: () => Promise.resolve(ALL),
    },
    text,
    state.dialog.kind !== 'idle',
  );
  const person = { tenantId: ALL[0]!.tenantId, objectId: ALL[0]!.tenantId as never, displayName: 'Robin' };
  const command = commandOfText(state, read, person, WORDS);
  if (command.kind !== 'do') return command.kind;
  const places = plannedIn(command.request, ALL.slice(1, 3));
  return places === '?' ? '?' : namesOf(places);
}

test.each([
  ['nothing', 'en', 'link 1234567 everywhere except contoso', 'Fabrikam Coho Humongous Lucerne'],
  ['nothing', 'en', 'unlink everything except contoso', 'Fabrikam Coho Humongous Lucerne'],
  ['nothing', 'en', 'change to 1234567 everywhere except contoso', 'Fabrikam Coho Humongous Lucerne'],
  ['nothing', 'en', 'unlink all but coho and contoso', 'Fabrikam Humongous Lucerne'],
  ['nothing', 'en', 'change to 1234567 in coho but not in contoso', 'Coho'],
  ['nothing', 'en', 'not humongous, lucerne', 'Lucerne'],
  ['nothing', 'en', 'undo everything except coho', 'Contoso'],
  ['nothing', 'en', 'link 1234567 everywhere except nowhere', '?'],
  ['nothing', 'de', 'verknüpfe 1234567 überall außer bei contoso', 'Fabrikam Coho Humongous Lucerne'],
  ['nothing', 'de', 'entferne die Verknüpfung überall bis auf contoso', 'Fabrikam Coho Humongous Lucerne'],
  [
    'nothing',
    'de',
    'verknüpfe 1234567 überall, aber lass contoso in Ruhe',
    'Fabrikam Coho Humongous Lucerne',
  ],
  ['nothing', 'de', 'ändere überall auf 1234567, nur nicht bei contoso', 'Fabrikam Coho Humongous Lucerne'],
  ['nothing', 'de', 'mache alles rückgängig außer coho', 'Contoso'],
  ['which directory?', 'en', 'everything please except contoso', 'Fabrikam Coho Humongous Lucerne'],
  ['which directory?', 'en', 'all but coho', 'Fabrikam Contoso Humongous Lucerne'],
  ['which directory?', 'de', 'alle außer coho', 'Fabrikam Contoso Humongous Lucerne'],
  ['which directory?', 'de', 'überall, nur nicht bei contoso', 'Fabrikam Coho Humongous Lucerne'],
  ['which directory?', 'en', 'coho but not contoso', 'Coho'],
  ['many to confirm', 'en', 'all but contoso', 'Coho'],
  ['many to confirm', 'en', 'leave contoso out', 'Coho'],
  ['many to choose from', 'en', 'everything except contoso', 'Coho'],
  ['many to choose from', 'de', 'alle außer contoso', 'Coho'],
  ['many to confirm', 'de', 'contoso nicht', 'Coho'],
])('open: %s (%s): %s → %s', async (open, language, text, expected) => {
  expect(await planned(open, language, text)).toBe(expected);
});

const WORDINGS: Readonly<Record<string, { verbs: readonly string[]; excepting: readonly string[] }>> = {
  en: {
    verbs: [
      'link 1234567 everywhere',
      'change to 1234567 everywhere',
      'unlink everything',
      'link 1234567 in fabrikam',
      'unlink fabrikam',
      'undo everything',
      'everything please',
    ],
    excepting: [
      'except X',
      'except in X',
      'except for X',
      'but not X',
      'but not in X',
      'not in X',
      'without X',
      'other than X',
      'apart from X',
      'aside from X',
      'excluding X',
      'with the exception of X',
      'but leave X alone',
      'but leave the link in X as it is',
      'but don’t touch X',
      'and skip X',
      ', X stays as it is',
    ],
  },
  de: {
    verbs: [
      'verknüpfe 1234567 überall',
      'ändere überall auf 1234567',
      'entferne alle Verknüpfungen',
      'verknüpfe 1234567 in fabrikam',
      'entferne die Verknüpfung in fabrikam',
      'mache alles rückgängig',
      'bitte alles',
    ],
    excepting: [
      'außer X',
      'außer bei X',
      'außer in X',
      'ohne X',
      'nicht in X',
      'aber nicht bei X',
      'nur nicht X',
      'bis auf X',
      'ausgenommen X',
      'mit Ausnahme von X',
      'abgesehen von X',
      'aber lass X in Ruhe',
      'und überspringe X',
      ', aber X nicht',
      ', X bleibt wie es ist',
    ],
  },
};

const SAYINGS = Object.entries(WORDINGS).flatMap(([language, { excepting }]) =>
  Object.keys(OPEN).flatMap((open) => excepting.map((except) => [open, language, except] as const)),
);

test.each(SAYINGS)('open: %s (%s): … %s is planned nowhere that it names', async (open, language, except) => {
  const planning: string[] = [];
  for (const name of ['Contoso', 'Coho', 'Humongous Insurance', 'lucerne.example']) {
    const alone = namesOf(leftBy(name, ALL, WORDS).alone);
    for (const verb of WORDINGS[language]!.verbs)
      for (const text of [`${verb} ${except}`, `${verb}, ${except}`].map((one) => one.replace('X', name)))
        if ((await planned(open, language, text)).includes(alone)) planning.push(text);
  }
  expect(planning).toEqual([]);
});
