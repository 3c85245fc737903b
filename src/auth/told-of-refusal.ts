import type { silentFailure } from './entra-errors';

/** What a log line tells of a refused token. */
export function toldOfRefusal(outcome: ReturnType<typeof silentFailure>): {
  reason: string;
  serviceCode?: string;
} {
  if (outcome.kind === 'sign-in') return { reason: outcome.need.reason };
  const { code, serviceCode } = outcome.problem;
  return { reason: code, ...(serviceCode === undefined ? {} : { serviceCode }) };
}
