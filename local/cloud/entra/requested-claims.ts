import { z } from 'zod';

const wish = z.object({ values: z.array(z.string()).optional(), value: z.string().optional() }).nullable();
const claimsSchema = z.object({
  access_token: z.record(wish).optional(),
  id_token: z.record(wish).optional(),
});

/** Whether a `claims` parameter can only be met with a second factor. What is not JSON asks for nothing. */
export function asksForSecondFactor(claims: string | undefined): boolean {
  if (claims === undefined) return false;
  let json: unknown;
  try {
    json = JSON.parse(claims);
  } catch {
    return false;
  }
  const parsed = claimsSchema.safeParse(json);
  if (!parsed.success) return false;
  return [parsed.data.access_token, parsed.data.id_token].some(
    (wishes) =>
      wishes !== undefined &&
      ('polids' in wishes ||
        wishes['acrs'] !== undefined ||
        (wishes['amr']?.values ?? [wishes['amr']?.value]).includes('mfa')),
  );
}
