import { z } from 'zod';

/** What the local services read from a token that the local Entra signed. */
export const accessTokenSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  tid: z.string(),
  oid: z.string(),
  exp: z.number(),
  nbf: z.number(),
  scp: z.string(),
  amr: z.array(z.string()).default([]),
  acrs: z.array(z.string()).default([]),
});

export type AccessToken = z.infer<typeof accessTokenSchema>;

/** True when the token says that a second factor was used for what `p1` stands for. */
export function hasSecondFactor(token: Pick<AccessToken, 'amr' | 'acrs'>): boolean {
  return token.amr.includes('mfa') && token.acrs.includes('p1');
}
