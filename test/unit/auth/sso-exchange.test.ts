import { importJWK } from 'jose';

import { FROM_CLIENTS, createSsoTokens } from '../../../src/auth/sso-tokens';
import type { Redeemed, SsoTokenSource } from '../../../src/auth/sso-tokens';
import { createTokenCache } from '../../../src/auth/token-cache';
import type { Person } from '../../../src/model/person';

import { ALEX, CORRELATION, GUEST_ID, SETTINGS } from './stub-cloud';
import type { Signer } from './teams-sign-in';
import { TeamsStub, newSigner } from './teams-sign-in';

let entra: Signer;
beforeAll(async () => {
  entra = await newSigner('key-1');
});

const SAM: Person = { ...ALEX, objectId: GUEST_ID, displayName: 'Sam' };

/** SsoTokens of this source, with what is held of people, and a sign-out that a test can make happen. */
async function tokensFrom(stub: TeamsStub, source: Partial<SsoTokenSource> = {}) {
  const key = await importJWK({ kty: 'RSA', ...entra.jwk }, 'RS256');
  const find = jest.fn().mockResolvedValue({ kind: 'found', key, endorsements: [] });
  const clock = { now: () => stub.now };
  const quiet = () => undefined;
  let signOuts = 0;
  const mark = () => ({ etag: '', value: { schema: 1, mark: String(signOuts), at: '' } });
  const records = {
    get: () => Promise.resolve(signOuts === 0 ? undefined : mark()),
    put: () => Promise.reject(new Error('unwanted')),
  };
  const cache = createTokenCache({ records, clock, monotonicMs: () => stub.now.getTime() });
  const ssoTokens = createSsoTokens({
    settings: SETTINGS,
    source: { ...FROM_CLIENTS, ...source },
    cache,
    keys: { find },
    clock,
    log: { info: quiet, warn: quiet, error: quiet },
  });
  const cached = async () => (await cache.open(ALEX)).ssoToken();
  return { ssoTokens, cache, cached, find, signOut: () => (signOuts += 1) };
}

test('a token that the client handed over is verified once', async () => {
  const stub = new TeamsStub(entra);
  const { ssoTokens, find } = await tokensFrom(stub);
  expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({ kind: 'ok' });
  expect(find).toHaveBeenCalledTimes(1);
});

test('who signs out while the token is being exchanged stays signed out', async () => {
  const stub = new TeamsStub(entra);
  const { ssoTokens, cached, signOut } = await tokensFrom(stub, {
    redeem: (_, token) => {
      signOut();
      return Promise.resolve({ kind: 'token', token });
    },
  });
  expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
    problem: { code: 'sign-in-expired' },
  });
  expect(await cached()).toBeUndefined();
});

test('who signs out while a kept token is looked for stays signed out', async () => {
  const stub = new TeamsStub(entra);
  const token = await stub.teamsToken();
  const { ssoTokens, cached, signOut } = await tokensFrom(stub, {
    find: () => {
      signOut();
      return Promise.resolve(token);
    },
  });
  expect(await ssoTokens.obtain(ALEX, CORRELATION)).toBeUndefined();
  expect(await cached()).toBeUndefined();
});

test('a token that is somebody else’s is exchanged nowhere', async () => {
  const stub = new TeamsStub(entra);
  const redeem = jest.fn<Promise<Redeemed>, [Person, string]>((_, token) =>
    Promise.resolve({ kind: 'token', token }),
  );
  const { ssoTokens } = await tokensFrom(stub, { redeem });
  await ssoTokens.accept(ALEX, await stub.teamsToken({}, SAM), CORRELATION);
  expect(redeem).not.toHaveBeenCalled();
});

test('what comes back for a good token is checked like it: somebody else’s is not held', async () => {
  const stub = new TeamsStub(entra);
  const ofSam = await stub.teamsToken({}, SAM);
  const { ssoTokens, cached } = await tokensFrom(stub, {
    redeem: () => Promise.resolve({ kind: 'token', token: ofSam }),
  });
  expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
    problem: { code: 'token-mismatch', serviceCode: 'account' },
  });
  expect(await cached()).toBeUndefined();
});

test('a token that Entra does not take any more is not taken a second time: a fresh sign-in is asked for', async () => {
  const stub = new TeamsStub(entra);
  const { ssoTokens, cache, cached } = await tokensFrom(stub);
  const token = await stub.teamsToken();
  await ssoTokens.accept(ALEX, token, CORRELATION);
  (await cache.open(ALEX)).dropSsoToken((await cached())!);
  expect(await ssoTokens.accept(ALEX, token, CORRELATION)).toEqual({
    kind: 'sign-in',
    need: { reason: 'expired', silentFailed: true },
  });
  expect(await cached()).toBeUndefined();
  stub.passMinutes(1);
  expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({ kind: 'ok' });
});
