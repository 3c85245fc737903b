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
