import type { CloudParts } from '../cloud-parts';
import { jsonAnswer, type Answer } from '../http/answer';
import { findTenant } from '../world/lookup';
import type { SampleTenant } from '../world/sample-world';
import { answerBot } from './bot-token';
import { refuse, type EntraRefusal } from './entra-error';
import { openGrant, type Granted } from './grants';
import { asksForSecondFactor } from './requested-claims';
import { readScope, type RequestedScope } from './requested-scope';
import { mayHaveToken } from './sign-in-decision';
import { TOKEN_LIFETIME_SECONDS, type TokenSubject } from './token-factory';
import { checkClient, type TokenRequest } from './token-request';

/** Where and for whom, for the journal, and what came of it. */
export interface TokenOutcome {
  readonly tenant?: string;
  readonly user?: string;
  readonly result: Answer | EntraRefusal;
}

/** True for the tenant names that mean "wherever the account is at home". */
export function isAnyTenant(name: string): boolean {
  return ['common', 'organizations'].includes(name.toLowerCase());
}

const DEFAULT_CHALLENGE = JSON.stringify({ access_token: { acrs: { essential: true, values: ['p1'] } } });

async function issue(
  parts: CloudParts,
  subject: TokenSubject,
  granted: Granted,
  scope: RequestedScope,
): Promise<Answer> {
  return jsonAnswer(
    200,
    {
      token_type: 'Bearer',
      scope: scope.granted,
      expires_in: TOKEN_LIFETIME_SECONDS,
      ext_expires_in: TOKEN_LIFETIME_SECONDS,
      access_token: await parts.tokens.accessToken(subject, scope.audience),
      ...(scope.wantsRefreshToken ? { refresh_token: parts.sessions.newRefreshToken(granted.session) } : {}),
      ...(scope.wantsIdToken ? { id_token: await parts.tokens.idToken(subject, granted.nonce) } : {}),
      client_info: parts.tokens.clientInfo(subject.person),
    },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  );
}

function homeOf(granted: Granted): SampleTenant | undefined {
  return findTenant(granted.boundTo ?? granted.session.person.tenantId);
}

/** Answers one request to the token endpoint of `tenantName` (id, domain, `common` or `organizations`). */
export async function answerTokenRequest(
  parts: CloudParts,
  tenantName: string,
  request: TokenRequest,
): Promise<TokenOutcome> {
  const named = findTenant(tenantName);
  if (!named && !isAnyTenant(tenantName)) return { result: refuse(90002) };
  const where = named ? { tenant: named.id } : {};
  const toBot = answerBot(parts, tenantName, request);
  return toBot ? { ...where, result: toBot } : answerForPerson(parts, named, request);
}

async function answerForPerson(
  parts: CloudParts,
  named: SampleTenant | undefined,
  request: TokenRequest,
): Promise<TokenOutcome> {
  const where = named ? { tenant: named.id } : {};
  const scope = readScope(request.scope);
  const notOurApp = checkClient(parts.app, request);
  if (notOurApp) return { ...where, result: notOurApp };
  const granted = await openGrant(parts, request, named);
  if (granted.kind === 'refused') return { ...where, result: granted };
  const tenant = named ?? homeOf(granted);
  if (!tenant) return { result: refuse(90002) };
  const { person, secondFactorIn } = granted.session;
  const entry = mayHaveToken(parts.state, granted.session, tenant);
  const who = { tenant: tenant.id, user: entry.kind === 'ok' ? entry.objectId : person.objectId };
  if (entry.kind === 'refused') return { ...who, result: entry };
  if (scope.kind === 'refused') return { ...who, result: scope };
  const secondFactor = secondFactorIn.includes(tenant.id);
  if (asksForSecondFactor(request.claims) && !secondFactor) {
    return { ...who, result: refuse(50076, request.claims ?? DEFAULT_CHALLENGE) };
  }
  const subject = { person, tenant, objectId: entry.objectId, secondFactor };
  return { ...who, result: await issue(parts, subject, granted, scope) };
}
