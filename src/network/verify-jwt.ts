import { createHash } from 'node:crypto';

import type { KeyLike } from 'jose';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';

import type { FoundKey } from './issuer-keys';

/** The tokens that we are handed are under four kilobytes; what is far longer is none. */
const MOST_CHARACTERS = 16_384;
/** What Bot Framework and Entra allow between their clock and ours. */
export const CLOCK_SKEW_MS = 5 * 60 * 1000;
/** The last second that Date can hold, with the skew on top. */
const MOST_SECONDS = 8_640_000_000_000 - CLOCK_SKEW_MS / 1000;

/** Which check a token failed that every token has to pass. */
export type JwtFlaw =
  'unreadable' | 'algorithm' | 'claims' | 'expired' | 'too-early' | 'unknown-key' | 'signature';

/** What a token must be. `C`: its claims; `F`: the flaws that they can have. */
export interface JwtExpectation<C, F extends string> {
  readonly claims: z.ZodType<C, z.ZodTypeDef, unknown>;
  /** What is wrong with claims of the right form: issuer, audience, whom they are about. */
  readonly flawOf: (claims: C) => F | undefined;
  readonly findKey: (keyId: string) => Promise<FoundKey>;
  readonly now: Date;
}

/** What the check of a token comes to. */
export type JwtVerdict<C, F extends string> =
  | { readonly kind: 'good'; readonly claims: C; readonly endorsements: readonly string[] }
  | { readonly kind: 'flawed'; readonly flaw: JwtFlaw | F }
  | { readonly kind: 'keys-unreachable' };

const header = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(256) });

/**
 * Checks a token (a JWS in compact form, RS256) of an issuer that publishes its keys. What can be seen without a key is
 * looked at first, so that a foreign token causes no request and no work.
 */
export async function verifyJwt<C extends { readonly exp: number; readonly nbf?: number }, F extends string>(
  token: string,
  { claims: form, flawOf, findKey, now }: JwtExpectation<C, F>,
  signatures: Signatures = { isSigned: hasSigned },
): Promise<JwtVerdict<C, F>> {
  const flawed = (flaw: JwtFlaw | F) => ({ kind: 'flawed', flaw }) as const;
  const decoded = token.length > MOST_CHARACTERS ? undefined : decodedToken(token);
  if (decoded === undefined) return flawed('unreadable');
  const named = header.safeParse(decoded.header).data;
  if (named === undefined) return flawed('algorithm');
  const claims = form.safeParse(decoded.claims).data;
  if (claims === undefined) return flawed('claims');
  const flaw = flawOf(claims) ?? timeFlawOf(claims, now);
  if (flaw !== undefined) return flawed(flaw);
  const found = await findKey(named.kid);
  if (found.kind === 'unreachable') return { kind: 'keys-unreachable' };
  if (found.kind === 'unknown') return flawed('unknown-key');
  if (!(await signatures.isSigned(token, found.key))) return flawed('signature');
  return { kind: 'good', claims, endorsements: found.endorsements };
}

function decodedToken(token: string): { readonly header: unknown; readonly claims: unknown } | undefined {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    return undefined;
  }
}

function timeFlawOf({ exp, nbf }: { readonly exp: number; readonly nbf?: number }, now: Date) {
  // Written so that a number beyond what Date can hold fails too.
  if (!(exp * 1000 + CLOCK_SKEW_MS > now.getTime() && exp < MOST_SECONDS)) return 'expired';
  if (nbf !== undefined && !(nbf * 1000 - CLOCK_SKEW_MS <= now.getTime())) return 'too-early';
  return undefined;
}

interface Signatures {
  /** Whether the key has signed the token. */
  isSigned(token: string, key: KeyLike): Promise<boolean>;
}

async function hasSigned(token: string, key: KeyLike): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}

/** Teams sends one token for an hour; those who send have some each. */
const MOST_PER_KEY = 1_000;

/**
 * Checks each token's signature once: the channel sends the same token with every activity for as long as it is good,
 * and the check costs more than all else at the door. What is remembered is that these very characters were signed by
 * this very key, as a digest; when the keys are read anew, everything is checked anew.
 */
export class VerifiedSignatures implements Signatures {
  private readonly byKey = new WeakMap<KeyLike, Set<string>>();

  async isSigned(token: string, key: KeyLike): Promise<boolean> {
    const known = this.knownTo(key);
    const digest = createHash('sha256').update(token).digest('base64');
    if (known.has(digest)) return true;
    if (!(await hasSigned(token, key))) return false;
    if (known.size >= MOST_PER_KEY) known.clear();
    known.add(digest);
    return true;
  }

  private knownTo(key: KeyLike): Set<string> {
    const known = this.byKey.get(key) ?? new Set();
    this.byKey.set(key, known);
    return known;
  }
}
