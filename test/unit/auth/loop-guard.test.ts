import { createUserTokens } from '../../../src/auth/people-tokens';
import { Grant } from '../../../src/auth/access-token';
import { createTokenCache } from '../../../src/auth/token-cache';
import type { SignInNeed } from '../../../src/model/problem';

import { ALEX, CORRELATION, CUSTOMER, HOME, SETTINGS, actorAt } from './stub-cloud';

const CLAIMS = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';
const START = Date.parse('2026-03-01T09:00:00Z');

/** What the person did before, and how long ago. */
interface Before {
  readonly signedInAt?: typeof HOME;
  readonly withClaims?: boolean;
  readonly teamsToken?: boolean;
  readonly secondsAgo: number;
}

/** What comes of being asked once more, by a service that still wants something. */
async function askedAgain(before: Before, need: SignInNeed): Promise<unknown> {
  let now = START;
  const clock = { now: () => new Date(now) };
  const records = { get: () => Promise.resolve(undefined), put: () => Promise.reject(new Error('unwanted')) };
  const cache = createTokenCache({ records, clock, monotonicMs: () => now });
  const cached = await cache.open(ALEX);
  const quiet = () => undefined;
  const never = () => Promise.reject(new Error('nobody is asked'));
  const tokens = createUserTokens({
    check: {
      settings: SETTINGS,
      clock,
      log: { info: quiet, warn: quiet, error: quiet },
      newClient: () => {
        throw new Error('nobody is asked');
      },
    },
    cache,
    obtain: never,
    onBehalfOf: never,
    clock,
  });
  if (before.signedInAt !== undefined) {
    const claims = before.withClaims === true ? CLAIMS : undefined;
    cached.grant(new Grant('', before.signedInAt, clock.now(), claims));
  }
  if (before.teamsToken === true) cached.keepSsoToken('token', { expiresAt: new Date(START + 3_600_000) });
  now += before.secondsAgo * 1_000;
  const asked = await tokens.askToSignIn(actorAt(CUSTOMER), need);
  return asked.kind === 'problem' ? asked.problem : asked.kind === 'sign-in' ? asked.need : asked;
}

const problem = (code: string) => ({ code, correlationId: CORRELATION });

test.each<[string, Before, SignInNeed, unknown]>([
  ['nobody signed in: asked', { secondsAgo: 0 }, { reason: 'first' }, { reason: 'first' }],
  [
    'there, a moment ago: it did not help',
    { signedInAt: CUSTOMER, secondsAgo: 5 },
    { reason: 'expired' },
    problem('sign-in-failed'),
  ],
  [
    'there, 59 seconds ago',
    { signedInAt: CUSTOMER, secondsAgo: 59 },
    { reason: 'consent' },
    problem('consent-needed'),
  ],
  [
    'there, a minute ago: asked again',
    { signedInAt: CUSTOMER, secondsAgo: 60 },
    { reason: 'expired' },
    { reason: 'expired' },
  ],
  [
    'elsewhere, a moment ago: asked',
    { signedInAt: HOME, secondsAgo: 5 },
    { reason: 'expired' },
    { reason: 'expired' },
  ],
  [
    'there without what is wanted now: asked',
    { signedInAt: CUSTOMER, secondsAgo: 5 },
    { reason: 'step-up', claims: CLAIMS },
    { reason: 'step-up', claims: CLAIMS },
  ],
  [
    'there with a second factor that is wanted again',
    { signedInAt: CUSTOMER, withClaims: true, secondsAgo: 5 },
    { reason: 'step-up', claims: '{"other":{}}' },
    problem('mfa-refused'),
  ],
  [
    'there with a second factor, now without: asked',
    { signedInAt: CUSTOMER, withClaims: true, secondsAgo: 5 },
    { reason: 'expired' },
    { reason: 'expired' },
  ],
  [
    'Teams brought a token a moment ago: only the page can help',
    { teamsToken: true, secondsAgo: 5 },
    { reason: 'expired' },
    { reason: 'expired', silentFailed: true },
  ],
  [
    'Teams brought a token long ago: Teams may bring another',
    { teamsToken: true, secondsAgo: 120 },
    { reason: 'expired' },
    { reason: 'expired' },
  ],
  [
    'a second factor is nothing that Teams can bring',
    { teamsToken: true, secondsAgo: 120 },
    { reason: 'step-up', claims: CLAIMS },
    { reason: 'step-up', claims: CLAIMS, silentFailed: true },
  ],
  [
    'nor is consent',
    { teamsToken: true, secondsAgo: 120 },
    { reason: 'consent' },
    { reason: 'consent', silentFailed: true },
  ],
])('nobody is sent round in circles: %s', async (_, before, need, outcome) => {
  expect(await askedAgain(before, need)).toEqual(outcome);
});
