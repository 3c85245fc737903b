import type { DialogState } from '../../../src/dialogs/state';
import type { Label } from '../../../src/model/label';
import { commandOfText } from '../../../src/dialogs/command-of-text';
import { readText } from '../../../src/dialogs/read-text';
import { understood } from '../../support/understood';
import {
  command,
  inDialog,
  LINK,
  OPERATION,
  PARTNER,
  PERSON,
  PLACE_WORDS,
  signingIn,
  TENANT,
} from './make-command';

const found = { kind: 'found', partnerId: PARTNER, isUnusualLength: false } as const;
const idle = inDialog({ kind: 'idle' });

describe('with nothing open', () => {
  test.each<[Label, object]>([
    ['link-partner-id', { kind: 'do', request: LINK }],
    ['change-partner-id', { kind: 'do', request: LINK }],
    ['unlink-partner-id', { kind: 'do', request: { kind: 'unlink' } }],
    ['show-link', { kind: 'do', request: { kind: 'show' } }],
    ['undo', { kind: 'do', request: { kind: 'show' } }],
    ['which-tenant', { kind: 'do', request: { kind: 'which-directory' } }],
    ['switch-tenant', { kind: 'do', request: { kind: 'switch-directory' } }],
    ['sign-in', { kind: 'do', request: { kind: 'sign-in' } }],
    ['sign-out', { kind: 'sign-out' }],
    ['my-history', { kind: 'history' }],
    ['cancel', { kind: 'cancel' }],
    ['decline', { kind: 'cancel' }],
    ['help', { kind: 'help' }],
    ['limits', { kind: 'limits' }],
    ['as-customer', { kind: 'audience', audience: 'customer' }],
    ['thanks', { kind: 'say', view: { name: 'thanks' } }],
    ['greeting', { kind: 'say', view: { name: 'greeting', data: { displayName: 'Robin' } } }],
    ['confirm', { kind: 'say', view: { name: 'unknown' } }],
    ['out-of-scope', { kind: 'say', view: { name: 'unknown' } }],
  ])('"%s"', (label, expected) => {
    expect(command(idle, label)).toMatchObject(expected);
  });

  test('of a hundred names that are pasted none is lost; "find" looks in the overview', () => {
    const names = Array.from({ length: 100 }, (_, index) => `Customer of a long name ${index}`).join(', ');
    const linked = command(idle, 'link-partner-id', '', { partnerId: found, directoryWords: names });
    expect(linked).toMatchObject({ request: { named: names } });
    expect(command(idle, 'out-of-scope', 'Find contoso', { band: 'decline' })).toMatchObject({
      request: { kind: 'overview', search: 'contoso' },
    });
  });

  test('a PartnerID in the message is taken along, and so is the directory', () => {
    expect(command(idle, 'link-partner-id', '', { partnerId: found, directoryWords: 'contoso' })).toEqual({
      kind: 'do',
      request: { ...LINK, partnerId: PARTNER, named: 'contoso' },
    });
    expect(command(idle, 'show-link', '', { tenant: TENANT })).toEqual({
      kind: 'do',
      request: { kind: 'show', tenantId: TENANT },
    });
  });

  test('undo of a directory that is named is about that one; of an earlier day, about the history', () => {
    const last = inDialog({ kind: 'idle' }, { lastDone: OPERATION });
    expect(command(last, 'undo', 'undo')).toMatchObject({ request: { kind: 'undo' } });
    expect(command(last, 'undo', 'undo it in contoso from two days ago')).toMatchObject({
      request: { kind: 'undo-in', named: 'in contoso from two days ago' },
    });
    for (const text of ['undo what I did on Monday', 'mach die Änderung von gestern rückgängig']) {
      expect(command(last, 'undo', text)).toMatchObject({ kind: 'history' });
      const offer = { band: 'offer', top3: [{ label: 'undo', confidence: 0.8 }] } as const;
      expect(command(last, 'undo', text, offer)).toMatchObject({ kind: 'history' });
    }
  });

  test('a wrong PartnerID opens the form with what was written', () => {
    const partnerId = { kind: 'mistake', mistake: 'too-long' } as const;
    expect(command(idle, 'link-partner-id', 'link 12345678901', { partnerId })).toMatchObject({
      kind: 'mistake',
      mistake: 'too-long',
      input: 'link 12345678901',
    });
  });

  test.each(['link 12ab in contoso', 'link 12E4567 in contoso', 'verknüpfe 12ab in contoso'])(
    '“%s” opens the form with what is no number, for the directory that was named',
    (text) => {
      expect(command(idle, 'link-partner-id', text)).toMatchObject({
        kind: 'mistake',
        mistake: 'letters',
        input: text.split(' ')[1],
        request: { named: expect.stringMatching(/contoso$/) as string },
      });
    },
  );

  test.each([
    'link it in 7018e0d7-3d4e-4b8a-9f61-2e5d8c7b9a10',
    'link in 24seven.example',
    'link in 24seven',
    'link it in the 2nd one',
  ])('“%s” has no number that was meant as one', (text) => {
    expect(command(idle, 'link-partner-id', text)).toMatchObject({ kind: 'do', request: { kind: 'link' } });
  });

  test('"undo" takes back what was done last', () => {
    const state = inDialog({ kind: 'idle' }, { lastDone: OPERATION });
    const request = { kind: 'undo', operationId: OPERATION, isTyped: true };
    expect(command(state, 'undo', 'undo', { isExact: true })).toEqual({ kind: 'do', request });
    // What is only guessed to mean it is asked first.
    expect(command(state, 'undo', 'mach das bitte wieder weg')).toEqual({
      kind: 'do',
      request: { ...request, isAsked: true },
    });
  });
});

