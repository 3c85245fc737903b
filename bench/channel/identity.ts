import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeSigningKey } from '../../local/cloud/entra/signing-key';
import type { SigningKey } from '../../local/cloud/entra/signing-key';
import { makeCertificate } from '../../local/cloud/http/certificate';
import { openListener } from '../../local/cloud/http/listener';

/** The hosts that bots ask for the channel's keys, and for their own token. */
const KEYS_HOST = 'login.botframework.com';
const LOGIN_HOST = 'login.microsoftonline.com';
const ISSUER = 'https://api.botframework.com';
const TOKEN_LIFE_SECONDS = 24 * 60 * 60;

/** The bot's identity at the channel; made up, and valid nowhere. */
export interface BotIdentity {
  readonly appId: string;
  readonly tenantId: string;
  readonly password: string;
}

/** A stand-in for the two hosts that authentication of a bot needs, over TLS. */
export interface Identity {
  readonly hosts: readonly string[];
  readonly port: number;
  /** What a bot has to trust. */
  readonly caPem: string;
  /** A token as the channel sends it with every activity of this service URL. */
  channelToken(appId: string, serviceUrl: string): Promise<string>;
  /** Whether the authorization header carries a token that was given to a bot here. */
  isOurs(authorization: string | undefined): boolean;
  stop(): Promise<void>;
}

/** Starts the stand-in on a free port. */
export async function startIdentity(): Promise<Identity> {
  const hosts = [KEYS_HOST, LOGIN_HOST];
  const key = await makeSigningKey();
  const certificate = await makeCertificate(hosts);
  const listener = await openListener({
    host: '127.0.0.1',
    port: 0,
    purpose: 'channel identity',
    certificate,
  });
  const given = new Set<string>();
  listener.serve((request, response) => {
    void answer(request, response, key, given);
  });
  return {
    hosts,
    port: listener.port,
    caPem: certificate.certPem,
    channelToken: (appId, serviceUrl) =>
      key.sign({ ...life(), iss: ISSUER, aud: appId, serviceurl: serviceUrl }),
    isOurs: (authorization) => given.has(authorization ?? ''),
    stop: () => listener.close(),
  };
}

function life(): { iat: number; nbf: number; exp: number } {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now, nbf: now - 60, exp: now + TOKEN_LIFE_SECONDS };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  key: SigningKey,
  given: Set<string>,
): Promise<void> {
  request.resume();
  const [path = '/'] = (request.url ?? '/').split('?');
  const body = path.endsWith('/token') ? await botToken(key, given) : document(path, key);
  response.statusCode = body === undefined ? 404 : 200;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body ?? {}));
}

async function botToken(key: SigningKey, given: Set<string>): Promise<object> {
  const token = await key.sign({ ...life(), iss: `https://${LOGIN_HOST}/`, aud: ISSUER, ver: '2.0' });
  given.add(`Bearer ${token}`);
  return { token_type: 'Bearer', expires_in: TOKEN_LIFE_SECONDS, access_token: token };
}

/** The public documents: the channel's keys and where they are, and what MSAL asks for before it asks for a token. */
function document(path: string, key: SigningKey): object | undefined {
  const login = `https://${LOGIN_HOST}`;
  if (path.includes('/keys')) return withEndorsements(key);
  if (path.includes('/discovery/instance')) {
    return {
      tenant_discovery_endpoint: `${login}/organizations/v2.0/.well-known/openid-configuration`,
      metadata: [{ preferred_network: LOGIN_HOST, preferred_cache: LOGIN_HOST, aliases: [LOGIN_HOST] }],
    };
  }
  if (path.includes('openidconfiguration')) {
    return {
      issuer: ISSUER,
      jwks_uri: `https://${KEYS_HOST}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }
  if (!path.includes('openid-configuration')) return undefined;
  const tenant = `${login}/${path.split('/')[1] ?? ''}`;
  return {
    issuer: `${tenant}/v2.0`,
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `https://${KEYS_HOST}/v1/.well-known/keys`,
  };
}

function withEndorsements({ jwks }: SigningKey): object {
  return { keys: jwks.keys.map((one) => ({ ...one, endorsements: ['msteams'] })) };
}
