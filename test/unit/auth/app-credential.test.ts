import type { TokenCredential } from '@azure/identity';
import { createHash, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, importX509, jwtVerify } from 'jose';
import { generate } from 'selfsigned';

import { createAzureCloud } from '../../../src/app/cloud';
import type { AzureSettings } from '../../../src/auth/entra-client';
import { appCertificateOf } from '../../../src/config/sign-in-setting';

import { ALEX, CORRELATION, HOME, SETTINGS, actorAt } from './stub-cloud';
import type { Signer } from './teams-sign-in';
import { TeamsStub, newSigner } from './teams-sign-in';

let entra: Signer;
beforeAll(async () => {
  entra = await newSigner('key-1');
});

async function exchangedWith(
  credential: AzureSettings['credential'],
  more: { managedIdentityOf?: (clientId: string) => TokenCredential; authorityHost?: string } = {},
) {
  const stub = new TeamsStub(entra);
  const { authorityHost = SETTINGS.authorityHost, ...parts } = more;
  const quiet = () => undefined;
  const cloud = createAzureCloud(
    { ...SETTINGS, authorityHost, credential },
    {
      clock: { now: () => stub.now },
      log: { info: quiet, warn: quiet, error: quiet },
      network: stub.network,
      records: stub.records,
      ...parts,
    },
  );
  const token = await stub.teamsToken({ iss: `${authorityHost}/${HOME}/v2.0` });
  const accepted = await cloud.ssoTokens.accept(ALEX, token, CORRELATION);
  const outcome = await cloud.accounts.resolve(actorAt(HOME));
  const form = Object.fromEntries(new URLSearchParams(stub.exchanges[0]?.body));
  return { stub, accepted, outcome, form };
}

test('a secret is sent as it is', async () => {
  const { outcome, form } = await exchangedWith({ kind: 'secret', secret: 'a secret' });
  expect(outcome).toMatchObject({ kind: 'ok' });
  expect(form).toMatchObject({ client_secret: 'a secret' });
});

test('a certificate signs a statement that Entra can check, and its key is never sent', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'sign-in app' }], {
    keySize: 2048,
  });
  const certificate = appCertificateOf(`${key}\n${cert}`)!;
  const { outcome, form } = await exchangedWith(certificate);
  expect(outcome).toMatchObject({ kind: 'ok' });
  expect(form).not.toHaveProperty('client_secret');
  const statement = form['client_assertion']!;
  const { payload } = await jwtVerify(statement, await importX509(cert, 'PS256'), {
    issuer: SETTINGS.clientId,
    audience: `${SETTINGS.authorityHost}/${HOME}/oauth2/v2.0/token`,
    // MSAL rounds to the next second.
    clockTolerance: 2,
  });
  expect(payload.sub).toBe(SETTINGS.clientId);
  const { raw } = new X509Certificate(cert);
  expect(decodeProtectedHeader(statement)).toMatchObject({
    'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
    x5c: [raw.toString('base64')],
  });
  expect(JSON.stringify(form)).not.toContain('PRIVATE');
});

describe('a managed identity', () => {
  const identity = (getToken: TokenCredential['getToken']) => ({
    managedIdentityOf: (clientId: string): TokenCredential => {
      expect(clientId).toBe('an identity');
      return { getToken };
    },
  });
  const credential = { kind: 'managed-identity', clientId: 'an identity' } as const;

  test('vouches for the app with a token of its own, and there is no secret', async () => {
    const asked: unknown[] = [];
    const { outcome, form } = await exchangedWith(
      credential,
      identity((scope) => {
        asked.push(scope);
        return Promise.resolve({ token: 'of-the-identity', expiresOnTimestamp: 0 });
      }),
    );
    expect(outcome).toMatchObject({ kind: 'ok' });
    expect(asked).toEqual(['api://AzureADTokenExchange/.default']);
    expect(form).toMatchObject({
      client_assertion: 'of-the-identity',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect(form).not.toHaveProperty('client_secret');
  });

  test.each([
    ['that is not there', () => Promise.reject(new Error('no such identity'))],
    ['without a token', () => Promise.resolve(null)],
  ])('%s is a mistake of ours, and Entra is not asked', async (_, getToken) => {
    const { outcome, stub } = await exchangedWith(credential, identity(getToken));
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'bot-misconfigured' } });
    expect(stub.exchanges).toEqual([]);
  });
});

test.each([
  ['US Government', 'https://login.microsoftonline.us'],
  ['China', 'https://login.partner.microsoftonline.cn'],
  ['China, by its other name', 'https://login.chinacloudapi.cn'],
])(
  'in the cloud of %s the token is taken and exchanged there, and nobody else is asked',
  async (_, authorityHost) => {
    const secret = { kind: 'secret', secret: 'a secret' } as const;
    const { accepted, outcome, stub } = await exchangedWith(secret, { authorityHost });
    expect(accepted).toMatchObject({ kind: 'ok' });
    expect(outcome).toMatchObject({ kind: 'ok' });
    const hosts = new Set(stub.exchanges.map(({ url }) => new URL(url).host));
    const isChina = authorityHost.endsWith('.cn');
    expect([...hosts].every((host) => (isChina ? host.endsWith('.cn') : host.endsWith('.us')))).toBe(true);
  },
);
