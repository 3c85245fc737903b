import { Grant } from '../../../src/auth/access-token';
import { createTokenCache } from '../../../src/auth/token-cache';
import { asObjectId } from '../../../src/model/identifiers';
import type { Person } from '../../../src/model/person';

import { ALEX, HOME } from './stub-cloud';

const person = (number: number): Person => ({
  ...ALEX,
  objectId: asObjectId(`aaaaaaaa-aaaa-4aaa-8aaa-${String(number).padStart(12, '0')}`)!,
});
const grant = new Grant('', HOME, new Date());

test('five thousand sessions are held; for a further one the one that was not used for longest goes', async () => {
  const records = { get: () => Promise.resolve(undefined), put: () => Promise.reject(new Error('unwanted')) };
  const clock = { now: () => new Date() };
  const cache = createTokenCache({ records, clock, monotonicMs: () => performance.now() });
  const signIn = async (number: number): Promise<void> => {
    (await cache.open(person(number))).grant(grant);
  };
  for (let number = 0; number < 5_000; number += 1) await signIn(number);
  expect((await cache.open(person(0))).session()).toBeDefined();
  for (let number = 5_000; number < 5_010; number += 1) await signIn(number);
  const cached = [0, 1, 10, 11, 5_009].map(async (number) => (await cache.open(person(number))).hasSession());
  expect(await Promise.all(cached)).toEqual([true, false, false, true, true]);
});
