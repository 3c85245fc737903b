import { z } from 'zod';

import type { HttpReply } from '../network/http-send';
import { jsonOf } from '../network/json';
import { retryAfterSeconds } from '../network/retry-after';

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
  const told = body.safeParse(jsonOf(reply.body)).data;
  const code = told?.error?.code ?? told?.code;
  const message = told?.error?.message ?? told?.message;
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
