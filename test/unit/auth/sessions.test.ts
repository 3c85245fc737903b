import { Grant, createSessions } from '../../../src/auth/token-cache';
import { asObjectId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';

import { ALEX, HOME } from './stub-cloud';

const person = (number: number): Person => ({
  ...ALEX,
  objectId: asObjectId(`aaaaaaaa-aaaa-4aaa-8aaa-${String(number).padStart(12, '0')}`)!,
});
const grant = new Grant('', HOME, new Date());

test('five thousand sessions are held; for a further one the one that was not used for longest goes', () => {
  const sessions = createSessions({ now: () => new Date() });
  for (let number = 0; number < 5_000; number += 1) sessions.grant(person(number), grant);
  expect(sessions.find(person(0))).toBeDefined();
  for (let number = 5_000; number < 5_010; number += 1) sessions.grant(person(number), grant);
  expect([0, 1, 10, 11, 5_009].map((number) => sessions.has(person(number)))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
});
