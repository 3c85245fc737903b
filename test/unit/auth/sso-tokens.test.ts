import { SignJWT } from 'jose';

import { createAzureCloud } from '../../../src/app/cloud';
import type { Person } from '../../../src/model/person';

import { ALEX, CORRELATION, CUSTOMER, GUEST_ID, HOME, SETTINGS, actorAt, jwt } from './stub-cloud';
import type { Signer } from './teams-sign-in';
import { TeamsStub, newSigner, signed, teamsClaims } from './teams-sign-in';

let entra: Signer;
let stranger: Signer;

beforeAll(async () => {
  entra = await newSigner('key-1');
  stranger = await newSigner('key-1');
});

const SAM: Person = { ...ALEX, objectId: GUEST_ID, displayName: 'Sam' };

test('a token of Teams that is the sender’s own is taken, and serves without another sign-in', async () => {
  const stub = new TeamsStub(entra);
  const cloud = stub.cloud();
  expect(await cloud.ssoTokens.isCached(ALEX)).toBe(false);
  expect(await cloud.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
    kind: 'ok',
  });
  expect(await cloud.ssoTokens.isCached(ALEX)).toBe(true);
  expect(await cloud.signIn.isSignedIn(ALEX)).toBe(true);
  expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({
    kind: 'ok',
    value: { tenantId: HOME },
  });
});

test.each([
  ['the resource as its audience', { aud: SETTINGS.ssoResource }],
  ['the issuer of the first version', { iss: `https://sts.windows.net/${HOME}/` }],
  ['ids in capitals', { oid: ALEX.objectId.toUpperCase(), tid: HOME.toUpperCase() }],
  ['several scopes', { scp: 'profile access_as_user' }],
  ['an end four minutes ago, by our clock', { exp: Math.floor(Date.now() / 1000) - 240 }],
  ['a beginning in four minutes, by our clock', { nbf: Math.floor(Date.now() / 1000) + 240 }],
])('a token with %s is taken too', async (_, bent) => {
  const stub = new TeamsStub(entra);
  const accepted = await stub.cloud().ssoTokens.accept(ALEX, await stub.teamsToken(bent), CORRELATION);
  expect(accepted).toMatchObject({ kind: 'ok' });
});

const seconds = (): number => Math.floor(Date.now() / 1000);
type Forgery = (stub: TeamsStub) => Promise<string> | string;

const FOREIGN: [string, Forgery, string][] = [
  ['of a colleague', (stub) => stub.teamsToken({}, SAM), 'account'],
  ['of the same account number elsewhere', (stub) => stub.teamsToken({ tid: CUSTOMER }), 'tenant'],
  [
    'of another directory altogether',
    (stub) => stub.teamsToken({}, { ...ALEX, tenantId: CUSTOMER }),
    'tenant',
  ],
  ['for ARM', (stub) => stub.teamsToken({ aud: SETTINGS.armAudience }), 'audience'],
  ['for another app', (stub) => stub.teamsToken({ aud: 'api://botid-another' }), 'audience'],
  ['for a list of audiences', (stub) => stub.teamsToken({ aud: [SETTINGS.clientId] }), 'claims'],
  [
    'of an issuer that is not Entra',
    (stub) => stub.teamsToken({ iss: 'https://evil.example/v2.0' }),
    'issuer',
  ],
  [
    'of the issuer of another tenant',
    (stub) => stub.teamsToken({ iss: `${SETTINGS.authorityHost}/${CUSTOMER}/v2.0` }),
    'issuer',
  ],
  ['that is over', (stub) => stub.teamsToken({ exp: seconds() - 301 }), 'expired'],
  ['that never ends', (stub) => stub.teamsToken({ exp: 1e300 }), 'expired'],
  ['without an end', (stub) => stub.teamsToken({ exp: undefined }), 'claims'],
  ['of the day after tomorrow', (stub) => stub.teamsToken({ nbf: seconds() + 172_800 }), 'too-early'],
  ['of an application', (stub) => stub.teamsToken({ scp: undefined, roles: ['access_as_user'] }), 'claims'],
  ['with another scope', (stub) => stub.teamsToken({ scp: 'access_as_user_not profile' }), 'scope'],
  ['with somebody else’s signature', (stub) => signed(stranger, teamsClaims(stub)), 'signature'],
  ['with an unknown key', (stub) => signed(entra, teamsClaims(stub), { kid: 'made-up' }), 'unknown-key'],
  ['without a signature', (stub) => jwt(teamsClaims(stub)), 'algorithm'],
  [
    'signed with the public key as a password',
    (stub) =>
      new SignJWT(teamsClaims(stub))
        .setProtectedHeader({ alg: 'HS256', kid: entra.kid })
        .sign(Buffer.from(JSON.stringify(entra.jwk))),
    'algorithm',
  ],
  ['with a changed word', async (stub) => changed(await stub.teamsToken()), 'signature'],
  ['as long as a book', async (stub) => `${await stub.teamsToken()}${'A'.repeat(20_000)}`, 'unreadable'],
  ['that is none', () => 'nonsense', 'unreadable'],
  ['that is empty', () => '', 'unreadable'],
];

