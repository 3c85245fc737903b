import { SignJWT, generateKeyPair } from 'jose';
import type { JWTPayload, KeyLike } from 'jose';
import { compactVerify } from 'jose/jws/compact/verify';
import { decodeJwt } from 'jose/jwt/decode';
import { z } from 'zod';
import { VerifiedTokens, verifyJwt } from '../../../src/network/verify-jwt';

jest.mock('jose/jws/compact/verify', () => {
  const real = jest.requireActual<{ compactVerify: typeof compactVerify }>('jose/jws/compact/verify');
  return { compactVerify: jest.fn(real.compactVerify) };
});
jest.mock('jose/jwt/decode', () => {
  const real = jest.requireActual<{ decodeJwt: typeof decodeJwt }>('jose/jwt/decode');
  return { decodeJwt: jest.fn(real.decodeJwt) };
});

const NOW = new Date('2026-03-01T09:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const claims = z.object({ aud: z.string(), exp: z.number(), nbf: z.number().optional() });
type Claims = z.infer<typeof claims>;
let [first, second]: { readonly publicKey: KeyLike; readonly privateKey: KeyLike }[] = [];

beforeAll(async () => {
  [first, second] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
});

const signed = (more: JWTPayload = {}, kid = 'one'): Promise<string> =>
  new SignJWT({ aud: 'me', nbf: SECONDS, exp: SECONDS + 3_600, ...more })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(first!.privateKey);

/** What the check of a token comes to, and how often something was decoded and verified for it. */
async function check(
  verified: VerifiedTokens<Claims>,
  token: string,
  { key = first!.publicKey, audience = 'me', now = NOW } = {},
) {
  const work = [jest.mocked(decodeJwt), jest.mocked(compactVerify)];
  for (const one of work) one.mockClear();
  const flawOf = ({ aud }: Claims) => (aud === audience ? undefined : 'audience');
  const findKey = () => Promise.resolve({ kind: 'found', key, endorsements: [] } as const);
  const verdict = await verifyJwt(token, { claims, flawOf, findKey, now }, verified);
  return [
    verdict.kind === 'flawed' ? verdict.flaw : verdict.kind,
    ...work.map(({ mock: { calls } }) => calls.length),
  ];
}

test('a token is read and verified once, however often it comes, and no other one is believed for its sake', async () => {
  const verified = new VerifiedTokens<Claims>();
  const token = await signed();
  expect(await check(verified, token)).toEqual(['good', 1, 1]);
  expect(await check(verified, token)).toEqual(['good', 0, 0]);

  const [header = '', payload = '', signature = ''] = token.split('.');
  const [otherHeader = '', otherPayload = ''] = (await signed({ sub: 'somebody else' }, 'other')).split('.');
  for (const forged of [
    `${otherHeader}.${payload}.${signature}`,
    `${header}.${otherPayload}.${signature}`,
    `${header}.${payload}.`,
    `${token}A`,
  ]) {
    expect(await check(verified, forged)).toEqual(['signature', 1, 1]);
    expect(await check(verified, forged)).toEqual(['signature', 1, 1]);
  }
});

test('whom a token is for and how long it is good is looked at each time', async () => {
  const verified = new VerifiedTokens<Claims>();
  const token = await signed();
  expect(await check(verified, token)).toEqual(['good', 1, 1]);
  expect(await check(verified, token, { audience: 'somebody else' })).toEqual(['audience', 0, 0]);
  const later = new Date(NOW.getTime() + (3_600 + 300) * 1000);
  expect(await check(verified, token, { now: later })).toEqual(['expired', 0, 0]);
  const before = new Date(NOW.getTime() - 301 * 1000);
  expect(await check(verified, token, { now: before })).toEqual(['too-early', 0, 0]);
});

test('a token that one key has signed is not believed under another one, as after a rotation', async () => {
  const verified = new VerifiedTokens<Claims>();
  const token = await signed();
  expect(await check(verified, token)).toEqual(['good', 1, 1]);
  expect(await check(verified, token, { key: second!.publicKey })).toEqual(['signature', 0, 1]);
  expect(await check(verified, token)).toEqual(['good', 0, 0]);
});

test('who sends tokens without end fills no memory: a thousand are remembered', async () => {
  const verified = new VerifiedTokens<Claims>();
  const token = await signed();
  expect(await check(verified, token)).toEqual(['good', 1, 1]);
  const read = { keyId: 'one', claims: { aud: 'me', exp: SECONDS }, key: first!.publicKey };
  for (let index = 0; index < 1_000; index += 1) verified.add(`token ${index}`, read);
  expect(await check(verified, token)).toEqual(['good', 1, 1]);
});
