import type { FaultInput } from '../../../local/cloud/faults/fault';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { armCalls, writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { titlesOf } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const HOME = 'Fabrikam Consulting';
const MOST_WRITES = 3;

const linkAtHome = () => testBot().world.link(TENANT_IDS.fabrikam, ROBIN.objectId);

/** Shows the confirm card first, so that the faults meet the press only. */
async function confirmUnder(...faults: FaultInput[]): Promise<{ robin: Chat; confirm: ShownCard }> {
  const robin = await signedIn(testBot().chat());
  const confirm = await robin.say(`link 1234567 in ${HOME}`);
  testBot().world.clearJournal();
  for (const fault of faults) testBot().world.setFault(fault);
  return { robin, confirm };
}

/** No write follows another without a read between them, and there are never more than three. */
afterEach(() => {
  const methods = armCalls(testBot().world).map((call) => call.split(' ')[0]);
  const blind = methods.filter(
    (method, index) => method !== 'GET' && index > 0 && methods[index - 1] !== 'GET',
  );
  expect(blind).toEqual([]);
  expect(writesIn(testBot().world).length).toBeLessThanOrEqual(MOST_WRITES);
});

describe('slow', () => {
  test('a write that takes six seconds, pressed twice: both are answered in time, and one result takes the card’s place', async () => {
    const { robin, confirm } = await confirmUnder({ operation: 'arm-create', kind: 'delay', ms: 6_000 });
    const answers = await Promise.all([
      robin.pressFor('Link', { on: confirm }),
      robin.pressFor('Link', { on: confirm }),
    ]);
    for (const { card } of answers) expect(card?.heading).toBe('Working on it …');
    const done = await robin.card('✓ Linked');
    expect(done.activityId).toBe(confirm.activityId);
    expect(writesIn(testBot().world)).toHaveLength(1);
  });

  test('a write that hangs is given up, looked after, and done once more', async () => {
    const { robin, confirm } = await confirmUnder({ operation: 'arm-create', kind: 'hang' });
    expect((await robin.pressFor('Link', { on: confirm })).card?.heading).toBe('Working on it …');
    await robin.card('✓ Linked');
    expect(writesIn(testBot().world)).toEqual([`PUT 1234567 in ${HOME}: 0`, `PUT 1234567 in ${HOME}: 200`]);
  });

  test('a service that hangs for good is not waited for, and the person is told that the outcome is not known', async () => {
    const { robin, confirm } = await confirmUnder({ operation: 'arm-create', kind: 'hang', count: 9 });
    await robin.pressFor('Link', { on: confirm });
    const card = await robin.card('⚠ I don’t know yet whether it worked');
    expect(card.activityId).toBe(confirm.activityId);
    expect(titlesOf(card)).toContain('Show my link');
    testBot().world.clearFaults();
    expect((await robin.say('show my link')).heading).toBe('Not linked yet');
  });
});

describe('lost answers', () => {
  test.each<[string, FaultInput]>([
    ['committed, then dropped', { operation: 'arm-create', kind: 'commit-then-drop' }],
    ['cut in half', { operation: 'arm-create', kind: 'cut-body' }],
    ['empty', { operation: 'arm-create', kind: 'odd-answer', answer: 'empty' }],
  ])('an answer that was %s: the link is read, found done, and written once', async (_, fault) => {
    const { robin } = await confirmUnder(fault);
    expect((await robin.press('Link')).heading).toBe('✓ Linked');
    expect(armCalls(testBot().world).map((call) => call.split(' ')[0])).toEqual(['GET', 'PUT', 'GET']);
  });

  test('the same for a change and for a removal', async () => {
    const robin = await signedIn(testBot().chat());
    testBot().world.setFault({ operation: 'arm-update', kind: 'commit-then-drop' });
    expect((await linkIn(robin, '1234567', 'Wide World Importers')).heading).toBe('✓ PartnerID changed');
    testBot().world.setFault({ operation: 'arm-delete', kind: 'commit-then-drop' });
    await robin.say('unlink in Wide World Importers');
    expect((await robin.press('Remove the link')).heading).toBe('✓ Link removed');
    expect(writesIn(testBot().world)).toHaveLength(2);
  });

  test('a connection that was reset before anything happened: done at the second try', async () => {
    const { robin } = await confirmUnder({ operation: 'arm-create', kind: 'reset' });
    expect((await robin.press('Link')).heading).toBe('✓ Linked');
    expect(writesIn(testBot().world)).toHaveLength(2);
  });

  test('a connection that is reset every time: given up after three, with the outcome open', async () => {
    const { robin, confirm } = await confirmUnder({ operation: 'arm-create', kind: 'reset', count: 9 });
    const card = await robin.press('Link');
    expect(card.heading).toBe('⚠ I don’t know yet whether it worked');
    expect(writesIn(testBot().world)).toHaveLength(3);
    testBot().world.clearFaults();
    testBot().world.clearJournal();
    const settled = await robin.press('Link', { on: confirm });
    expect(settled.heading).toBe('⚠ Azure had an error');
    expect(writesIn(testBot().world)).toEqual([]);
  });
});

describe('refusals that pass', () => {
  test('too busy for a moment: told, and "try again" waits for the end of the pause', async () => {
    const { robin } = await confirmUnder({ operation: 'arm-create', kind: 'throttle', retryAfterSeconds: 1 });
    const card = await robin.press('Link');
    expect(card.heading).toBe('⚠ Azure is busy');
    expect(card.text).toContain('Please wait 2 seconds');
    expect(writesIn(testBot().world)).toHaveLength(1);

    const again = await robin.press('Try again');
    expect(again.heading).toBe('Link this PartnerID?');
    expect((await robin.press('Link')).heading).toBe('✓ Linked');
  });

  test('503 once: read, and done at the second try', async () => {
    const { robin } = await confirmUnder({ operation: 'arm-create', kind: 'status', status: 503 });
    expect((await robin.press('Link')).heading).toBe('✓ Linked');
    expect(writesIn(testBot().world)).toHaveLength(2);
  });

  test('503 three times: given up, told, and nothing is linked', async () => {
    const { robin } = await confirmUnder({ operation: 'arm-create', kind: 'status', status: 503, count: 3 });
    const card = await robin.press('Link');
    expect(card.heading).toBe('⚠ Azure had an error');
    expect(card.text).toMatch(/Reference: [0-9a-f-]{36}/);
    expect(writesIn(testBot().world)).toHaveLength(3);
    expect(linkAtHome()).toBeUndefined();
    expect((await robin.press('Try again')).heading).toBe('Link this PartnerID?');
  });

  test('a page of HTML with status 200 is no answer: read, and done at the second try', async () => {
    const { robin } = await confirmUnder({ operation: 'arm-create', kind: 'html' });
    expect((await robin.press('Link')).heading).toBe('✓ Linked');
    expect(writesIn(testBot().world)).toHaveLength(2);
  });

  test('HTML to a removal is no removal', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('unlink in Wide World Importers');
    testBot().world.setFault({ operation: 'arm-delete', kind: 'html', count: 3 });
    expect((await robin.press('Remove the link')).heading).toBe('⚠ Azure’s answer made no sense');
    expect((await robin.say('show my link in Wide World Importers')).text).toContain('6098754');
  });
});

