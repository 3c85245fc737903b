import { COMMAND_RULES, REQUEST_RULES, ruleOf } from '../../../src/dialogs/command';
import type { Command } from '../../../src/dialogs/command';
import type { DialogResult } from '../../../src/dialogs/context';
import { inPassing } from '../../../src/dialogs/context';
import type { DialogState } from '../../../src/dialogs/state';
import { stateSchema } from '../../../src/dialogs/state';
import { next } from '../../../src/dialogs/conversation';
import { asBatchId, newOperationId } from '../../../src/model/identifiers';
import { inDialog, LINK, OPERATION, PARTNER, signingIn, TENANT } from './make-command';

/** One open dialog of each kind. */
const OPEN: Readonly<Record<DialogState['kind'], DialogState>> = {
  idle: { kind: 'idle' },
  'asking-partner-id': { kind: 'asking-partner-id', request: LINK },
  'checking-partner-id': { kind: 'checking-partner-id', request: { ...LINK, partnerId: PARTNER } },
  'choosing-directory': { kind: 'choosing-directory', request: LINK },
  'offering-home': { kind: 'offering-home', request: LINK },
  confirming: { kind: 'confirming', operationId: OPERATION },
  'confirming-batch': { kind: 'confirming-batch', batchId: asBatchId('AAAAAAAAAAAAAAAAAAAAAA')! },
  'choosing-many': { kind: 'choosing-many', batchId: asBatchId('AAAAAAAAAAAAAAAAAAAAAA')! },
  forgetting: { kind: 'forgetting', operationId: OPERATION, askedAt: '2026-01-01T00:00:00.000Z' },
  'signing-in': signingIn(LINK).dialog,
};
const OTHER: DialogState = { kind: 'confirming', operationId: newOperationId() };

/** What a turn gives, which dialog is open after it, and whether its card still is. */
const RESULTS: [string, DialogResult['dialog'], DialogState['kind'] | 'same'][] = [
  ['an answer in passing', 'keep', 'same'],
  ['the end', { kind: 'idle' }, 'idle'],
  ['another dialog', OTHER, 'confirming'],
];
const PASSING: Command = { kind: 'say', view: { name: 'thanks', data: {} } };
const ROWS = Object.values(OPEN).flatMap((open) =>
  RESULTS.map(([name, dialog, after]) => ({ open, name, dialog, after })),
);

test.each(ROWS)('$open.kind, $name → $after', ({ open, dialog, after }) => {
  const state = next(inDialog(open, { openCard: 'card-1' }), { views: [], dialog }, PASSING);
  expect(state.dialog).toEqual(dialog === 'keep' ? open : dialog);
  expect(state.openCard).toBe(after === 'same' ? 'card-1' : undefined);
});

test('the state remembers that something was said below the open card, until another one is open', () => {
  const open = inDialog(OPEN.confirming, { openCard: 'card-1' });
  const said = next(open, inPassing({ name: 'thanks', data: {} }), PASSING);
  expect(said.hasAnsweredBelow).toBe(true);
  expect(next(said, inPassing(), PASSING).hasAnsweredBelow).toBe(true);
  expect(next(said, { views: [], dialog: OTHER }, PASSING).hasAnsweredBelow).toBeUndefined();
});

test('what was remembered of the person stays, whatever is answered in passing', () => {
  const known = { workingTenantId: TENANT, lastPartnerId: PARTNER, lastDone: OPERATION } as const;
  const state = inDialog(OPEN.confirming, known);
  expect(next(state, inPassing(), PASSING)).toEqual(state);
});

test.each([
  [
    'nothing that changes a link or asks for a sign-in happens in front of others',
    'personalOnly',
    [
      'link',
      'unlink',
      'execute',
      'undo',
      'undo-in',
      'sign-in',
      'which-directory',
      'mistake',
      'typed-yes',
      'show-again',
      'choose-again',
      'choose-many',
      'forget',
      'forget-now',
      'overview',
      'plan-batch',
      'other-id',
      'run-batch',
      'stop-batch',
      'history',
      'check-access',
      'check-all-access',
      'prove',
      'ask-customer',
      'ask-if-partner',
      'ask-for-consents',
      'file',
      'proof-card',
      'check-file',
    ],
  ],
  [
    'questions and looks leave what is open open',
    'keepsDialog',
    [
      'show',
      'overview',
      'check-access',
      'check-all-access',
      'which-directory',
      'history',
      'prove',
      'ask-customer',
      'ask-if-partner',
      'ask-for-consents',
      'file',
      'proof-card',
      'check-file',
      'explain',
      'offer',
      'say',
      'help',
      'limits',
      'audience',
    ],
  ],
] as const)('%s', (_, rule, kinds) => {
  const rules = { ...COMMAND_RULES, ...REQUEST_RULES };
  const stored = Object.entries(rules).flatMap(([kind, one]) => (one[rule] ? [kind] : []));
  expect(stored.sort()).toEqual([...kinds].sort());
});

test('without what is remembered nothing is changed', () => {
  const changing: Command[] = [
    { kind: 'do', request: LINK },
    { kind: 'do', request: { kind: 'execute', operationId: OPERATION } },
  ];
  for (const command of changing) expect(ruleOf(command).needsState).toBe(true);
});

test.each([
  [{ isSilent: true, takesToken: true, hasFailed: false }, 'silent'],
  [{ isSilent: false, takesToken: true, hasFailed: false }, 'card'],
  [{ isSilent: false, takesToken: false, hasFailed: false }, 'page-only'],
  [{ isSilent: false, takesToken: true, hasFailed: true }, 'failed'],
])('a sign-in that a version before has stored, %j, is read as %s', (flags, phase) => {
  const { phase: _, ...dialog } = OPEN['signing-in'] as Extract<DialogState, { kind: 'signing-in' }>;
  expect(stateSchema.parse({ schema: 1, dialog: { ...dialog, ...flags } }).dialog).toEqual({
    ...dialog,
    phase,
  });
});
