import type { Directory } from '../../../src/model/directory';
import { asBatchId, asPartnerId, asTenantId } from '../../../src/model/identifiers';
import { commandOfText } from '../../../src/dialogs/command-of-text';
import type { Command } from '../../../src/dialogs/command';
import { readText } from '../../../src/dialogs/read-text';
import type { ConversationState, DialogState } from '../../../src/dialogs/state';
import { makeUnderstanding } from '../understanding/make-understanding';
import { inDialog, LINK, OPERATION, PLACE_WORDS } from './make-command';

const [KNOWN, ASKED_FOR, TYPED] = ['1234568', '1234567', '5127255'].map((digits) => asPartnerId(digits)!);
const BATCH = asBatchId('BBBBBBBBBBBBBBBBBBBBBB')!;
const understanding = makeUnderstanding();

const ALL: readonly Directory[] = [
  ['1', 'Fabrikam Consulting', 'fabrikam.example'],
  ['2', 'Contoso Retail', 'contoso-retail.example'],
  ['3', 'Woodgrove Bank', 'woodgrove-bank.example'],
  ['4', 'Coho Vineyard', 'coho-vineyard.example'],
  ['5', 'Wide World Importers', 'wwi.example'],
].map(([digit = '', name = '', defaultDomain = '']) => ({
  tenantId: asTenantId(`${digit.repeat(8)}-1111-4111-8111-111111111111`)!,
  name,
  defaultDomain,
  kind: digit === '1' ? 'home' : 'customer',
}));
const [HOME, CONTOSO] = ALL.map(({ tenantId }) => tenantId);
const forOther = { ...LINK, partnerId: ASKED_FOR };

const OPEN: Readonly<Record<string, DialogState>> = {
  nothing: { kind: 'idle' },
  form: { kind: 'asking-partner-id', request: LINK },
  'form for Contoso': { kind: 'asking-partner-id', request: { ...LINK, tenantId: CONTOSO! } },
  'is it right?': { kind: 'checking-partner-id', request: forOther },
  chooser: { kind: 'choosing-directory', request: { ...forOther, isElsewhere: true } },
  'chooser beside others': {
    kind: 'choosing-directory',
    request: { ...forOther, also: [HOME!, CONTOSO!], stillOpen: [], unknown: 'wide wrold' },
  },
  'link at home?': { kind: 'offering-home', request: { ...forOther, tenantId: HOME! } },
  'confirm card': { kind: 'confirming', operationId: OPERATION },
  'confirm card of many': { kind: 'confirming-batch', batchId: BATCH },
  'list to choose from': { kind: 'choosing-many', batchId: BATCH },
  'sign-in': {
    kind: 'signing-in',
    request: forOther,
    tenantId: HOME!,
    reason: 'first',
    attemptId: OPERATION,
    askedAt: '2026-01-01T00:00:00.000Z',
    phase: 'card',
  },
};

/** Each asks for 5127255, somewhere or where the open card is about. */
const WORDINGS: readonly [language: 'en' | 'de', text: string][] = [
  ['en', '5127255'],
  ['en', 'coho 5127255'],
  ['en', 'in woodgrove with 5127255'],
  ['en', 'woodgrove must be 5127255'],
  ['en', 'coho needs to be 5127255'],
  ['en', 'the number in coho is wrong, 5127255 belongs there'],
  ['en', 'wrong number, it should be 5127255'],
  ['en', 'no wait, take 5127255'],
  ['en', 'no, take 5127255 instead'],
  ['en', 'actually use 5127255'],
  ['en', 'and coho with 5127255'],
  ['en', 'link 5127255 in coho'],
  ['en', 'link 5127255 everywhere'],
  ['de', 'coho 5127255'],
  ['de', 'in woodgrove mit 5127255'],
  ['de', 'bei woodgrove muss es 5127255 sein'],
  ['de', 'Bei Contoso ist die Nummer falsch, da gehört 5127255 hin'],
  ['de', 'Bei Coho ist die Nummer falsch, da gehört 5127255 hin'],
  ['de', 'falsche Nummer, es muss 5127255 sein'],
  ['de', 'nein, es muss 5127255 sein'],
  ['de', 'nein warte, nimm 5127255'],
  ['de', 'doch lieber 5127255'],
  ['de', 'nein, nimm stattdessen 5127255'],
  ['de', 'und coho mit 5127255'],
  ['de', 'verknüpfe 5127255 bei coho'],
];
const QUESTIONS: readonly [language: 'en' | 'de', text: string][] = [
  ['en', 'is 5127255 ours?'],
  ['en', 'is 5127255 the right number?'],
  ['en', 'what is 5127255?'],
  ['en', 'who does 5127255 belong to?'],
  ['de', 'ist 5127255 unsere?'],
  ['de', 'ist 5127255 die richtige Nummer?'],
  ['de', 'wem gehört 5127255?'],
];
const CASES = Object.keys(OPEN);

async function said(open: string, language: string, text: string): Promise<Command> {
  const state: ConversationState = inDialog(OPEN[open]!, { lastPartnerId: KNOWN, lastAction: 'link' });
  const { kind } = state.dialog;
  const read = await readText(
    {
      understand: (words) => Promise.resolve(understanding.understand(words, language)),
      placeWords: PLACE_WORDS,
      isChoosing: kind === 'choosing-directory',
      directories: () => Promise.resolve(ALL),
    },
    text,
    kind !== 'idle' && kind !== 'signing-in',
  );
  const person = { tenantId: HOME!, objectId: HOME! as never, displayName: 'Robin' };
  return commandOfText(state, read, person, PLACE_WORDS);
}

describe.each(CASES)('open: %s', (open) => {
  test.each(WORDINGS)('the number that is typed is the one that counts (%s): %s', async (language, text) => {
    const command = await said(open, language, text);
    expect(command).toMatchObject({ kind: 'do', request: { partnerId: TYPED } });
  });

  test.each(QUESTIONS)('a question about a number starts nothing (%s): %s', async (language, text) => {
    const command = await said(open, language, text);
    expect(command).not.toMatchObject({ kind: 'do', request: { kind: 'link' } });
    expect(command).not.toMatchObject({ kind: 'do', request: { kind: 'other-id' } });
    expect(command.kind).not.toBe('mistake');
  });
});
