import type { Directory } from '../../../src/model/directory';
import { asBatchId, asPartnerId, asTenantId } from '../../../src/model/identifiers';
import { commandOfText } from '../../../src/dialogs/command-of-text';
import type { Command } from '../../../src/dialogs/command';
import { readText } from '../../../src/dialogs/read-text';
import type { ConversationState, DialogState } from '../../../src/dialogs/state';
import { makeUnderstanding } from '../understanding/make-understanding';
import { inDialog, LINK, OPERATION, PLACE_WORDS } from './make-command';

const [KNOWN, ASKED_FOR, number] = ['1234568', '1234567', '5127255'].map((digits) => asPartnerId(digits)!);
/** The PartnerID that is typed. */
export const TYPED = number;
const BATCH = asBatchId('BBBBBBBBBBBBBBBBBBBBBB')!;
const understanding = makeUnderstanding();

/** The directories of the person who writes. */
export const ALL: readonly Directory[] = [
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
const [HOME, contoso] = ALL.map(({ tenantId }) => tenantId);
export const CONTOSO = contoso;
const forOther = { ...LINK, partnerId: ASKED_FOR };

/** What may be open when something is typed. */
export const OPEN: Readonly<Record<string, DialogState>> = {
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

/** A dialog that waits for a sign-in at home. */
export function waiting(request: Extract<DialogState, { kind: 'signing-in' }>['request']): DialogState {
  return { ...OPEN['sign-in'], request } as DialogState;
}

/** What is meant by a text while `dialog` is open; `directories`: those that are known; `more`: what else is remembered. */
export async function saidIn(
  dialog: DialogState,
  [language, text]: readonly [language: 'en' | 'de', text: string],
  directories: readonly Directory[] = ALL,
  more: Partial<ConversationState> = {},
): Promise<Command> {
  const state: ConversationState = inDialog(dialog, { lastPartnerId: KNOWN, lastAction: 'link', ...more });
  const { kind } = dialog;
  const read = await readText(
    {
      understand: (words) => Promise.resolve(understanding.understand(words, language)),
      placeWords: PLACE_WORDS,
      isChoosing: kind === 'choosing-directory',
      directories: () => Promise.resolve(directories),
    },
    text,
    kind !== 'idle' && kind !== 'signing-in',
  );
  const person = { tenantId: HOME!, objectId: HOME! as never, displayName: 'Robin' };
  return commandOfText(state, read, person, PLACE_WORDS);
}