describe('answers that do not tell what was asked', () => {
  test.each(['other-partner', 'other-tenant'] as const)(
    '%s: both are shown, and undo is offered',
    async (answer) => {
      const { robin } = await confirmUnder({ operation: 'arm-create', kind: 'odd-answer', answer });
      const card = await robin.press('Link');
      expect(card.heading).toBe('⚠ Not what you asked for');
      expect(card.text).toContain('You asked for PartnerID 1234567');
      expect(titlesOf(card)).toContain('Undo');
      expect(robin.headings()).not.toContain('✓ Linked');
      expect(writesIn(testBot().world)).toHaveLength(1);
    },
  );
});

describe('reading', () => {
  test('a fault that passes is not noticed', async () => {
    const robin = await signedIn(testBot().chat());
    testBot().world.setFault({ operation: 'arm-read', kind: 'status', status: 503, count: 2 });
    expect((await robin.say('show my link')).heading).toBe('Not linked yet');
  });

  test('a fault that stays is told, and "try again" tries again', async () => {
    const robin = await signedIn(testBot().chat());
    testBot().world.setFault({ operation: 'arm-read', kind: 'status', status: 503, count: 3 });
    expect((await robin.say('show my link')).heading).toBe('⚠ Azure had an error');
    expect((await robin.press('Try again')).heading).toBe('Not linked yet');
  });

  test('a press whose read fails wrote nothing, and "try again" goes on with what was confirmed', async () => {
    const { robin } = await confirmUnder({ operation: 'arm-read', kind: 'status', status: 503, count: 3 });
    expect((await robin.press('Link')).heading).toBe('⚠ Azure had an error');
    expect(writesIn(testBot().world)).toEqual([]);
    expect((await robin.press('Try again')).heading).toBe('✓ Linked');
    expect(writesIn(testBot().world)).toHaveLength(1);
  });

  test('a list of directories that does not come is told', async () => {
    const robin = await signedIn(testBot().chat());
    testBot().world.setFault({ operation: 'tenants', kind: 'status', status: 500, count: 9 });
    expect((await robin.say('switch directory')).heading).toBe('⚠ Azure had an error');
  });
});

describe('Entra', () => {
  test('in trouble while a token is fetched: told as sign-in’s trouble, and tried again', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('which directory');
    const tenant = TENANT_IDS.contoso;
    testBot().world.setFault({ operation: 'token', kind: 'status', status: 503, count: 9, tenant });
    expect((await robin.say('show my link in Contoso Retail')).heading).toBe('⚠ Sign-in is busy');
    testBot().world.clearFaults();
    expect((await robin.press('Try again')).heading).toBe('Not linked yet');
  });

  test('in trouble while the sign-in ends: told in the chat, and the request waits for the next try', async () => {
    const robin = testBot().chat();
    await robin.say(`link 1234567 in ${HOME}`);
    testBot().world.setFault({ operation: 'token', kind: 'status', status: 500, count: 9 });
    const page = await robin.signIn();
    expect(page.title).toContain('You are not signed in');
    await robin.card('⚠ Sign-in is busy');
    testBot().world.clearFaults();
    expect((await robin.press('Try again')).heading).toBe('Sign in to continue');
    await robin.signIn();
    await robin.card('Link this PartnerID?');
  });
});
