import type { View, Where } from '../cards/view';
import { newOperationId } from '../model/identifiers';
import type { TenantId } from '../model/identifiers';
import type { Outcome, Problem, ProblemCode, SignInNeed } from '../model/problem';
import { goPersonal } from './go-personal';
import type { Request } from './request';
import type { SigningIn } from './state';
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
export async function obstacle(
  talk: Talk,
  outcome: Exclude<Outcome<never>, { kind: 'ok' }>,
  attempted: Attempted,
): Promise<Step> {
  return outcome.kind === 'sign-in'
    ? signInStep(talk, outcome.need, attempted)
    : answer(problemView(talk, outcome.problem, attempted));
}

/** A need for a sign-in, or the person's own wish for one. */
type WantedSignIn = Omit<SignInNeed, 'reason'> & { readonly reason: SigningIn['reason'] };

/** A sign-in for these may go without the person: no second factor and no consent is asked for. */
const SILENT_REASONS: readonly SigningIn['reason'][] = ['first', 'expired', 'asked', 'interrupted'];

/** With these, nothing is held of a sign-in that was made a moment ago: another instance has it, or a restart took it. */
const LOST_REASONS: readonly SigningIn['reason'][] = ['first', 'expired'];

/**
 * Sends the person to sign in and parks the request until they have. Asked for the same once more right after a
 * sign-in, it is a problem instead: nobody is sent round in circles. While the card for it was shown only a moment
 * ago, there is no second one: the request waits for that. Nor is there when the person came back from it a moment ago.
 */
export async function signInStep(talk: Talk, need: WantedSignIn, attempted: Attempted): Promise<Step> {
  const { asker, desk, justSignedIn, openSignIn } = talk;
  const { tenantId, directoryName, request } = attempted;
  if (!talk.isPersonal) return goPersonal(talk);
  const isMet = justSignedIn?.tenantId === tenantId && justSignedIn.reason === need.reason;
  // What Teams did silently, the person may still do on the page.
  if (isMet && !justSignedIn.isSilent) {
    const problem = { code: SIGN_IN_DID_NOT_HELP[need.reason], correlationId: asker.correlationId };
    return answer(problemView(talk, problem, attempted));
  }
  if (openSignIn?.tenantId === tenantId && openSignIn.reason === need.reason) {
    const data = { directoryName, directoryId: tenantId };
    return { views: [{ name: 'sign-in-waiting', data }], dialog: { ...openSignIn, request } };
  }
  const ways = waysOf(talk, need);
  if (!ways.isSilent && talk.signedInLately === tenantId && LOST_REASONS.includes(need.reason)) {
    const problem = { code: 'sign-in-elsewhere', correlationId: asker.correlationId } as const;
    return answer(problemView(talk, problem, attempted));
  }
  const url = await desk.begin(asker, tenantId, {
    ...(need.claims === undefined ? {} : { claims: need.claims }),
    askConsent: need.reason === 'consent',
  });
  return {
    views: [{ name: 'sign-in', data: { url, reason: need.reason, directoryName, directoryId: tenantId } }],
    dialog: { kind: 'signing-in', request, tenantId, reason: need.reason, ...ways },
  };
}

/** Who can do the sign-in: Teams, the person, or either. */
function waysOf(
  { maySignInSilently, justSignedIn, now }: Talk,
  { reason, silentFailed }: WantedSignIn,
): Omit<SigningIn, 'kind' | 'request' | 'tenantId' | 'reason'> {
  const takesToken =
    SILENT_REASONS.includes(reason) && silentFailed !== true && justSignedIn?.isSilent !== true;
  return {
    attemptId: newOperationId(),
    askedAt: now.toISOString(),
    takesToken,
    isSilent: takesToken && maySignInSilently,
    hasFailed: false,
  };
}

const SIGN_IN_DID_NOT_HELP: Record<SigningIn['reason'], ProblemCode> = {
  first: 'sign-in-failed',
  expired: 'sign-in-failed',
  asked: 'sign-in-failed',
  interrupted: 'sign-in-failed',
  consent: 'consent-needed',
  'step-up': 'mfa-refused',
};
