import type { KeyLike } from 'jose';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';

import type { AzureCloud, AzureCloudParts } from '../../../src/app/cloud';
import type { HttpExchange, HttpReply } from '../../../src/network/http-send';
import { TransportError } from '../../../src/network/http-send';
import type { Person } from '../../../src/model/person';

import { ALEX, SETTINGS, StubCloud, json } from './stub-cloud';

/** An RSA key that signs tokens of Teams, made once for all tests of a file. */
export interface Signer {
  readonly kid: string;
  readonly privateKey: KeyLike;
  readonly jwk: Record<string, unknown>;
}

export async function newSigner(kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

/** The claims of a token as Teams hands it over for the person. */
export function teamsClaims(stub: StubCloud, person: Person = ALEX): Record<string, unknown> {
  const now = Math.floor(stub.now.getTime() / 1000);
  return {
    iss: `${SETTINGS.authorityHost}/${person.tenantId}/v2.0`,
    aud: SETTINGS.clientId,
    tid: person.tenantId,
    oid: person.objectId,
    scp: 'access_as_user',
    iat: now,
    nbf: now,
    exp: now + 3900,
    ver: '2.0',
  };
}

export function signed(
  signer: Signer,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'RS256', kid: signer.kid, ...header })
    .sign(signer.privateKey);
}

/** A StubCloud whose Entra also publishes keys. */
export class TeamsStub extends StubCloud {
  /** What the key address answers with; `down` while nothing answers. */
  published: readonly Signer[] | 'down';
  readonly keyRequests: string[] = [];

  constructor(readonly signer: Signer) {
    super();
    this.published = [signer];
  }

  readonly network = (exchange: HttpExchange): Promise<HttpReply> => {
    const isForKeys = exchange.method === 'GET' && /openid-configuration$|discovery/.test(exchange.url);
    return isForKeys ? this.keys(exchange.url) : this.send(exchange);
  };

  private keys(url: string): Promise<HttpReply> {
    this.keyRequests.push(url);
    if (this.published === 'down') return Promise.reject(new TransportError('timeout', true));
    const { origin, pathname } = new URL(url);
    const keySet = { keys: this.published.map(({ jwk }) => jwk) };
    const found = { jwks_uri: `${origin}/${pathname.split('/')[1]}/discovery/v2.0/keys` };
    return Promise.resolve(json(200, url.endsWith('openid-configuration') ? found : keySet));
  }

  override cloud(more: Partial<AzureCloudParts> = {}): AzureCloud {
    return super.cloud({ network: this.network, ...more });
  }

  /** A token as Teams hands it over, bent by a test. */
  teamsToken(bent: Record<string, unknown> = {}, person?: Person): Promise<string> {
    return signed(this.signer, { ...teamsClaims(this, person), ...bent });
  }
}
