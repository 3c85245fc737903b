import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/model/clock';
import type { SamplePerson, SampleTenant } from '../world/sample-world';
import type { SigningKey } from './signing-key';

/** Entra's access tokens live between 60 and 90 minutes. */
export const TOKEN_LIFETIME_SECONDS = 3_900;

/** The desktop client of Teams, in whose name SSO tokens are given out. */
const TEAMS_CLIENT_ID = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';

/** Whose token, where, and how well the person has proven who they are. */
export interface TokenSubject {
  readonly person: SamplePerson;
  readonly tenant: SampleTenant;
  /** The object id in that tenant. */
  readonly objectId: string;
  readonly secondFactor: boolean;
}

/** Makes the tokens of the local Entra. */
export interface TokenFactory {
  issuer(tenantId: string): string;
  accessToken(subject: TokenSubject, audience: string): Promise<string>;
  idToken(subject: TokenSubject, nonce: string | undefined): Promise<string>;
  /** Like the token that Teams hands to a bot: for the bot's own API, not for ARM. */
  ssoToken(subject: TokenSubject): Promise<string>;
  /** MSAL's client_info: always the home account, wherever the token is for. */
  clientInfo(person: SamplePerson): string;
}

function identityClaims({ person, tenant, objectId, secondFactor }: TokenSubject): Record<string, unknown> {
  return {
    tid: tenant.id,
    oid: objectId,
    sub: createHash('sha256').update(`${tenant.id}.${objectId}`).digest('base64url'),
    name: person.name,
    preferred_username: person.username,
    upn: person.username,
    amr: secondFactor ? ['pwd', 'mfa'] : ['pwd'],
    ...(secondFactor ? { acrs: ['p1'] } : {}),
    ver: '2.0',
    uti: randomUUID(),
  };
}

/** A factory that signs with the key and names `entraUrl` as the issuer's host. */
export function createTokenFactory(parts: {
  key: SigningKey;
  clock: Clock;
  entraUrl: string;
  clientId: string;
}): TokenFactory {
  const issuer = (tenantId: string): string => `${parts.entraUrl}/${tenantId}/v2.0`;
  const sign = (subject: TokenSubject, claims: Record<string, unknown>): Promise<string> => {
    const now = Math.floor(parts.clock.now().getTime() / 1000);
    return parts.key.sign({
      iss: issuer(subject.tenant.id),
      iat: now,
      nbf: now,
      exp: now + TOKEN_LIFETIME_SECONDS,
      ...identityClaims(subject),
      ...claims,
    });
  };
  return {
    issuer,
    accessToken: (subject, audience) =>
      sign(subject, { aud: audience, scp: 'user_impersonation', azp: parts.clientId, appid: parts.clientId }),
    idToken: (subject, nonce) =>
      sign(subject, { aud: parts.clientId, ...(nonce === undefined ? {} : { nonce }) }),
    ssoToken: (subject) =>
      sign(subject, { aud: parts.clientId, scp: 'access_as_user', azp: TEAMS_CLIENT_ID }),
    clientInfo: (person) =>
      Buffer.from(JSON.stringify({ uid: person.objectId, utid: person.tenantId })).toString('base64url'),
  };
}
