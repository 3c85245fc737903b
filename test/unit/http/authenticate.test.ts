import { SignJWT, generateKeyPair } from 'jose';
import type { JWTPayload, KeyLike } from 'jose';
import { Refusals, checkChannelToken } from '../../../src/http/messages';
import { CHANNEL } from '../../../src/teams/incoming';
import { VerifiedTokens } from '../../../src/network/verify-jwt';

const NOW = new Date('2026-03-01T09:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const EXPECTED = { issuer: 'https://api.botframework.com', audience: 'the-bot', now: NOW };
const CLAIMS: JWTPayload = {
  iss: EXPECTED.issuer,
  aud: EXPECTED.audience,
  nbf: SECONDS,
  exp: SECONDS + 3_600,
  serviceurl: 'https://smba.example/teams',
};
let pair: { readonly publicKey: KeyLike; readonly privateKey: KeyLike };

beforeAll(async () => {
  pair = await generateKeyPair('RS256');
});

const signed = (claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(pair.privateKey);

/** What the check comes to, with a key that is for these channels. */
async function verdictOn(authorization: string | undefined, endorsements: readonly string[] = [CHANNEL]) {
  const find = () => Promise.resolve({ kind: 'found', key: pair.publicKey, endorsements } as const);
  const keys = { find, areAtHand: () => Promise.resolve(true) };
  const verdict = await checkChannelToken(authorization, EXPECTED, keys, new VerifiedTokens());
  return verdict.kind === 'flawed' ? verdict.flaw : verdict.kind;
}

test.each<[string, JWTPayload, string]>([
  ['as the channel sends it', {}, 'good'],
  ['without a beginning', { nbf: undefined }, 'good'],
  ['that begins in five minutes, by our clock', { nbf: SECONDS + 300 }, 'good'],
  ['that ended almost five minutes ago, by our clock', { exp: SECONDS - 299 }, 'good'],
  ['of another issuer', { iss: 'https://sts.windows.net/x/' }, 'issuer'],
  ['for another bot', { aud: 'another-bot' }, 'audience'],
  ['for this bot and another one', { aud: ['the-bot', 'another-bot'] }, 'claims'],
  ['that is over', { exp: SECONDS - 300 }, 'expired'],
  ['that is not yet good', { nbf: SECONDS + 301 }, 'too-early'],
  ['that never ends', { exp: 1e300 }, 'expired'],
  ['that names no service', { serviceurl: '' }, 'claims'],
])('a token %s: %s', async (_, bent, verdict) => {
  expect(await verdictOn(`Bearer ${await signed({ ...CLAIMS, ...bent })}`)).toBe(verdict);
});

test('a key that is for other channels only lets nobody in', async () => {
  const authorization = `Bearer ${await signed(CLAIMS)}`;
  expect(await verdictOn(authorization, ['webchat', 'directline'])).toBe('endorsement');
  expect(await verdictOn(authorization, [])).toBe('endorsement');
});

test.each([undefined, '', 'Bearer', 'Basic abc', 'Bearer a.b', 'Bearer a.b.c d'])(
  '%j is no token',
  async (header) => {
    expect(await verdictOn(header)).toBe('absent');
  },
);

test('of each kind of refusal the first is logged, and then once a minute how many', () => {
  let now = 0;
  const logged: unknown[] = [];
  const quiet = () => undefined;
  const log = { info: quiet, error: quiet, warn: (_: string, fields: unknown) => logged.push(fields) };
  const refusals = new Refusals({ monotonicMs: () => now, log });
  for (let count = 0; count < 100; count += 1) refusals.note('no-token');
  refusals.note('issuer');
  now = 59_999;
  refusals.note('no-token');
  expect(logged).toEqual([
    { flaw: 'no-token', count: 1 },
    { flaw: 'issuer', count: 1 },
  ]);
  now = 60_000;
  refusals.note('no-token');
  expect(logged.at(-1)).toEqual({ flaw: 'no-token', count: 101 });
});
