import { createHash } from 'node:crypto';
import type { CloudParts } from '../cloud-parts';
import { personOf } from '../world/lookup';
import type { SampleTenant } from '../world/sample-world';
import { accessTokenSchema } from './access-token';
import { refuse, type EntraRefusal } from './entra-error';
import type { Session } from './sessions';
import type { TokenRequest } from './token-request';

/** Somebody who may be given tokens, if the directory agrees. */
export interface Granted {
  readonly kind: 'ok';
  readonly session: Session;
  readonly nonce?: string;
  /** The tenant that the grant is bound to; absent when it is good in every one. */
  readonly boundTo?: string;
}

const REDEEM_FAILURES = { unknown: 9002313, used: 54005, expired: 70008 } as const;

function verifierFits(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined) return verifier === undefined;
  if (verifier === undefined) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

function fromCode(parts: CloudParts, request: TokenRequest): Granted | EntraRefusal {
  if (request.code === undefined) return refuse(900144);
  const redeemed = parts.sessions.redeem(request.code);
  if (redeemed.kind !== 'ok') return refuse(REDEEM_FAILURES[redeemed.kind]);
  const { grant } = redeemed;
  if (grant.redirectUri !== request.redirect_uri) return refuse(500112);
  if (!verifierFits(grant.codeChallenge, request.code_verifier)) return refuse(50148);
  return {
    kind: 'ok',
    session: grant.session,
    boundTo: grant.tenantId,
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
  };
}

function fromRefreshToken(parts: CloudParts, request: TokenRequest): Granted | EntraRefusal {
  if (request.refresh_token === undefined) return refuse(900144);
  const session = parts.sessions.refresh(request.refresh_token);
  return session ? { kind: 'ok', session } : refuse(9002313);
}

/** The names under which a Teams SSO token may name the bot's API. */
function isOwnAudience(clientId: string, audience: string): boolean {
  return (
    audience === clientId ||
    (audience.startsWith('api://') &&
      (audience.endsWith(`/${clientId}`) || audience.endsWith(`botid-${clientId}`)))
  );
}

async function fromAssertion(parts: CloudParts, request: TokenRequest): Promise<Granted | EntraRefusal> {
  if (request.assertion === undefined) return refuse(900144);
  if (request.requested_token_use !== 'on_behalf_of') return refuse(70003);
  const opened = accessTokenSchema.safeParse(await parts.key.open(request.assertion));
  if (!opened.success) return refuse(50013);
  const token = opened.data;
  const person = personOf(token.tid, token.oid);
  if (
    !person ||
    !isOwnAudience(parts.app.clientId, token.aud) ||
    token.iss !== parts.tokens.issuer(token.tid)
  ) {
    return refuse(50013);
  }
  const now = parts.clock.now().getTime() / 1000;
  if (now >= token.exp || now < token.nbf - 300) return refuse(500133);
  return { kind: 'ok', session: { person, secondFactorIn: token.amr.includes('mfa') ? [token.tid] : [] } };
}

/** Finds out for whom the request asks, by its grant type. The app never gets tokens for itself. */
export async function openGrant(
  parts: CloudParts,
  request: TokenRequest,
  tenant: SampleTenant | undefined,
): Promise<Granted | EntraRefusal> {
  switch (request.grant_type) {
    case 'authorization_code': {
      const granted = fromCode(parts, request);
      const elsewhere = granted.kind === 'ok' && tenant !== undefined && granted.boundTo !== tenant.id;
      return elsewhere ? refuse(9002313) : granted;
    }
    case 'refresh_token':
      return fromRefreshToken(parts, request);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return fromAssertion(parts, request);
    case 'client_credentials':
      return refuse(7000229);
    case undefined:
      return refuse(900144);
    default:
      return refuse(70003);
  }
}
