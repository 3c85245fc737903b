import type { SignInAttempts } from '../../../src/auth/sign-in-attempts';
import { createSignInAttempts } from '../../../src/auth/sign-in-attempts';
import { openSqliteStore } from '../../../src/storage/sqlite-store';

import { ALEX, CORRELATION, CUSTOMER } from './stub-cloud';

/** Two instances of the bot that share their records. */
function attempts() {
  const clock = { at: new Date('2026-03-01T12:00:00Z'), now: (): Date => clock.at };
  const records = openSqliteStore(':memory:', clock);
  const key = Buffer.from('of every instance');
  const [here, there] = [1, 2].map(() => createSignInAttempts(records, clock, key)) as [
    SignInAttempts,
    SignInAttempts,
  ];
  const begin = () =>
    here.add({
      attempt: { person: ALEX, tenantId: CUSTOMER, conversationKey: 'conversation' },
      correlationId: CORRELATION,
      claims: '{"access_token":{}}',
      asksConsent: false,
      mark: '',
    });
  return { clock, records, here, there, begin };
}

test('every secret of an attempt is its own, and long', async () => {
  const { begin } = attempts();
  const secrets = [await begin(), await begin()].flatMap(({ attempt, state, codeVerifier }) => [
    attempt.ticket.slice(22),
    state.slice(22),
    codeVerifier,
  ]);
  expect(new Set(secrets).size).toBe(6);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43,128}$/);
});

test('a ticket can be looked at often and anywhere, a state taken once, and then the ticket is worth nothing', async () => {
  const { here, there, begin } = attempts();
  const pending = await begin();
  expect(await here.byTicket(pending.attempt.ticket)).toEqual(pending);
  expect(await there.byTicket(pending.attempt.ticket)).toEqual(pending);
  expect(await there.takeByState(pending.state)).toEqual(pending);
  expect(await here.takeByState(pending.state)).toBeUndefined();
  expect(await here.byTicket(pending.attempt.ticket)).toBeUndefined();
});

test('of ten that come with the same state at once, on two instances, one gets the attempt', async () => {
  const { here, there, begin } = attempts();
  const { state } = await begin();
  const taken = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 ? here : there).takeByState(state)),
  );
  expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
});

test.each([
  ['the key alone', (text: string) => text.slice(0, 22)],
  ['another secret', (text: string) => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`],
  ['more than the secret', (text: string) => `${text}A`],
  ['nothing', () => ''],
])('with %s nothing is found', async (_, bend) => {
  const { here, begin } = attempts();
  const { attempt, state } = await begin();
  expect(await here.byTicket(bend(attempt.ticket))).toBeUndefined();
  expect(await here.takeByState(bend(state))).toBeUndefined();
  expect(await here.takeByState(attempt.ticket)).toBeUndefined();
  expect(await here.takeByState(state)).toBeDefined();
});

test('an attempt lasts ten minutes and not a moment longer', async () => {
  const { clock, here, begin } = attempts();
  const pending = await begin();
  clock.at = new Date(clock.at.getTime() + 10 * 60_000 - 1);
  expect(await here.byTicket(pending.attempt.ticket)).toEqual(pending);
  clock.at = new Date(clock.at.getTime() + 1);
  expect(await here.byTicket(pending.attempt.ticket)).toBeUndefined();
  expect(await here.takeByState(pending.state)).toBeUndefined();
});

test('no record holds the verifier that proves a code to be ours', async () => {
  const { records, begin } = attempts();
  const put = jest.spyOn(records, 'put');
  const { codeVerifier } = await begin();
  expect(JSON.stringify(put.mock.calls)).not.toContain(codeVerifier);
});

test('a record that is not ours is nobody’s sign-in', async () => {
  const { records, here } = attempts();
  await records.put(
    'sign-ins',
    'k'.repeat(22),
    { schema: 1, status: 'open', state: `${'k'.repeat(22)}x` },
    { absent: true },
  );
  expect(await here.takeByState(`${'k'.repeat(22)}x`)).toBeUndefined();
});

test('an attempt is over after ten minutes by our clock, also where the records keep it for longer', async () => {
  const clock = { at: new Date('2026-03-01T12:00:00Z'), now: (): Date => clock.at };
  const records = openSqliteStore(':memory:', { now: () => new Date('2026-03-01T12:00:00Z') });
  const slow = createSignInAttempts(records, clock, Buffer.from('of every instance'));
  const { attempt, state } = await slow.add({
    attempt: { person: ALEX, tenantId: CUSTOMER, conversationKey: 'conversation' },
    correlationId: CORRELATION,
    asksConsent: false,
    mark: '',
  });
  clock.at = new Date('2026-03-01T12:09:59Z');
  expect(await slow.byTicket(attempt.ticket)).toBeDefined();
  clock.at = new Date('2026-03-01T12:10:00Z');
  expect(await slow.byTicket(attempt.ticket)).toBeUndefined();
  expect(await slow.takeByState(state)).toBeUndefined();
});
