import { CompactSign, generateKeyPair } from 'jose';
import type { KeyLike } from 'jose';
import { VerifiedSignatures } from '../../../../src/http/gate/verified-signatures';

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
