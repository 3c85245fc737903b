import { AuthError } from '@azure/msal-node';
import { z } from 'zod';

import type { HttpReply } from '../network/http-send';
import { jsonOf } from '../network/json';
import { retryAfterSeconds } from '../network/retry-after';

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
