import fc from 'fast-check';
import { VERBS } from '../../../src/cards/press';
import { commandOfPress } from '../../../src/dialogs/command-of-press';
import { howMany } from '../../support/threats';
import { inDialog, LINK, OPERATION, PARTNER, signingIn, TENANT } from './make-command';

const idle = inDialog({ kind: 'idle' });
const OLD = { kind: 'say', view: { name: 'superseded' } };

test('confirm, undo and cancel act on the operation that the card names', () => {
  const operationId = OPERATION;
  expect(commandOfPress(idle, { verb: 'confirm', operationId })).toEqual({
    kind: 'do',
    request: { kind: 'execute', operationId },
  });
  expect(commandOfPress(idle, { verb: 'undo', operationId })).toEqual({
    kind: 'do',
    request: { kind: 'undo', operationId },
  });
  expect(commandOfPress(idle, { verb: 'cancel', operationId })).toEqual({ kind: 'cancel', operationId });
});

test('an undo that was offered to who named a directory is one in that directory, not of the last change', () => {
  const state = inDialog({ kind: 'idle' }, { lastDone: OPERATION, offeredPlace: 'Coho' });
  expect(commandOfPress(state, { verb: 'ask', topic: 'undo' })).toEqual({
    kind: 'do',
    request: { kind: 'undo-in', named: 'Coho' },
  });
});

test.each(['confirm', 'undo', 'cancel'] as const)(
  '%s with an id that is none says that the card is old',
  (verb) => {
    expect(commandOfPress(idle, { verb, operationId: '../x' })).toMatchObject(OLD);
  },
);

test.each(['9'.repeat(400), '-'.repeat(400), 'Infinity', '1e999', '9007199254740993'])(
  'a page of %s is one that can be kept until a sign-in',
  (page) => {
    for (const verb of ['show-all', 'history', 'access-page', 'check-all-access'] as const) {
      const command = commandOfPress(idle, { verb, page });
      expect(JSON.parse(JSON.stringify(command))).toEqual(command);
      expect(JSON.stringify(command)).toContain('"page":1');
    }
  },
);

test('the form goes on with the request it was opened for, or with a new one when it is old', () => {
  const open = inDialog({ kind: 'asking-partner-id', request: { ...LINK, tenantId: TENANT } });
  const press = { verb: 'submit-partner-id', partnerId: '1234567' } as const;
  expect(commandOfPress(open, press)).toMatchObject({ request: { partnerId: PARTNER, tenantId: TENANT } });
  expect(commandOfPress(idle, press)).toEqual({ kind: 'do', request: { ...LINK, partnerId: PARTNER } });
});

test('an empty form is a mistake, also without the field', () => {
  expect(commandOfPress(idle, { verb: 'submit-partner-id' })).toMatchObject({
    kind: 'mistake',
    mistake: 'empty',
  });
});

test('a directory is chosen only while it is asked for, and only by an id', () => {
  const choosing = inDialog({ kind: 'choosing-directory', request: { ...LINK, partnerId: PARTNER } });
  expect(commandOfPress(choosing, { verb: 'choose-directory', directoryId: TENANT })).toMatchObject({
    kind: 'do',
    request: { kind: 'link', partnerId: PARTNER, tenantId: TENANT },
  });
  expect(commandOfPress(idle, { verb: 'choose-directory', directoryId: TENANT })).toMatchObject(OLD);
});

test.each([{}, { directoryId: '' }, { directoryId: 'contoso' }])(
  'a choice that came without its input, %j, is asked for again',
  (input) => {
    const request = { ...LINK, partnerId: PARTNER };
    const choosing = inDialog({ kind: 'choosing-directory', request });
    const press = { verb: 'choose-directory', ...input } as const;
    expect(commandOfPress(choosing, press)).toEqual({ kind: 'choose-again', request, isMissing: true });
  },
);

test('an unusual PartnerID is accepted only while it is asked about', () => {
  const checking = inDialog({ kind: 'checking-partner-id', request: { ...LINK, partnerId: PARTNER } });
  expect(commandOfPress(checking, { verb: 'accept-partner-id' })).toMatchObject({
    request: { partnerId: PARTNER, isLengthAccepted: true },
  });
  expect(commandOfPress(idle, { verb: 'accept-partner-id' })).toEqual({ kind: 'do', request: LINK });
});

test('"try again" does the last thing again, or says that the card is old', () => {
  const state = inDialog({ kind: 'idle' }, { tryAgain: { kind: 'show', tenantId: TENANT } });
  expect(commandOfPress(state, { verb: 'try-again' })).toEqual({
    kind: 'do',
    request: { kind: 'show', tenantId: TENANT },
  });
  expect(commandOfPress(idle, { verb: 'try-again' })).toMatchObject(OLD);
});

test('"sign in" on the card of a failed sign-in goes on with what waits for it', () => {
  const request = { kind: 'undo', operationId: OPERATION } as const;
  const waiting = signingIn(request);
  expect(commandOfPress(waiting, { verb: 'sign-in' })).toEqual({ kind: 'do', request, wantsCard: true });
  expect(commandOfPress(idle, { verb: 'sign-in' })).toEqual({
    kind: 'do',
    request: { kind: 'sign-in' },
    wantsCard: true,
  });
});

test('whatever the fields hold, every press means something, and only "confirm" executes', () => {
  const text = fc.option(
    fc.oneof(fc.string(), fc.constant(OPERATION as string), fc.constant(TENANT as string)),
    {
      nil: undefined,
    },
  );
  fc.assert(
    fc.property(fc.constantFrom(...VERBS), text, text, text, (verb, operationId, partnerId, directoryId) => {
      const given = Object.entries({ operationId, partnerId, directoryId });
      const fields = Object.fromEntries(given.filter(([, value]) => value !== undefined));
      const meant = commandOfPress(idle, { verb, ...fields });
      const executes = meant.kind === 'do' && meant.request.kind === 'execute';
      expect(executes).toBe(verb === 'confirm' && operationId === OPERATION);
    }),
    { numRuns: howMany({ usual: 500, full: 10_000 }) },
  );
});
