import type { View, Where } from '../cards/view';
import type { TenantId } from '../model/identifiers';
import type { Problem, ProblemCode } from '../model/problem';
import type { Request } from './request';
import type { DialogContext } from './context';

/** What the person was about to do where, for the cards that say what stands in the way. */
export interface Attempt {
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
export function problemView(context: DialogContext, problem: Problem, attempt?: Attempt): View {
  const where: Partial<Where> = attempt
    ? { directoryName: attempt.directoryName, directoryId: attempt.tenantId }
    : {};
  const data = {
    code: problem.code,
    correlationId: problem.correlationId,
    ...where,
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
