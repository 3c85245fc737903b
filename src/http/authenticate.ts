import { createHash } from 'node:crypto';

import type { KeyLike } from 'jose';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';

import type { MonotonicClock } from '../model/clock';
import type { Log, LogFields } from '../model/log';
import type { PublishedKeys } from '../network/issuer-keys';

/** The one channel that this bot is on, as activities and endorsements name it. */
export const CHANNEL = 'msteams';

/** The channel's tokens are under two KB; what is far longer is none. */
const MOST_CHARACTERS = 16_384;
/** What Bot Framework allows between its clock and ours. */
const SKEW_MS = 5 * 60 * 1000;
/** The last second that Date can hold. */
const MOST_SECONDS = 8_640_000_000_000;

/** What a token of the channel must be. */
export interface ChannelTokenExpectation {
  readonly issuer: string;
  /** The bot's app id. */
  readonly audience: string;
  readonly now: Date;
}

/** Which check a token of the channel failed. */
export type ChannelTokenFlaw =
  | 'unreadable'
  | 'algorithm'
  | 'claims'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'too-early'
  | 'unknown-key'
  | 'endorsement'
  | 'signature';

/** What the check comes to. */
export type ChannelTokenVerdict =
  /** `serviceUrl`: the only one that the request may name. */
  | { readonly kind: 'good'; readonly serviceUrl: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'flawed'; readonly flaw: ChannelTokenFlaw }
  | { readonly kind: 'keys-unreachable' };

const header = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(256) });
const claims = z.object({
  iss: z.string(),
  // A list would let a token for us be one for somebody else too.
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string().min(1),
});
type Claims = z.infer<typeof claims>;

/**
 * Checks the Authorization header of a request that claims to come from the channel. What can be seen without a key is
 * looked at first, so that a foreign token causes no request and no work.
 */
export async function checkChannelToken(
  authorization: string | undefined,
  expected: ChannelTokenExpectation,
  keys: PublishedKeys,
  signatures: VerifiedSignatures,
): Promise<ChannelTokenVerdict> {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { kind: 'absent' };
  if (token.length > MOST_CHARACTERS) return flawed('unreadable');
  const read = readToken(token);
  if ('flaw' in read) return flawed(read.flaw);
  const flaw = flawOf(read.claims, expected);
  if (flaw !== undefined) return flawed(flaw);
  const found = await keys.find(read.keyId);
  if (found.kind === 'unreachable') return { kind: 'keys-unreachable' };
  if (found.kind === 'unknown') return flawed('unknown-key');
  if (!found.endorsements.includes(CHANNEL)) return flawed('endorsement');
  if (!(await signatures.isSigned(token, found.key))) return flawed('signature');
  return { kind: 'good', serviceUrl: read.claims.serviceurl };
}

function readToken(
  token: string,
): { readonly keyId: string; readonly claims: Claims } | { readonly flaw: ChannelTokenFlaw } {
  try {
    const named = header.safeParse(decodeProtectedHeader(token)).data;
    if (named === undefined) return { flaw: 'algorithm' };
    const given = claims.safeParse(decodeJwt(token)).data;
    return given === undefined ? { flaw: 'claims' } : { keyId: named.kid, claims: given };
  } catch {
    return { flaw: 'unreadable' };
  }
}

function flawOf(given: Claims, { issuer, audience, now }: ChannelTokenExpectation) {
  if (given.iss !== issuer) return 'issuer';
  if (given.aud !== audience) return 'audience';
  // Written so that a number beyond what Date can hold fails too.
  if (!(given.exp * 1000 + SKEW_MS > now.getTime() && given.exp < MOST_SECONDS)) return 'expired';
  if (given.nbf !== undefined && !(given.nbf * 1000 - SKEW_MS <= now.getTime())) return 'too-early';
  return undefined;
}

function flawed(flaw: ChannelTokenFlaw): ChannelTokenVerdict {
  return { kind: 'flawed', flaw };
}

/** Teams sends one token for an hour; those who send have some each. */
const MOST_PER_KEY = 1_000;

/**
 * Checks RS256 signatures, each of a token once: the same token comes with every activity for as long as it is good, and
 * the check costs more than all else at the gate. What is remembered is that these very characters were signed by this
 * very key, as a digest; when the keys are read anew, everything is checked anew.
 */
export class VerifiedSignatures {
  private readonly byKey = new WeakMap<KeyLike, Set<string>>();

  /** Whether the key has signed the token, a JWS in compact form. */
  async isSigned(token: string, key: KeyLike): Promise<boolean> {
    const known = this.knownTo(key);
    const digest = createHash('sha256').update(token).digest('base64');
    if (known.has(digest)) return true;
    try {
      await compactVerify(token, key, { algorithms: ['RS256'] });
    } catch {
      return false;
    }
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

const PERIOD_MS = 60 * 1000;

/** Who was not let in, for the log: the first of each kind, then once a minute how many, so that nobody can fill it. */
export class Refusals {
  private readonly seen = new Map<string, { since: number; count: number }>();

  constructor(private readonly parts: { readonly monotonicMs: MonotonicClock; readonly log: Log }) {}

  /** Notes one; `flaw` is one of the few words of the door, `more` what the first of a minute is logged with. */
  note(flaw: string, more: LogFields = {}): void {
    const now = this.parts.monotonicMs();
    const before = this.seen.get(flaw);
    if (before !== undefined && now - before.since < PERIOD_MS) {
      before.count += 1;
      return;
    }
    this.seen.set(flaw, { since: now, count: 0 });
    this.parts.log.warn('http.gate.refused', { ...more, flaw, count: (before?.count ?? 0) + 1 });
  }
}
