import { randomUUID } from 'node:crypto';
import { jsonAnswer, type Answer } from '../http/answer';
import { describeError } from './entra-error-catalogue';

/** Entra says no. */
export interface EntraRefusal {
  readonly kind: 'refused';
  readonly aadsts: number;
  /** A claims challenge to hand to the person's sign-in: JSON text. */
  readonly claims?: string;
}

/** A refusal with this AADSTS number. */
export function refuse(aadsts: number, claims?: string): EntraRefusal {
  return { kind: 'refused', aadsts, ...(claims === undefined ? {} : { claims }) };
}

/** The ids and the time that every error of Entra ends with. */
export interface ErrorStamp {
  readonly traceId: string;
  readonly correlationId: string;
  readonly at: Date;
}

/** A stamp for an error that is about to be sent. */
export function errorStamp(at: Date, correlationId: string | undefined): ErrorStamp {
  return { traceId: randomUUID(), correlationId: correlationId ?? randomUUID(), at };
}

function entraTime(at: Date): string {
  return at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

/** The text of an error as Entra writes it: number, sentence, then the ids. */
export function errorText(refusal: EntraRefusal, stamp: ErrorStamp): string {
  const { sentence } = describeError(refusal.aadsts);
  return (
    `AADSTS${refusal.aadsts}: ${sentence} Trace ID: ${stamp.traceId} ` +
    `Correlation ID: ${stamp.correlationId} Timestamp: ${entraTime(stamp.at)}`
  );
}

/** What the token endpoint answers to a refusal. */
export function tokenErrorAnswer(refusal: EntraRefusal, stamp: ErrorStamp): Answer {
  const { error, status, suberror } = describeError(refusal.aadsts);
  return jsonAnswer(
    status,
    {
      error,
      error_description: errorText(refusal, stamp),
      error_codes: [refusal.aadsts],
      timestamp: entraTime(stamp.at),
      trace_id: stamp.traceId,
      correlation_id: stamp.correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${refusal.aadsts}`,
      ...(suberror === undefined ? {} : { suberror }),
      ...(refusal.claims === undefined ? {} : { claims: refusal.claims }),
    },
    {
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      'x-ms-request-id': stamp.traceId,
    },
  );
}
