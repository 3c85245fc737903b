import { AuthError } from '@azure/msal-node';
import { z } from 'zod';

import type { CorrelationId } from '../model/identifiers';
import type { Problem, ProblemCode, SignInNeed } from '../model/problem';
import type { HttpReply } from '../network/http-send';
import { jsonOf, retryAfterSeconds } from '../network/http-send';

interface Meaning {
  /** What it is when the person was on Entra's pages, and also silently unless `silently` says otherwise. */
  readonly code: ProblemCode;
  /** A silent request that fails like this can be cured by the person signing in. */
  readonly silently?: SignInNeed['reason'];
}

const MFA: Meaning = { code: 'sign-in-failed', silently: 'step-up' };
const MFA_ENROLMENT: Meaning = { code: 'mfa-enrolment-needed', silently: 'step-up' };
const EXPIRED: Meaning = { code: 'sign-in-expired', silently: 'expired' };
const NOT_IN_DIRECTORY: Meaning = { code: 'not-in-directory' };
const APP_MISSING: Meaning = { code: 'app-not-in-directory' };
const MISCONFIGURED: Meaning = { code: 'bot-misconfigured' };
const BLOCKED: Meaning = { code: 'access-blocked' };
const BUSY: Meaning = { code: 'entra-busy' };

/** AADSTS numbers and what they mean here; meanings after Entra's published reference of error codes. */
export const AADSTS: ReadonlyMap<string, Meaning> = new Map([
  ['65001', { code: 'consent-needed', silently: 'consent' }],
  ['65004', { code: 'consent-declined' }],
  ['90094', { code: 'consent-needed' }],
  ['90095', { code: 'consent-needed' }],
  ['50074', MFA],
  ['50076', MFA],
  ['50078', MFA],
  ['50158', MFA],
  ['50072', MFA_ENROLMENT],
  ['50079', MFA_ENROLMENT],
  ['53000', { code: 'device-required' }],
  ['53001', { code: 'device-required' }],
  ['53002', { code: 'device-required' }],
  ['53003', BLOCKED],
  ['530032', BLOCKED],
  ['530035', BLOCKED],
  ['50057', BLOCKED],
  ['50014', { code: 'invitation-pending' }],
  ['50020', NOT_IN_DIRECTORY],
  ['50034', NOT_IN_DIRECTORY],
  ['16000', NOT_IN_DIRECTORY],
  ['16003', NOT_IN_DIRECTORY],
  ['51004', NOT_IN_DIRECTORY],
  ['500021', { code: 'cross-tenant-blocked' }],
  ['500212', { code: 'cross-tenant-blocked' }],
  ['500213', { code: 'cross-tenant-blocked' }],
  ['50105', { code: 'user-not-assigned' }],
  ['500011', APP_MISSING],
  ['650052', APP_MISSING],
  ['700011', APP_MISSING],
  ['700016', APP_MISSING],
  ['50011', MISCONFIGURED],
  ['70002', MISCONFIGURED],
  ['650057', MISCONFIGURED],
  ['700024', MISCONFIGURED],
  ['700027', MISCONFIGURED],
  ['7000215', MISCONFIGURED],
  ['7000222', MISCONFIGURED],
  ['50013', EXPIRED],
  ['50132', EXPIRED],
  ['50133', EXPIRED],
  ['50173', EXPIRED],
  ['70008', EXPIRED],
  ['70043', EXPIRED],
  ['500133', EXPIRED],
  ['700082', EXPIRED],
  ['90033', BUSY],
  ['90055', BUSY],
] satisfies [string, Meaning][]);

/** OAuth's own error names, for answers without a number. */
const OAUTH: ReadonlyMap<string, Meaning> = new Map([
  ['access_denied', { code: 'consent-declined' }],
  ['consent_required', { code: 'consent-needed', silently: 'consent' }],
  ['interaction_required', { code: 'sign-in-failed', silently: 'expired' }],
  ['login_required', { code: 'sign-in-failed', silently: 'expired' }],
  // The refresh token is not taken, for a reason we don't know: the sign-in page will say what it is.
  ['invalid_grant', { code: 'sign-in-failed', silently: 'expired' }],
  ['invalid_client', MISCONFIGURED],
  ['unauthorized_client', MISCONFIGURED],
  ['invalid_scope', MISCONFIGURED],
  ['server_error', BUSY],
  ['temporarily_unavailable', BUSY],
] satisfies [string, Meaning][]);

/** A silent request failed: either the person can cure it by signing in, or it is a problem. */
export function silentFailure(
  failure: EntraFailure,
  correlationId: CorrelationId,
):
  | { readonly kind: 'sign-in'; readonly need: SignInNeed }
  | { readonly kind: 'problem'; readonly problem: Problem } {
  if (failure.kind === 'session-lost') return { kind: 'sign-in', need: { reason: 'expired' } };
  if (failure.kind === 'refused') {
    const claims = failure.claims === undefined ? {} : { claims: failure.claims };
    const reason = silentReason(failure);
    if (reason !== undefined) return { kind: 'sign-in', need: { reason, ...claims } };
  }
  return { kind: 'problem', problem: interactiveProblem(failure, correlationId) };
}

