import { asTenantId } from '../../../src/model/identifiers';
import type { Command } from '../../../src/dialogs/command';
import type { ConversationState, SigningIn } from '../../../src/dialogs/state';
import { hasTimedOut, isAwaited, openSignInOf, signedInLately } from '../../../src/dialogs/sign-in';
import { inDialog, LINK, signingIn, TENANT } from './make-command';

const ELSEWHERE = asTenantId('22222222-2222-4222-8222-222222222222');
const asking: Command = { kind: 'do', request: LINK };

function waiting(more: Partial<SigningIn> = {}, openCard = 'card-1'): ConversationState {
  const { dialog } = signingIn(LINK);
  return inDialog({ ...(dialog as SigningIn), ...more }, { openCard });
}

function after(ms: number): Date {
  return new Date(Date.parse('2026-01-01T00:00:00.000Z') + ms);
}

test('a sign-in card stands for a minute; after that there may be another', () => {
  expect(openSignInOf(waiting(), asking, after(0))).toMatchObject({ kind: 'signing-in' });
  expect(openSignInOf(waiting(), asking, after(59_999))).toMatchObject({ kind: 'signing-in' });
  expect(openSignInOf(waiting(), asking, after(60_000))).toBeUndefined();
});

test.each([-3_600_000, 3_600_000])('a clock that is set by %d ms keeps nobody waiting', (ms) => {
  expect(openSignInOf(waiting(), asking, after(ms))).toBeUndefined();
  expect(hasTimedOut(waiting({ phase: 'silent' }).dialog, after(ms), 10_000)).toBe(true);
  const lastSignIn = { tenantId: TENANT, at: after(0).toISOString() };
  expect(signedInLately(inDialog({ kind: 'idle' }, { lastSignIn }), after(1_000))).toBe(TENANT);
  expect(signedInLately(inDialog({ kind: 'idle' }, { lastSignIn }), after(ms))).toBeUndefined();
});

test.each<[string, ConversationState, Command]>([
  ['nobody has seen', waiting({ phase: 'silent' }), asking],
  ['was used up by a sign-in that failed', waiting({ phase: 'failed' }), asking],
  ['is not shown anywhere', signingIn(LINK), asking],
  ['does not exist', inDialog({ kind: 'idle' }), asking],
  ['is there when the person asks for a new one', waiting(), { ...asking, wantsCard: true }],
])('a card that %s does not stand in the way of another', (_, state, command) => {
  expect(openSignInOf(state, command, after(0))).toBeUndefined();
});

test('the page of a directory ends the waiting for that directory only', () => {
  const { dialog } = waiting();
  expect(isAwaited(dialog, TENANT)).toBe(true);
  expect(isAwaited(dialog, ELSEWHERE)).toBe(false);
  expect(isAwaited({ kind: 'idle' }, TENANT)).toBe(false);
});

test('a token of Teams ends the waiting only where it can help', () => {
  expect(isAwaited(waiting({ phase: 'card' }).dialog, undefined)).toBe(true);
  expect(isAwaited(waiting({ phase: 'page-only' }).dialog, undefined)).toBe(false);
});
