import { CompactSign, compactVerify, generateKeyPair } from 'jose';
import type { KeyLike } from 'jose';
import { VerifiedSignatures } from '../../../src/network/verify-jwt';

jest.mock('jose', () => {
  const real = jest.requireActual<{ compactVerify: typeof compactVerify }>('jose');
  return { ...real, compactVerify: jest.fn(real.compactVerify) };
});

const signed = (key: KeyLike, payload: string): Promise<string> =>
  new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg: 'RS256' }).sign(key);

test('a token is believed as often as it comes, and no other one for its sake', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const signatures = new VerifiedSignatures();
  const token = await signed(privateKey, 'mine');
  expect(await signatures.isSigned(token, publicKey)).toBe(true);
  expect(await signatures.isSigned(token, publicKey)).toBe(true);

  const [header = '', payload = '', signature = ''] = token.split('.');
  const [otherHeader = '', otherPayload = ''] = (await signed(privateKey, 'theirs')).split('.');
  expect(await signatures.isSigned(`${otherHeader}.${otherPayload}.${signature}`, publicKey)).toBe(false);
  expect(await signatures.isSigned(`${header}.${payload}.`, publicKey)).toBe(false);
  expect(await signatures.isSigned(`${token}A`, publicKey)).toBe(false);
});

test('a token that one key has signed is not believed under another one, as after a rotation', async () => {
  const [first, second] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const signatures = new VerifiedSignatures();
  const token = await signed(first.privateKey, 'mine');
  expect(await signatures.isSigned(token, first.publicKey)).toBe(true);
  expect(await signatures.isSigned(token, second.publicKey)).toBe(false);
});

test('who sends tokens without end fills no memory: of each key a thousand are remembered', async () => {
  const { publicKey } = await generateKeyPair('RS256');
  const signatures = new VerifiedSignatures();
  const verify = jest
    .mocked(compactVerify)
    .mockResolvedValue({} as Awaited<ReturnType<typeof compactVerify>>);
  const checks = async (token: string): Promise<number> => {
    verify.mockClear();
    await signatures.isSigned(token, publicKey);
    return verify.mock.calls.length;
  };
  expect(await checks('the first')).toBe(1);
  expect(await checks('the first')).toBe(0);
  for (let index = 0; index < 1_000; index += 1) await signatures.isSigned(`token ${index}`, publicKey);
  expect(await checks('the first')).toBe(1);
});