describe('nothing that changes a link runs on text alone', () => {
  const dialogs: DialogState[] = [
    { kind: 'idle' },
    { kind: 'asking-partner-id', request: LINK },
    { kind: 'checking-partner-id', request: { ...LINK, partnerId: PARTNER } },
    { kind: 'choosing-directory', request: { ...LINK, partnerId: PARTNER } },
    { kind: 'offering-home', request: { ...LINK, partnerId: PARTNER } },
    { kind: 'confirming', operationId: OPERATION },
  ];
  test.each(dialogs)('"yes" executes nothing in $kind', (dialog) => {
    const answer = command(inDialog(dialog), 'confirm', 'yes');
    expect(answer.kind === 'do' && answer.request.kind === 'execute').toBe(false);
  });

  test('"yes" to a confirm card is told to press its button', () => {
    const confirming = inDialog({ kind: 'confirming', operationId: OPERATION });
    expect(command(confirming, 'confirm')).toEqual({ kind: 'typed-yes', operationId: OPERATION });
  });
});

describe('inside a dialog', () => {
  const asking = inDialog({ kind: 'asking-partner-id', request: { ...LINK, tenantId: TENANT } });

  test('a number answers the form, and what was known stays known', () => {
    expect(command(asking, 'provide-partner-id', '1234567', { partnerId: found })).toEqual({
      kind: 'do',
      request: { ...LINK, tenantId: TENANT, partnerId: PARTNER },
    });
  });

  test('something else in answer to the form is a mistake with its input', () => {
    expect(command(asking, 'out-of-scope', 'blue')).toMatchObject({
      kind: 'mistake',
      mistake: 'letters',
      input: 'blue',
    });
  });

  test('"no" to an unusual length asks for the number again', () => {
    const checking = inDialog({ kind: 'checking-partner-id', request: { ...LINK, partnerId: PARTNER } });
    expect(command(checking, 'decline')).toEqual({ kind: 'do', request: LINK });
    expect(command(checking, 'confirm')).toMatchObject({ request: { isLengthAccepted: true } });
  });

  test('any words in answer to "which directory?" are its name', () => {
    const choosing = inDialog({ kind: 'choosing-directory', request: { ...LINK, partnerId: PARTNER } });
    expect(command(choosing, 'out-of-scope', 'the retail people')).toMatchObject({
      kind: 'do',
      request: { kind: 'link', partnerId: PARTNER, named: 'the retail people' },
    });
  });

  test('"cancel", "help" and a new request are command everywhere', () => {
    for (const state of [asking, inDialog({ kind: 'confirming', operationId: OPERATION })]) {
      expect(command(state, 'cancel').kind).toBe('cancel');
      expect(command(state, 'help').kind).toBe('help');
      expect(command(state, 'show-link')).toMatchObject({ kind: 'do', request: { kind: 'show' } });
    }
  });
});

describe('what is not understood, but is about something that is known', () => {
  const contoso = {
    tenantId: TENANT,
    name: 'Contoso Retail',
    defaultDomain: 'contoso-retail.example',
    kind: 'customer',
  } as const;

  test('names a directory: what is known of that one is offered', async () => {
    const reader = {
      understand: () => Promise.resolve(understood('out-of-scope', { band: 'decline' })),
      placeWords: PLACE_WORDS,
      isChoosing: false,
      directories: () => Promise.resolve([contoso]),
    };
    const read = await readText(reader, 'why is contoso retail failing?', false);
    expect(commandOfText(inDialog({ kind: 'idle' }), read, PERSON, PLACE_WORDS)).toMatchObject({
      kind: 'offer',
      labels: ['show-link', 'check-access'],
      place: 'contoso retail',
    });
  });

  test('asks while a change is open: what is known of other partners is offered, and nothing else is lost', () => {
    const confirming = inDialog({ kind: 'confirming', operationId: OPERATION });
    expect(command(confirming, 'out-of-scope', 'wait, who is VanArsdel?')).toMatchObject({ kind: 'offer' });
    expect(command(inDialog({ kind: 'idle' }), 'out-of-scope', 'who is VanArsdel?')).toMatchObject({
      kind: 'say',
    });
  });
});

describe('"sign in" while a sign-in is open', () => {
  test('goes on with what waits for it', () => {
    expect(command(signingIn(LINK), 'sign-in')).toEqual({ kind: 'do', request: LINK, wantsCard: true });
  });

  test('does not go on with an undo: that needs a press', () => {
    const undo = signingIn({ kind: 'undo', operationId: OPERATION });
    expect(command(undo, 'sign-in')).toEqual({ kind: 'do', request: { kind: 'sign-in' }, wantsCard: true });
  });
});
