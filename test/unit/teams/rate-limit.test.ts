import { asObjectId, asTenantId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';
import type { Incoming } from '../../../src/teams/incoming';
import { RateLimit } from '../../../src/teams/rate-limit';

const START = Date.parse('2026-03-01T09:00:00Z');

function limits(personPerMinute: number, tenantPerMinute: number) {
  let now = START;
  const counted = new RateLimit({ personPerMinute, tenantPerMinute }, () => now);
  const something = (someone: Person, kind = 'text') => ({ kind, turn: { person: someone } }) as Incoming;
  return {
    wait: (ms: number) => (now += ms),
    admit: (someone: Person) => counted.admit(something(someone)),
    /** How many of the tries were let through. */
    tries: (someone: Person, count: number, kind = 'text') =>
      Array.from({ length: count }, () => counted.admit(something(someone, kind))).filter(
        (one) => one.kind === 'admitted',
      ).length,
  };
}

function person(number: number, tenant = 1): Person {
  const id = (digit: number) => `00000000-0000-4000-8000-${String(number * 100 + digit).padStart(12, '0')}`;
  return {
    tenantId: asTenantId(`11111111-1111-4111-8111-${String(tenant).padStart(12, '0')}`)!,
    objectId: asObjectId(id(1))!,
    displayName: '',
  };
}

test('a person may do twenty things at once, then one every three seconds', () => {
  const { tries, wait } = limits(20, 1_000);
  expect(tries(person(1), 50)).toBe(20);
  wait(2_999);
  expect(tries(person(1), 5)).toBe(0);
  wait(1);
  expect(tries(person(1), 5)).toBe(1);
  wait(60_000);
  expect(tries(person(1), 50)).toBe(20);
});

test('who floods is told how long to wait, and not told again at once', () => {
  const { admit, tries, wait } = limits(20, 1_000);
  tries(person(1), 20);
  const refused = { kind: 'refused', code: 'too-fast', retryAfterSeconds: 3 };
  expect(admit(person(1))).toEqual({ ...refused, isRepeated: false });
  expect(admit(person(1))).toEqual({ ...refused, isRepeated: true });
  wait(10_000);
  tries(person(1), 3);
  expect(admit(person(1))).toMatchObject({ isRepeated: false });
});

test('one person’s flood takes nothing from the colleagues', () => {
  const { tries } = limits(20, 100);
  tries(person(1), 5_000);
  expect(tries(person(2), 20)).toBe(20);
});

test('a company has a limit of its own, and other companies do not notice', () => {
  const { admit, tries } = limits(20, 50);
  for (let number = 1; number <= 5; number += 1) tries(person(number), 10);
  expect(admit(person(6))).toMatchObject({ kind: 'refused', code: 'too-many-here' });
  expect(tries(person(7, 2), 20)).toBe(20);
});

test.each(['text', 'press', 'wordless', 'called', 'installed', 'unknown-invoke'])(
  'a person’s limit holds for %s as for text',
  (kind) => {
    const { tries } = limits(20, 1_000);
    expect(tries(person(1), 50, kind)).toBe(20);
    expect(tries(person(1), 1)).toBe(0);
  },
);

test.each(['search', 'sso-token', 'sso-failure'])(
  'what clients send by themselves (%s) has the same limit, and takes nothing from what is said',
  (kind) => {
    const { tries } = limits(20, 1_000);
    expect(tries(person(1), 50, kind)).toBe(20);
    expect(tries(person(1), 50)).toBe(20);
  },
);

test('strangers have limits too: of their account and of their conversation', () => {
  const counted = new RateLimit({ personPerMinute: 2, tenantPerMinute: 3 }, () => 0);
  const stranger = (user: string) =>
    ({ kind: 'stranger', place: { user: { id: user }, conversation: { id: 'meeting' } } }) as Incoming;
  const kinds = ['a', 'a', 'a', 'b', 'b'].map((user) => counted.admit(stranger(user)).kind);
  expect(kinds).toEqual(['admitted', 'admitted', 'refused', 'admitted', 'refused']);
});

test('those who were quiet for longest are forgotten', () => {
  const { tries } = limits(1, 1_000_000);
  for (let number = 0; number <= 10_000; number += 1) tries(person(number), 1);
  expect(tries(person(10_000), 1)).toBe(0);
  expect(tries(person(0), 1)).toBe(1);
});
