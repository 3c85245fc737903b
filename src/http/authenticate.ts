import { z } from 'zod';

import type { MonotonicClock } from '../model/clock';
import type { Log, LogFields } from '../model/log';
import type { PublishedKeys } from '../network/issuer-keys';
import type { JwtFlaw, VerifiedSignatures } from '../network/verify-jwt';
import { verifyJwt } from '../network/verify-jwt';

/** The one channel that this bot is on, as activities and endorsements name it. */
export const CHANNEL = 'msteams';

/** What a token of the channel must be. */
export interface ChannelTokenExpectation {
  readonly issuer: string;
  /** The bot's app id. */
  readonly audience: string;
  readonly now: Date;
}

/** What the check comes to. */
export type ChannelTokenVerdict =
  /** `serviceUrl`: the only one that the request may name. */
  | { readonly kind: 'good'; readonly serviceUrl: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'flawed'; readonly flaw: JwtFlaw | 'issuer' | 'audience' | 'endorsement' }
  | { readonly kind: 'keys-unreachable' };

const claims = z.object({
  iss: z.string(),
  // A list would let a token for us be one for somebody else too.
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string().min(1),
});

/** Checks the Authorization header of a request that claims to come from the channel. */
export async function checkChannelToken(
  authorization: string | undefined,
  { issuer, audience, now }: ChannelTokenExpectation,
  keys: PublishedKeys,
  signatures: VerifiedSignatures,
): Promise<ChannelTokenVerdict> {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return { kind: 'absent' };
  const flawOf = ({ iss, aud }: z.infer<typeof claims>) =>
    iss !== issuer ? 'issuer' : aud !== audience ? 'audience' : undefined;
  const findKey = (keyId: string) => keys.find(keyId);
  const verdict = await verifyJwt(token, { claims, flawOf, findKey, now }, signatures);
  if (verdict.kind !== 'good') return verdict;
  if (!verdict.endorsements.includes(CHANNEL)) return { kind: 'flawed', flaw: 'endorsement' };
  return { kind: 'good', serviceUrl: verdict.claims.serviceurl };
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