/** A sign-in by the person failed: always a problem, so that a failed sign-in never asks for the next by itself. */
export function interactiveProblem(failure: EntraFailure, correlationId: CorrelationId): Problem {
  switch (failure.kind) {
    case 'refused': {
      const meaning = known(failure);
      return {
        code: meaning?.code ?? 'sign-in-failed',
        correlationId,
        serviceCode: failure.number === undefined ? failure.error : `AADSTS${failure.number}`,
        ...(failure.traceId === undefined ? {} : { serviceRequestId: failure.traceId }),
      };
    }
    case 'busy':
      return {
        code: 'entra-busy',
        correlationId,
        ...waitOf(failure),
        ...(failure.traceId === undefined ? {} : { serviceRequestId: failure.traceId }),
      };
    case 'unreachable':
      return { code: 'entra-unreachable', correlationId, ...waitOf(failure) };
    case 'session-lost':
      return { code: 'sign-in-expired', correlationId };
    case 'odd':
      return { code: 'sign-in-failed', correlationId, serviceCode: failure.detail };
  }
}

function waitOf({ retryAfterSeconds }: { readonly retryAfterSeconds?: number }): {
  retryAfterSeconds?: number;
} {
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
}

function known(failure: EntraFailure & { kind: 'refused' }): Meaning | undefined {
  // A known number says more than OAuth's name; an unknown one says less.
  return (failure.number === undefined ? undefined : AADSTS.get(failure.number)) ?? OAUTH.get(failure.error);
}

function silentReason(failure: EntraFailure & { kind: 'refused' }): SignInNeed['reason'] | undefined {
  const byNumber = failure.number === undefined ? undefined : AADSTS.get(failure.number);
  // A blocked account stays blocked, claims or not: only what we know to be final stops here.
  if (byNumber !== undefined) return byNumber.silently;
  if (failure.claims !== undefined) return 'step-up';
  if (failure.suberror === 'consent_required') return 'consent';
  return OAUTH.get(failure.error)?.silently;
}

/** What a log line tells of a refused token. */
export function refusalFields(outcome: ReturnType<typeof silentFailure>): {
  reason: string;
  serviceCode?: string;
} {
  if (outcome.kind === 'sign-in') return { reason: outcome.need.reason };
  const { code, serviceCode } = outcome.problem;
  return { reason: code, ...(serviceCode === undefined ? {} : { serviceCode }) };
}

/** How Entra failed us. No member holds the service's description: it names people. */
export type EntraFailure =
  | {
      readonly kind: 'refused';
      /** OAuth's error, such as `invalid_grant`. */
      readonly error: string;
      /** The digits after AADSTS. */
      readonly number?: string;
      readonly suberror?: string;
      /** A claims challenge, JSON text. */
      readonly claims?: string;
      readonly traceId?: string;
    }
  | { readonly kind: 'busy'; readonly retryAfterSeconds?: number; readonly traceId?: string }
  | { readonly kind: 'unreachable'; readonly retryAfterSeconds?: number }
  /** The session holds no refresh token that could still be used. */
  | { readonly kind: 'session-lost' }
  | { readonly kind: 'odd'; readonly detail: string };

/**
 * Carries an EntraFailure through MSAL. MSAL passes an AuthError on untouched, while its own errors lose the claims
 * or the number, depending on their class (facts: MSAL's ServerError has no claims).
 */
export class EntraError extends AuthError {
  constructor(readonly failure: EntraFailure) {
    super('entra_failure', '', failure.kind);
    // AuthError's constructor resets the prototype to its own.
    Object.setPrototypeOf(this, EntraError.prototype);
  }
}

const errorBody = z.object({
  error: z.string(),
  error_description: z.string().optional().catch(undefined),
  error_codes: z.array(z.number()).optional().catch(undefined),
  suberror: z.string().optional().catch(undefined),
  claims: z.string().optional().catch(undefined),
  trace_id: z.string().optional().catch(undefined),
});

/** What an answer of Entra other than 200 means. `now`: for a Retry-After that names a date. */
export function entraFailureOfReply(reply: HttpReply, now: Date): EntraFailure {
  const body = errorBody.safeParse(jsonOf(reply.body));
  const traceId = body.data?.trace_id ?? reply.headers['x-ms-request-id'];
  if (reply.status === 429 || reply.status >= 500) {
    const wait = retryAfterSeconds(reply.headers['retry-after'], now);
    return {
      kind: 'busy',
      ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
      ...named('traceId', traceId),
    };
  }
  if (!body.success) return { kind: 'odd', detail: `status ${reply.status}` };
  const { error, suberror, claims, error_codes: codes, error_description: description } = body.data;
  return {
    kind: 'refused',
    error,
    ...named('number', codes?.[0]?.toString() ?? aadstsNumber(description)),
    ...named('suberror', suberror),
    ...named('claims', claims),
    ...named('traceId', traceId),
  };
}

/** The number in a description such as "AADSTS65004: …". */
export function aadstsNumber(description: string | undefined): string | undefined {
  return /AADSTS(\d{4,9})/.exec(description ?? '')?.[1];
}

const SESSION_LOST = new Set(['no_tokens_found', 'refresh_token_expired', 'no_account_in_silent_request']);
const UNREACHABLE = new Set(['endpoints_resolution_error', 'openid_config_error', 'network_error']);

/** What an error thrown by MSAL means. */
export function entraFailureOfError(error: unknown): EntraFailure {
  if (error instanceof EntraError) return error.failure;
  if (!(error instanceof AuthError)) return { kind: 'odd', detail: 'not an MSAL error' };
  if (SESSION_LOST.has(error.errorCode)) return { kind: 'session-lost' };
  if (UNREACHABLE.has(error.errorCode)) return { kind: 'unreachable' };
  return { kind: 'odd', detail: error.errorCode };
}

function named<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined || value === '' ? {} : ({ [name]: value } as Partial<Record<K, string>>);
}
