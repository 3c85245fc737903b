import type { AuthenticationResult } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import { newCorrelationId } from '../model/identifiers';
import type { Problem, ProblemCode } from '../model/problem';
import type { Log } from '../model/log';
import type { AzureSettings, EntraClient } from './entra-client';
import { armScope, authorityOf, refreshTokenOf } from './entra-client';
import type { SsoTokenService, SsoTokenSource } from './sso-tokens';
import type { PersonTokens, TokenCache } from './token-cache';
import { Grant, checkToken } from './access-token';
import { isGuestHere, isHomeAccountOf } from './on-behalf-of';
import { aadstsNumber, entraFailureOfError, interactiveProblem } from './entra-errors';
import type { SignIn, SignInResult } from './ports';
import type { PendingSignIn, SignInAttempts } from './sign-in-attempts';
import { codeChallengeOf } from './sign-in-attempts';

interface SignInParts {
  readonly cache: TokenCache;
  readonly settings: AzureSettings;
  readonly attempts: SignInAttempts;
  readonly source: SsoTokenSource;
  readonly obtain: SsoTokenService['obtain'];
  readonly newClient: (tenantId: PendingSignIn['attempt']['tenantId']) => EntraClient;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * SignIn by authorization code and PKCE. The person who comes back from Entra may be anybody who was given the link:
 * the sign-in counts only if the home account is the Teams user who asked, and only then is anything kept.
 */
export function createSignIn(parts: SignInParts): SignIn {
  const { attempts, cache, source, obtain } = parts;
  return {
    begin: async ({ person, tenantId, conversationKey, correlationId, claims, askConsent, ...after }) => {
      const tokens = await cache.open(person);
      const loginHint = tokens.ssoToken()?.username;
      const { attempt } = await attempts.add({
        attempt: { person, tenantId, conversationKey, ...after },
        correlationId,
        asksConsent: askConsent ?? false,
        mark: tokens.epoch,
        ...(loginHint === undefined ? {} : { loginHint }),
        ...(claims === undefined ? {} : { claims }),
      });
      return attempt;
    },

    authorizeUrl: async (ticket) => {
      const pending = await attempts.byTicket(ticket);
      if (pending === undefined || (await isSignedOut(parts, pending))) return undefined;
      return authorizeUrlOf(parts, pending);
    },

    complete: async ({ state, code, error, errorDescription }) => {
      const pending = await attempts.takeByState(state ?? '');
      if (pending === undefined || (await isSignedOut(parts, pending))) return { kind: 'unknown' };
      if (error !== undefined) return refused(parts, pending, error, errorDescription);
      if (code === undefined || code === '') return failure(pending, problemOf(pending, 'sign-in-failed'));
      return redeem(parts, pending, code);
    },

    signOut: async (person) => {
      const forgotten = await cache.signOut(person);
      return { ...forgotten, isComplete: await source.forget(person) };
    },
    isSignedIn: async (person, turn) => {
      const tokens = await cache.open(person, turn);
      return tokens.hasSession() || (await obtain(person, newCorrelationId())) !== undefined;
    },
  };
}

/** Whether the person has signed out since this sign-in was begun. */
async function isSignedOut({ cache }: SignInParts, { attempt, mark }: PendingSignIn): Promise<boolean> {
  return (await cache.open(attempt.person)).epoch !== mark;
}

async function authorizeUrlOf(
  { settings, newClient, log }: SignInParts,
  pending: PendingSignIn,
): Promise<string | undefined> {
  try {
    return await newClient(pending.attempt.tenantId).getAuthCodeUrl({
      authority: authorityOf(settings, pending.attempt.tenantId),
      scopes: [armScope(settings)],
      redirectUri: settings.redirectUri,
      responseMode: 'query',
      ...askedOf(pending),
      state: pending.state,
      codeChallenge: codeChallengeOf(pending.codeVerifier),
      codeChallengeMethod: 'S256',
      correlationId: pending.correlationId,
      ...(pending.claims === undefined ? {} : { claims: pending.claims }),
    });
  } catch (error) {
    // An authority that is not Microsoft's is asked for its addresses, and may be down.
    const problem = interactiveProblem(entraFailureOfError(error), pending.correlationId);
    log.warn('azure.sign-in.no-address', { ...whereOf(pending), code: problem.code });
    return undefined;
  }
}

/** With a name to go by, Entra asks which account only if that one is not there. */
function askedOf({ asksConsent, loginHint }: PendingSignIn): { prompt?: string; loginHint?: string } {
  const hint = loginHint === undefined ? {} : { loginHint };
  if (asksConsent) return { prompt: 'consent', ...hint };
  return loginHint === undefined ? { prompt: 'select_account' } : hint;
}

/**
 * What an authorize page may send back as `error` (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6, and what Entra adds).
 * Anybody can make a browser come back with any text, which must not reach the log.
 */
const OAUTH_ERRORS: ReadonlySet<string> = new Set([
  'access_denied',
  'account_selection_required',
  'consent_required',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_resource',
  'invalid_scope',
  'login_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_response_type',
]);

function refused(
  { log }: SignInParts,
  pending: PendingSignIn,
  error: string,
  description: string | undefined,
): SignInResult {
  const number = aadstsNumber(description);
  const problem = interactiveProblem(
    {
      kind: 'refused',
      error: OAUTH_ERRORS.has(error) ? error : 'other',
      ...(number === undefined ? {} : { number }),
    },
    pending.correlationId,
  );
  log.info('azure.sign-in.refused', {
    ...whereOf(pending),
    code: problem.code,
    serviceCode: problem.serviceCode,
  });
  return failure(pending, problem);
}

async function redeem(parts: SignInParts, pending: PendingSignIn, code: string): Promise<SignInResult> {
  const { settings, newClient, log } = parts;
  const client = newClient(pending.attempt.tenantId);
  try {
    const result = await client.acquireTokenByCode({
      authority: authorityOf(settings, pending.attempt.tenantId),
      scopes: [armScope(settings)],
      redirectUri: settings.redirectUri,
      code,
      codeVerifier: pending.codeVerifier,
      correlationId: pending.correlationId,
      ...(pending.claims === undefined ? {} : { claims: pending.claims }),
    });
    // Whoever signs out while Entra answers is signed out.
    const tokens = await parts.cache.open(pending.attempt.person);
    if (tokens.epoch !== pending.mark) return { kind: 'unknown' };
    return accept(parts, tokens, pending, client, result);
  } catch (error) {
    const problem = interactiveProblem(entraFailureOfError(error), pending.correlationId);
    log.warn('azure.sign-in.failed', {
      ...whereOf(pending),
      code: problem.code,
      serviceCode: problem.serviceCode,
    });
    return failure(pending, problem);
  }
}

/** Keeps the tokens if they are the caller's and for the tenant asked for; else they go with the client. */
function accept(
  parts: SignInParts,
  tokens: PersonTokens,
  pending: PendingSignIn,
  client: EntraClient,
  result: AuthenticationResult,
): SignInResult {
  const { settings, clock, log } = parts;
  const { person, tenantId } = pending.attempt;
  const { account, accessToken } = result;
  if (account === null || !isHomeAccountOf(person, account.homeAccountId)) {
    const code = isGuestHere(parts, pending.attempt, accessToken) ? 'guest-here' : 'wrong-account';
    log.warn(`azure.sign-in.${code}`, whereOf(pending));
    return failure(pending, problemOf(pending, code));
  }
  const objectId = tokens.accountIn(tenantId);
  const checked = checkToken(accessToken, {
    tenantId,
    audience: settings.armAudience,
    now: clock.now(),
    ...(objectId === undefined ? {} : { objectId }),
  });
  if (checked.flaw !== undefined) {
    log.error('azure.token.mismatch', { ...whereOf(pending), flaw: checked.flaw });
    return failure(pending, { ...problemOf(pending, 'token-mismatch'), serviceCode: checked.flaw });
  }
  const refreshToken = refreshTokenOf(client);
  if (refreshToken === undefined) {
    log.error('azure.sign-in.no-refresh-token', whereOf(pending));
    return failure(pending, problemOf(pending, 'sign-in-failed'));
  }
  const grant = new Grant(refreshToken, tenantId, clock.now(), pending.claims);
  grant.tokens.set(tenantId, checked.token);
  tokens.rememberAccount(tenantId, checked.token.account.objectId);
  tokens.grant(grant);
  log.info('azure.sign-in.done', whereOf(pending));
  return { kind: 'signed-in', attempt: pending.attempt };
}

function failure({ attempt, claims, asksConsent }: PendingSignIn, problem: Problem): SignInResult {
  const wish = { ...(claims === undefined ? {} : { claims }), askConsent: asksConsent };
  return { kind: 'failed', attempt, problem, wish };
}

function problemOf({ correlationId }: PendingSignIn, code: ProblemCode): Problem {
  return { code, correlationId };
}

function whereOf({ attempt, correlationId }: PendingSignIn): { tenantId: string; correlationId: string } {
  return { tenantId: attempt.tenantId, correlationId };
}
