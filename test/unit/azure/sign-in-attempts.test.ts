import { createSignInAttempts } from '../../../src/azure/sign-in-attempts';
import { asObjectId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';

import { ALEX, CORRELATION, CUSTOMER } from './stub-cloud';

function attempts() {
  const clock = { at: new Date('2026-03-01T12:00:00Z'), now: (): Date => clock.at };
  const kept = createSignInAttempts(clock);
  const begin = (person: Person = ALEX) =>
    kept.add({
      attempt: { person, tenantId: CUSTOMER, conversationKey: 'conversation' },
      correlationId: CORRELATION,
      asksConsent: false,
    });
  return { clock, kept, begin };
}

function somebody(n: number): Person {
  const objectId = asObjectId(`dddddddd-dddd-4ddd-8ddd-${String(n).padStart(12, '0')}`)!;
  return { ...ALEX, objectId };
}

test('every secret of an attempt is its own, and long', () => {
  const { begin } = attempts();
  const secrets = [begin(), begin()].flatMap(({ attempt, state, codeVerifier }) => [
    attempt.ticket,
    state,
    codeVerifier,
  ]);
  expect(new Set(secrets).size).toBe(6);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43,128}$/);
});

test('a ticket can be looked at often, a state taken once, and then the ticket is worth nothing', () => {
  const { kept, begin } = attempts();
  const pending = begin();
  expect(kept.byTicket(pending.attempt.ticket)).toBe(pending);
  expect(kept.byTicket(pending.attempt.ticket)).toBe(pending);
  expect(kept.takeByState(pending.state)).toBe(pending);
  expect(kept.takeByState(pending.state)).toBeUndefined();
  expect(kept.byTicket(pending.attempt.ticket)).toBeUndefined();
});

test('an attempt lasts ten minutes and not a moment longer', () => {
  const { clock, kept, begin } = attempts();
  const pending = begin();
  clock.at = new Date(clock.at.getTime() + 10 * 60_000 - 1);
  expect(kept.byTicket(pending.attempt.ticket)).toBe(pending);
  clock.at = new Date(clock.at.getTime() + 1);
  expect(kept.byTicket(pending.attempt.ticket)).toBeUndefined();
  expect(kept.takeByState(pending.state)).toBeUndefined();
});

test("many sign-ins of one person push out that person's oldest and nobody else's", () => {
  const { kept, begin } = attempts();
  const other = begin(somebody(1));
  const own = Array.from({ length: 30 }, () => begin());
  expect(own.filter(({ attempt }) => kept.byTicket(attempt.ticket) !== undefined)).toEqual(own.slice(-8));
  expect(kept.byTicket(other.attempt.ticket)).toBe(other);
});
