import type { ProblemCode } from './problem';

/** What a person may have to ask of the administrator of a directory: each has its message in both languages. */
export const CUSTOMER_REQUESTS = [
  /** To approve the app. */
  'consent',
  /** The same of several directories: for each its own page. */
  'consent-many',
  /** To allow a sign-in that a rule refuses. */
  'policy',
  /** To assign the person to the app. */
  'assignment',
  /** To invite them as a guest, or to send the invitation again. */
  'invitation',
  'invitation-again',
  /** To give their account a role. */
  'role',
  'first-role',
] as const;

/** One of CUSTOMER_REQUESTS. */
export type CustomerRequest = (typeof CUSTOMER_REQUESTS)[number];

/** What helps against a problem that only an administrator of the directory can solve. */
export const REQUEST_OF_PROBLEM: Readonly<Partial<Record<ProblemCode, CustomerRequest>>> = {
  'consent-needed': 'consent',
  'consent-declined': 'consent',
  'app-not-in-directory': 'consent',
  'device-required': 'policy',
  'access-blocked': 'policy',
  'cross-tenant-blocked': 'policy',
  'arm-forbidden': 'policy',
  'user-not-assigned': 'assignment',
  'not-in-directory': 'invitation',
  'no-account-csp': 'invitation',
  'invitation-pending': 'invitation-again',
};

/** The problems that an administrator ends by approving the app. */
export const NEEDS_ADMIN_CONSENT: readonly ProblemCode[] = [
  'consent-needed',
  'consent-declined',
  'app-not-in-directory',
];

/** Whether a word is one of CUSTOMER_REQUESTS. */
export function isCustomerRequest(word: string): word is CustomerRequest {
  return CUSTOMER_REQUESTS.some((one) => one === word);
}