function changed(token: string): string {
  const [head, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
  const bent = Buffer.from(JSON.stringify({ ...claims, name: 'x' })).toString('base64url');
  return `${head}.${bent}.${signature}`;
}

test.each(FOREIGN)(
  'a token %s is refused: nothing is exchanged, ARM is not asked',
  async (_, forge, flaw) => {
    const stub = new TeamsStub(entra);
    const cloud = stub.cloud();
    const token = await forge(stub);
    expect(await cloud.ssoTokens.accept(ALEX, token, CORRELATION)).toEqual({
      kind: 'problem',
      problem: { code: 'token-mismatch', correlationId: CORRELATION, serviceCode: flaw },
    });
    expect(await cloud.links.read(actorAt(HOME), new AbortController().signal)).toEqual({
      kind: 'sign-in',
      need: { reason: 'first' },
    });
    expect(stub.exchanges).toEqual([]);
    expect(stub.logged).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'azure.assertion.mismatch' }),
    );
    if (token.length > 40) expect(JSON.stringify(stub.logged)).not.toContain(token.slice(0, 40));
  },
);

test('what can be seen without a key is refused without asking Entra for one', async () => {
  const stub = new TeamsStub(entra);
  await stub.cloud().ssoTokens.accept(ALEX, await stub.teamsToken({}, SAM), CORRELATION);
  expect(stub.keyRequests).toEqual([]);
});

test('with silent sign-in switched off, no token is taken', async () => {
  const stub = new TeamsStub(entra);
  const { ssoResource, ...settings } = SETTINGS;
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const cloud = createAzureCloud(settings, {
    clock: { now: () => stub.now },
    log,
    network: stub.network,
    records: stub.records,
  });
  expect(stub.cloud().ssoTokens.resource).toBe(ssoResource);
  expect(cloud.ssoTokens.resource).toBeUndefined();
  expect(await cloud.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
    kind: 'problem',
    problem: { code: 'token-mismatch' },
  });
});

test('the youngest token wins, whichever comes last, and each is held until its own end', async () => {
  const stub = new TeamsStub(entra);
  const { ssoTokens, accounts } = stub.cloud();
  const old = await stub.teamsToken();
  stub.passMinutes(10);
  const young = await stub.teamsToken();
  for (const token of [young, old]) await ssoTokens.accept(ALEX, token, CORRELATION);
  await accounts.resolve(actorAt(HOME));
  expect(new URLSearchParams(stub.entraRequests[0]!.body).get('assertion')).toBe(young);
  stub.passMinutes(69);
  expect(await ssoTokens.isCached(ALEX)).toBe(true);
  stub.passMinutes(2);
  expect(await ssoTokens.isCached(ALEX)).toBe(false);
});

