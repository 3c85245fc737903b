import { appendFileSync } from 'node:fs';

/** What a test measured for one threat of the threat model (docs/SECURITY.md). */
export interface ThreatResult {
  /** Such as `T01`. */
  readonly id: string;
  /** What was tried, in a few words. */
  readonly what: string;
  readonly tried: number;
  readonly passed: number;
  /** What else was measured, with its unit; empty when the counts say it all. */
  readonly figure?: string;
}

/** Notes the result for the table that `npm run test:security` prints, and fails unless every try passed. */
export function expectPassed(result: ThreatResult): void {
  const report = process.env['THREAT_REPORT'];
  if (report !== undefined && report !== '') appendFileSync(report, `${JSON.stringify(result)}\n`);
  expect(result.tried).toBeGreaterThan(0);
  expect(`${result.id}: ${result.passed} of ${result.tried} passed`).toBe(
    `${result.id}: ${result.tried} of ${result.tried} passed`,
  );
}

const isFull = process.env['FULL_COUNTS'] === '1';

/**
 * Whether it took no longer than promised. Only the threat report judges it, on a quiet machine; on any other run a
 * machine may be busy with something else, and the answer is yes.
 */
export function isInTime(tookMs: number, limitMs: number): boolean {
  return !isFull || tookMs <= limitMs;
}

/** How often to try something: fewer times on every run of the tests, all of them with `--full`. */
export function howMany(counts: { readonly usual: number; readonly full: number }): number {
  return isFull ? counts.full : counts.usual;
}
