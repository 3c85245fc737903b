import type { Command } from '../../../src/dialogs/command';
import { OPEN, saidIn, TYPED } from './said-in';

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

async function said(open: string, language: 'en' | 'de', text: string): Promise<Command> {
  return saidIn(OPEN[open]!, [language, text]);
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