describe('Entra’s keys', () => {
  test('are asked for once, however many tokens arrive together', async () => {
    const stub = new TeamsStub(entra);
    const { ssoTokens } = stub.cloud();
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => stub.teamsToken({ n })));
    const taken = await Promise.all(tokens.map((token) => ssoTokens.accept(ALEX, token, CORRELATION)));
    expect(new Set(taken.map(({ kind }) => kind))).toEqual(new Set(['ok']));
    expect(stub.keyRequests).toEqual([
      `${SETTINGS.authorityHost}/${HOME}/v2.0/.well-known/openid-configuration`,
      `${SETTINGS.authorityHost}/${HOME}/discovery/v2.0/keys`,
    ]);
  });

  test('that were read once outlive an outage of days', async () => {
    const stub = new TeamsStub(entra);
    const { ssoTokens } = stub.cloud();
    await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
    stub.published = 'down';
    for (let day = 0; day < 4; day += 1) {
      stub.passMinutes(24 * 60);
      expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
        kind: 'ok',
      });
    }
  });

  test('that can’t be read at the first time are Entra’s outage, not the person’s fault, and soon asked for again', async () => {
    const stub = new TeamsStub(entra);
    const { ssoTokens } = stub.cloud();
    stub.published = 'down';
    for (let n = 0; n < 3; n += 1) {
      expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toEqual({
        kind: 'problem',
        problem: { code: 'entra-unreachable', correlationId: CORRELATION },
      });
    }
    expect(stub.keyRequests).toHaveLength(1);
    stub.published = [entra];
    stub.passMinutes(1);
    expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({ kind: 'ok' });
  });

  test('are asked for anew for an unknown key, but at most once in five minutes', async () => {
    const stub = new TeamsStub(entra);
    const { ssoTokens } = stub.cloud();
    await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
    const next = await newSigner('key-2');
    const withNext = () => signed(next, teamsClaims(stub));
    stub.keyRequests.length = 0;
    for (let n = 0; n < 50; n += 1) await ssoTokens.accept(ALEX, await withNext(), CORRELATION);
    expect(stub.keyRequests).toHaveLength(0);
    stub.passMinutes(5);
    stub.published = [entra, next];
    expect(await ssoTokens.accept(ALEX, await withNext(), CORRELATION)).toMatchObject({ kind: 'ok' });
    expect(stub.keyRequests).toHaveLength(2);
  });

  test('that Entra withdrew are not trusted a day later', async () => {
    const stub = new TeamsStub(entra);
    const { ssoTokens } = stub.cloud();
    await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
    stub.published = [await newSigner('key-2')];
    stub.passMinutes(24 * 60);
    expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({
      problem: { serviceCode: 'unknown-key' },
    });
  });

  test('are taken from the authority only, and never a secret among them', async () => {
    const stub = new TeamsStub(entra);
    const elsewhere = { jwks_uri: 'https://evil.example/keys' };
    const network: typeof stub.network = (exchange) =>
      exchange.url.endsWith('openid-configuration')
        ? Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(elsewhere) })
        : stub.network(exchange);
    const { ssoTokens } = stub.cloud({ network });
    const problem = { code: 'entra-unreachable' };
    expect(await ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION)).toMatchObject({ problem });
    expect(stub.keyRequests).toEqual([]);

    const other = new TeamsStub({ ...entra, jwk: { kty: 'oct', kid: 'key-1', k: 'AAAA' } });
    const cached = other.cloud().ssoTokens;
    expect(await cached.accept(ALEX, await other.teamsToken(), CORRELATION)).toMatchObject({ problem });
  });
});

test('a guest in this Teams is told so when Teams’ token brings somebody of another home, and it is no security event', async () => {
  const stub = new TeamsStub(entra);
  const cloud = stub.cloud();
  await cloud.ssoTokens.accept(ALEX, await stub.teamsToken(), CORRELATION);
  stub.homeAccount = { uid: GUEST_ID, utid: CUSTOMER };
  expect(await cloud.accounts.resolve(actorAt(HOME))).toMatchObject({ problem: { code: 'guest-here' } });
  expect(stub.logged.filter(({ level }) => level === 'error')).toEqual([]);
});
