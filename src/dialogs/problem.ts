import type { View, Where } from '../cards/view';
import type { Problem, ProblemCode } from '../model/problem';
import { NEEDS_ADMIN_CONSENT } from '../model/problem';
import { newOperationId } from '../model/identifiers';
import type { TenantId } from '../model/identifiers';
import type { Request } from './request';
import type { DialogContext, DialogResult } from './context';
import { answer } from './context';

/** What the person was about to do where, for the cards that say what stands in the way. */
export interface Attempt {
  readonly request: Request;
  readonly tenantId: TenantId;
  /** Empty when it is not known yet. */
  readonly directoryName: string;
  readonly partnerId?: string;
  /** The page of a sign-in that goes on with it. */
  readonly signInUrl?: string;
  readonly action: 'link' | 'change' | 'unlink' | 'show';
}

/**
 * A sign-in from here can't help with these: the person can still do it by hand. Where the directory bars the person
 * or the device (`access-blocked`, `cross-tenant-blocked`, `device-required`) it bars the portal and the shells as well.
 */
const BY_HAND: readonly ProblemCode[] = [
  'consent-needed',
  'consent-declined',
  'user-not-assigned',
  'app-not-in-directory',
  'mfa-refused',
];
/** A new sign-in can end these: those whose card has the button for it. */
export const SIGN_IN_AGAIN: readonly ProblemCode[] = [
  'mfa-enrolment-needed',
  'device-required',
  'wrong-account',
  'sign-in-expired',
  'sign-in-failed',
  'mfa-refused',
  'token-mismatch',
];

/** Says what a problem is, and what to do now. */
export function problemView(context: DialogContext, problem: Problem, attempt?: Attempt): View {
  const where: Partial<Where> = attempt
    ? { directoryName: attempt.directoryName, directoryId: attempt.tenantId }
    : {};
  const data = {
    code: problem.code,
    correlationId: problem.correlationId,
    ...where,
    ...(attempt?.signInUrl === undefined ? {} : { signInUrl: attempt.signInUrl }),
    ...(problem.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: problem.retryAfterSeconds }),
  };
  if (attempt === undefined || !BY_HAND.includes(problem.code)) return { name: 'problem', data };
  return {
    name: 'problem-by-hand',
    data: {
      ...data,
      directoryName: attempt.directoryName,
      directoryId: attempt.tenantId,
      partnerId: attempt.partnerId ?? '',
      action: attempt.action,
      adminConsentUrl: NEEDS_ADMIN_CONSENT.includes(problem.code)
        ? context.signInService.adminConsentUrl(attempt.tenantId)
        : '',
    },
  };
}

/** What a sign-in must satisfy. */
export interface SignInWish {
  /** The claims challenge, already decoded. */
  readonly claims?: string | undefined;
  readonly askConsent?: boolean | undefined;
  /** What goes on after it: see signInPageFor. */
  readonly goesOn?: string | undefined;
}

/** The page of a sign-in that may end the problem; undefined where none can. */
export async function signInUrlFor(
  { caller, signInService, isPersonal }: DialogContext,
  { code }: Problem,
  tenantId: TenantId,
  { claims, askConsent = false, goesOn }: SignInWish = {},
): Promise<string | undefined> {
  if (!isPersonal || !SIGN_IN_AGAIN.includes(code)) return undefined;
  return signInService.begin(caller, tenantId, {
    ...(claims === undefined ? {} : { claims }),
    ...(goesOn === undefined ? {} : { goesOn }),
    askConsent,
  });
}

/** Says what a problem is. Where a sign-in may end it, one press opens its page, and what was wanted goes on afterwards. */
export async function problemResult(
  context: DialogContext,
  problem: Problem,
  attempt: Attempt,
  wish?: SignInWish,
): Promise<DialogResult> {
  const { request, tenantId } = attempt;
  const signInUrl = await signInUrlFor(context, problem, tenantId, wish);
  if (signInUrl === undefined) return answer(problemView(context, problem, attempt));
  return {
    views: [problemView(context, problem, { ...attempt, signInUrl })],
    dialog: {
      kind: 'signing-in',
      request,
      tenantId,
      reason: 'asked',
      attemptId: newOperationId(),
      askedAt: context.now.toISOString(),
      phase: 'failed',
    },
  };
}
