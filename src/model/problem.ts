import type { CorrelationId } from './identifiers';

/**
 * Everything that can go wrong, by name. Each code has its own sentence and next step in
 * `content/<locale>/problems.json`; a test holds the two lists equal.
 */
export const PROBLEM_CODES = [
  // Entra says no (AADSTS numbers in auth/entra-errors.ts)
  'consent-needed',
  'consent-declined',
  'mfa-enrolment-needed',
  'device-required',
  'access-blocked',
  'not-in-directory',
  'managed-from-home',
  'invitation-pending',
  'cross-tenant-blocked',
  'user-not-assigned',
  'app-not-in-directory',
  'bot-misconfigured',
  'wrong-account',
  'guest-here',
  'sign-in-expired',
  'sign-in-failed',
  'sign-in-elsewhere',
  'entra-busy',
  'entra-unreachable',
  // ARM says no
  'partner-id-refused',
  'already-linked',
  'nothing-linked',
  'no-account-csp',
  'mfa-refused',
  'arm-forbidden',
  'arm-refused',
  'arm-busy',
  'arm-failed',
  'arm-unreachable',
  'arm-odd-answer',
  // We say no, or can't tell
  'operation-expired',
  'operation-unknown',
  'not-yours',
  'only-own',
  'no-work-account',
  'link-changed-meanwhile',
  'outcome-unknown',
  'interrupted',
  'not-as-asked',
  'directory-unknown',
  'token-mismatch',
  'storage-unavailable',
  'not-all-forgotten',
  'newer-version',
  'state-lost',
  'too-fast',
  'too-many-here',
  'unexpected',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** An error as a value: what happened, and enough to act on it. Never holds a token. */
export interface Problem {
  readonly code: ProblemCode;
  readonly correlationId: CorrelationId;
  /** For the log: the service's own code, such as `AADSTS53003` or `PartnerIdInvalid`. */
  readonly serviceCode?: string;
  /** For support: ARM's x-ms-request-id or Entra's trace id, when the service sent one. */
  readonly serviceRequestId?: string;
  /** Seconds after which the service wants to be asked again. */
  readonly retryAfterSeconds?: number;
  /** True when a write may have taken effect although no proper answer came. */
  readonly mayHaveTakenEffect?: boolean;
}

/** Why the person must sign in, and with what. */
export interface SignInNeed {
  readonly reason: 'first' | 'expired' | 'step-up' | 'consent';
  /** The claims challenge that the sign-in must satisfy: the JSON text, already decoded. */
  readonly claims?: string;
  /** Teams' silent sign-in was tried and did not do: only the sign-in page can help. */
  readonly silentFailed?: true;
}

/** What a call to the cloud comes back with. */
export type Outcome<T> =
  | {
      readonly kind: 'ok';
      readonly value: T;
      /** As in Problem. */
      readonly serviceRequestId?: string;
    }
  | { readonly kind: 'sign-in'; readonly need: SignInNeed }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** An Outcome that went well. */
export function ok<T>(value: T, serviceRequestId?: string): Outcome<T> {
  return { kind: 'ok', value, ...(serviceRequestId === undefined ? {} : { serviceRequestId }) };
}

/** An Outcome that failed. */
export function failed(problem: Problem): { kind: 'problem'; problem: Problem } {
  return { kind: 'problem', problem };
}

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

/** What the same write again comes to again: somebody has to do something else first. */
export const TRYING_AGAIN_IS_VAIN: readonly (ProblemCode | '' | undefined)[] = [
  'no-account-csp',
  'partner-id-refused',
];

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

/**
 * What became of a decision. `cancelled`: by the person; `stopped`: with the rest
 * of its batch; `changed`: the link was not what the card showed; `unclear`: nobody knows yet whether it took effect.
 */
export type DecisionOutcome =
  'done' | 'not-as-asked' | 'failed' | 'cancelled' | 'stopped' | 'changed' | 'expired' | 'unclear';
