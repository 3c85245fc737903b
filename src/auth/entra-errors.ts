import type { CorrelationId } from '../model/identifiers';
import type { Problem, ProblemCode, SignInNeed } from '../model/problem';
import type { EntraFailure } from './entra-failure';

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
export function toldOfRefusal(outcome: ReturnType<typeof silentFailure>): {
  reason: string;
  serviceCode?: string;
} {
  if (outcome.kind === 'sign-in') return { reason: outcome.need.reason };
  const { code, serviceCode } = outcome.problem;
  return { reason: code, ...(serviceCode === undefined ? {} : { serviceCode }) };
}
