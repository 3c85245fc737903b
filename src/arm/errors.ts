import { z } from 'zod';

import type { CorrelationId } from '../model/identifiers';
import type { Problem, ProblemCode, SignInNeed } from '../model/problem';
import type { HttpReply } from '../network/http-send';
import { jsonOf, retryAfterSeconds } from '../network/http-send';

/** What the bot wanted of ARM. */
export type ArmVerb = 'read' | 'create' | 'update' | 'remove' | 'list';

/** What a refusal comes to. `not-linked` is the answer to a read, not an error. */
export type ArmMeaning =
  | { readonly kind: 'not-linked'; readonly serviceRequestId?: string }
  | { readonly kind: 'sign-in'; readonly need: SignInNeed }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** True for the verbs that change a link. */
export function isWrite(verb: ArmVerb): boolean {
  return verb === 'create' || verb === 'update' || verb === 'remove';
}

/**
 * What ARM's refusal means. After recorded answers: the codes are not those of the specification, and the refusal of
 * a partner's delegated sign-in has no known code or status, so it is recognized by its message.
 */
export function armMeaning(refusal: ArmRefusal, verb: ArmVerb, correlationId: CorrelationId): ArmMeaning {
  const { status } = refusal;
  const isChallenge = status === 401 || status === 403;
  if (isChallenge && refusal.claims !== undefined) {
    return { kind: 'sign-in', need: { reason: 'step-up', claims: refusal.claims } };
  }
  if (verb === 'read' && saysNotLinked(refusal)) {
    const { requestId } = refusal;
    return { kind: 'not-linked', ...(requestId === undefined ? {} : { serviceRequestId: requestId }) };
  }
  const code = codeOf(refusal, verb);
  if (code === undefined) return { kind: 'sign-in', need: { reason: 'expired' } };
  return { kind: 'problem', problem: armProblem(code, refusal, verb, correlationId) };
}

/** A Problem with what the answer tells for the log and for support. */
export function armProblem(
  code: ProblemCode,
  refusal: Pick<ArmRefusal, 'status' | 'code' | 'requestId' | 'retryAfterSeconds'>,
  verb: ArmVerb,
  correlationId: CorrelationId,
): Problem {
  const { status, code: serviceCode, requestId, retryAfterSeconds } = refusal;
  // A definite no has no effect; a failure behind ARM's door, or an answer that is none, may have had one.
  const mayHaveTakenEffect = isWrite(verb) && (status < 400 || status >= 500 || status === 408);
  return {
    code,
    correlationId,
    serviceCode: serviceCode ?? `HTTP ${status}`,
    ...(requestId === undefined ? {} : { serviceRequestId: requestId }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(mayHaveTakenEffect ? { mayHaveTakenEffect } : {}),
  };
}

/** Undefined: the token was not accepted, and a new sign-in may help. */
function codeOf(refusal: ArmRefusal, verb: ArmVerb): ProblemCode | undefined {
  const { status, message = '' } = refusal;
  if (status >= 500 || status === 408) return 'arm-failed';
  if (status < 400) return 'arm-odd-answer';
  if (status === 429) return 'arm-busy';
  if (/csp partner logged in|does not have an account in this tenant/i.test(message)) return 'no-account-csp';
  if (status === 401 || status === 403) return refusedPerson(refusal);
  return refusedRequest(refusal, verb);
}

function refusedRequest(refusal: ArmRefusal, verb: ArmVerb): ProblemCode {
  const { status, code = '' } = refusal;
  if (saysNotLinked(refusal)) return verb === 'create' ? 'arm-refused' : 'nothing-linked';
  if (code === 'PartnerIdInvalid') return 'partner-id-refused';
  if (code === 'PartnerIdAlreadyLinked' || /conflict/i.test(code) || status === 409) return 'already-linked';
  return 'arm-refused';
}

function refusedPerson({ status, code = '', message = '' }: ArmRefusal): ProblemCode | undefined {
  const isPolicy = code === 'RequestDisallowedByAzure' || code === 'RequestDisallowedByPolicy';
  // Azure uses the same code for region blocks, so the words decide.
  if (isPolicy && /\bMFA\b|multi-?factor|mfaforazure/i.test(message)) return 'mfa-refused';
  return status === 403 ? 'arm-forbidden' : undefined;
}

function saysNotLinked({ status, code }: ArmRefusal): boolean {
  return status === 404 && code === 'ManagementPartnerNotFound';
}

/** What an answer of ARM that is no success tells, as far as it tells anything. */
export interface ArmRefusal {
  readonly status: number;
  readonly code?: string;
  /** For recognizing only: never shown, never logged. */
  readonly message?: string;
  /** A claims challenge, decoded: JSON text. */
  readonly claims?: string;
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;
}

const MOST_CLAIMS = 4_096;
// Goes into logs and cards as it is, so nothing but the form of a code or an id.
const label = z
  .string()
  .regex(/^[\w.:-]{1,200}$/)
  .optional()
  .catch(undefined);
const said = z.object({ code: label, message: z.string().max(4_096).optional().catch(undefined) });
// ARM repeats code and message: nested, and flat beside it. Either may be missing.
const body = said.extend({ error: said.optional().catch(undefined) });

/** Reads a refusal out of ARM's answer. */
export function armRefusalOf(reply: HttpReply, now: Date): ArmRefusal {
  const answer = body.safeParse(jsonOf(reply.body)).data;
  const code = answer?.error?.code ?? answer?.code;
  const message = answer?.error?.message ?? answer?.message;
  const claims = claimsOf(reply.headers['www-authenticate']);
  const requestId = requestIdOf(reply);
  const wait = retryAfterSeconds(reply.headers['retry-after'], now);
  return {
    status: reply.status,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(claims === undefined ? {} : { claims }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  };
}

/** The id by which Microsoft's support finds the request. */
export function requestIdOf({ headers }: HttpReply): string | undefined {
  return label.parse(headers['x-ms-request-id'] ?? headers['request-id']);
}

/** The claims of a `WWW-Authenticate: Bearer … claims="<base64>"`, if they are a JSON object. */
export function claimsOf(header: string | undefined): string | undefined {
  const encoded = /\bclaims="([A-Za-z0-9+/_=-]+)"/.exec(header ?? '')?.[1];
  if (encoded === undefined || encoded.length > MOST_CLAIMS) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return z.record(z.unknown()).safeParse(jsonOf(decoded)).success ? decoded : undefined;
}
