import type { View, Where } from '../cards/view';
import type { TenantId } from '../model/identifiers';
import type { Outcome, Problem, ProblemCode, SignInNeed } from '../model/problem';
import type { Request } from './request';
import { answer } from './talk';
import type { Step, Talk } from './talk';

/** What the person was about to do where, for the cards that say what stands in the way. */
export interface Attempted {
  readonly request: Request;
  readonly tenantId: TenantId;
  /** Empty when it is not known yet. */
  readonly directoryName: string;
  readonly partnerId?: string;
  readonly action: 'link' | 'change' | 'unlink' | 'show';
}

/** A sign-in from here can't help with these: the person can still do it by hand. */
const BY_HAND: readonly ProblemCode[] = [
  'consent-needed',
  'consent-declined',
  'device-required',
  'access-blocked',
  'cross-tenant-blocked',
  'user-not-assigned',
  'app-not-in-directory',
  'mfa-refused',
];
const NEEDS_ADMIN_CONSENT: readonly ProblemCode[] = [
  'consent-needed',
  'consent-declined',
  'app-not-in-directory',
];

/** Says what a problem is, and what to do now. */
export function problemView(talk: Talk, problem: Problem, attempted?: Attempted): View {
  const where: Partial<Where> = attempted
    ? { directoryName: attempted.directoryName, directoryId: attempted.tenantId }
    : {};
  const data = {
    code: problem.code,
    correlationId: problem.correlationId,
    ...where,
    ...(problem.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: problem.retryAfterSeconds }),
  };
  if (attempted === undefined || !BY_HAND.includes(problem.code)) return { name: 'problem', data };
  return {
    name: 'problem-by-hand',
    data: {
      ...data,
      directoryName: attempted.directoryName,
      directoryId: attempted.tenantId,
      partnerId: attempted.partnerId ?? '',
      action: attempted.action,
      adminConsentUrl: NEEDS_ADMIN_CONSENT.includes(problem.code)
        ? talk.desk.adminConsentUrl(attempted.tenantId)
        : '',
    },
  };
}

/** Answers an outcome that is not ok: a sign-in card, or the problem's card. */
export function obstacle(
  talk: Talk,
  outcome: Exclude<Outcome<never>, { kind: 'ok' }>,
  attempted: Attempted,
): Step {
  return outcome.kind === 'sign-in'
    ? signInStep(talk, outcome.need, attempted)
    : answer(problemView(talk, outcome.problem, attempted));
}

/**
 * Sends the person to sign in and parks the request until they have. Asked for the same once more right after a
 * sign-in, it is a problem instead: nobody is sent round in circles.
 */
export function signInStep(
  talk: Talk,
  need: Omit<SignInNeed, 'reason'> & { reason: SignInNeed['reason'] | 'asked' },
  attempted: Attempted,
): Step {
  const { asker, desk, justSignedIn } = talk;
  const { tenantId, directoryName, request } = attempted;
  if (justSignedIn?.tenantId === tenantId && justSignedIn.reason === need.reason) {
    const problem = { code: SIGN_IN_DID_NOT_HELP[need.reason], correlationId: asker.correlationId };
    return answer(problemView(talk, problem, attempted));
  }
  const url = desk.begin(asker, tenantId, {
    ...(need.claims === undefined ? {} : { claims: need.claims }),
    askConsent: need.reason === 'consent',
  });
  return {
    views: [{ name: 'sign-in', data: { url, reason: need.reason, directoryName, directoryId: tenantId } }],
    dialog: { kind: 'signing-in', request, tenantId, reason: need.reason },
  };
}

const SIGN_IN_DID_NOT_HELP: Record<SignInNeed['reason'] | 'asked', ProblemCode> = {
  first: 'sign-in-failed',
  expired: 'sign-in-failed',
  asked: 'sign-in-failed',
  consent: 'consent-needed',
  'step-up': 'mfa-refused',
};
