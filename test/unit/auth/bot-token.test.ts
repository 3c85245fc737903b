import type { TokenCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { generate } from 'selfsigned';
import type { BotIdentity } from '../../../src/auth/bot-token';
import { createBotToken } from '../../../src/auth/bot-token';
import { appCertificateOf } from '../../../src/config/sign-in-setting';
import type { HttpExchange, HttpReply } from '../../../src/network/http-send';
import { json } from './stub-cloud';

const CLOUDS = [
  ['https://login.microsoftonline.com', 'https://api.botframework.com/.default'],
  ['https://login.microsoftonline.us', 'https://api.botframework.us/.default'],
  ['https://login.partner.microsoftonline.cn', 'https://api.botframework.azure.cn/.default'],
] as const;
const APP = '84f392b6-3c97-4a27-8bdf-04727730e575';
const TENANT = '7018e0d7-0581-4e6a-b10c-2070850265c2';
const HOUR_SECONDS = 3_600;

const identityOf = (
  credential: BotIdentity['credential'],
  [authorityHost, scope]: readonly [string, string] = CLOUDS[0],
): BotIdentity => ({
  appId: APP,
  tenantId: TENANT,
  credential,
  authorityHost,
  isKnownAuthority: true,
  scope,
});

/** Entra, and a clock that the test moves; each token has the number of its request. */
function entra() {
  const asked: HttpExchange[] = [];
  let now = Date.now();
  let isAway = false;
  const answer = (exchange: HttpExchange): HttpReply => {
    if (exchange.method === 'GET') {
      const base = exchange.url.slice(0, exchange.url.indexOf('/v2.0'));
      return json(200, {
        issuer: `${base}/v2.0`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      });
    }
    asked.push(exchange);
    if (isAway) return json(503, {});
    return json(200, {
      token_type: 'Bearer',
      expires_in: HOUR_SECONDS,
      access_token: `token ${asked.length}`,
    });
  };
  return {
    asked,
    form: () => Object.fromEntries(new URLSearchParams(asked.at(-1)?.body)),
    move: (seconds: number) => {
      now += seconds * 1_000;
    },
    goAway: () => {
      isAway = true;
    },
    parts: {
      send: (exchange: HttpExchange) => Promise.resolve(answer(exchange)),
      clock: { now: () => new Date(now) },
    },
  };
}

test.each(CLOUDS)('at %s the bot asks its own directory for %s', async (...cloud) => {
  const { parts, form, asked } = entra();
  const token = createBotToken(identityOf({ kind: 'secret', secret: 'a secret' }, cloud), parts);
  expect(await token.get()).toBe('token 1');
  expect(asked[0]?.url).toMatch(`${cloud[0]}/${TENANT}/`);
  expect(form()).toMatchObject({ client_id: APP, client_secret: 'a secret' });
  expect(form()['scope']?.split(' ')).toContain(cloud[1]);
});

test('with a certificate a signed statement goes out, and neither a secret nor the key', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'bot' }], { keySize: 2048 });
  const { parts, form } = entra();
  const certificate = appCertificateOf(`${key}\n${cert}`)!;
  await createBotToken(identityOf(certificate), parts).get();
  expect(form()).not.toHaveProperty('client_secret');
  expect(decodeJwt(form()['client_assertion']!)).toMatchObject({ iss: APP, sub: APP });
  expect(JSON.stringify(form())).not.toContain('PRIVATE');
});

describe('a managed identity of the machine', () => {
  const seen: string[] = [];
  const managedIdentityOf = (clientId: string): TokenCredential => ({
    getToken: (scope) => {
      seen.push(`${clientId} ${String(scope)}`);
      return Promise.resolve({
        token: 'of the identity',
        expiresOnTimestamp: Date.now() + HOUR_SECONDS * 1_000,
      });
    },
  });
  beforeEach(() => {
    seen.length = 0;
  });

  test('that is the bot itself gives the token at once, and Entra is not asked', async () => {
    const { parts, asked } = entra();
    const token = createBotToken(identityOf({ kind: 'is-identity' }), { ...parts, managedIdentityOf });
    expect(await token.get()).toBe('of the identity');
    expect(seen).toEqual([`${APP} https://api.botframework.com/.default`]);
    expect(asked).toEqual([]);
  });

  test('that the bot’s registration trusts speaks for it at Entra', async () => {
    const { parts, form } = entra();
    const credential = { kind: 'managed-identity', clientId: 'an identity' } as const;
    expect(await createBotToken(identityOf(credential), { ...parts, managedIdentityOf }).get()).toBe(
      'token 1',
    );
    expect(seen).toEqual(['an identity api://AzureADTokenExchange/.default']);
    expect(form()).toMatchObject({ client_id: APP, client_assertion: 'of the identity' });
  });
});

test('fifty at once ask once; a token is renewed before its end, and while Entra is away the one that works serves on', async () => {
  const { parts, asked, move, goAway } = entra();
  const token = createBotToken(identityOf({ kind: 'secret', secret: 'a secret' }), parts);
  await Promise.all(Array.from({ length: 50 }, () => token.get()));
  expect(asked).toHaveLength(1);
  move(HOUR_SECONDS - 9 * 60);
  goAway();
  expect(await token.get()).toBe('token 1');
  move(8 * 60);
  await expect(token.get()).rejects.toThrow();
});

test('a token that was not taken is not used again', async () => {
  const { parts } = entra();
  const token = createBotToken(identityOf({ kind: 'secret', secret: 'a secret' }), parts);
  expect(await token.get()).toBe('token 1');
  token.drop();
  expect(await token.get()).toBe('token 2');
});
