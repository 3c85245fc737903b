import { z } from 'zod';

import { jsonOf } from '../network/json';

const claimsRequest = z.record(z.record(z.unknown()));

/**
 * One claims request (JSON text) that asks for what both ask for: ARM wants one thing, Entra's own policies another,
 * and the person should sign in once. Where they ask differently for the same claim, the second wins.
 */
export function mergedClaims(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const one = claimsRequest.safeParse(jsonOf(first)).data;
  const other = claimsRequest.safeParse(jsonOf(second)).data;
  if (one === undefined || other === undefined) return other === undefined ? first : second;
  const parts = new Set([...Object.keys(one), ...Object.keys(other)]);
  return JSON.stringify(
    Object.fromEntries([...parts].map((part) => [part, { ...one[part], ...other[part] }])),
  );
}
