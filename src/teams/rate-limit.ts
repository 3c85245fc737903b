import { BoundedMap } from '../lib/bounded-map';
import type { MonotonicClock } from '../model/clock';
import { personKey } from '../model/person';
import type { ProblemCode } from '../model/problem';
import type { Incoming } from './incoming';

/** Remembered people and directories; the one that was quiet for longest is forgotten for a new one. */
const MOST_REMEMBERED = 10_000;
/** Somebody who goes on at once is told no more than this often: an answer to each message would itself be a flood. */
const TELL_AGAIN_MS = 10_000;
const MINUTE_MS = 60_000;

/** How many messages, presses, searches and tokens a minute are answered, of each. */
export interface RateLimitSettings {
  readonly personPerMinute: number;
  readonly tenantPerMinute: number;
}

/** What is to be done with an activity. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** `isRepeated`: they were told just now, so that a message needs no further answer. */
  | {
      readonly kind: 'refused';
      readonly code: Extract<ProblemCode, 'too-fast' | 'too-many-here'>;
      readonly retryAfterSeconds: number;
      readonly isRepeated: boolean;
    };

/** A bucket of tokens that fills up again evenly over a minute. Times are monotonic. */
interface TokenBucket {
  tokens: number;
  filledAt: number;
  notifiedAt: number;
}

/**
 * Keeps one person, or one company, from taking the bot from everybody else. It holds for whatever comes; what a client
 * sends by itself (a token from each device, a search with each letter) is counted apart from what a person says.
 */
export class RateLimit {
  private readonly people = new BoundedMap<string, TokenBucket>(MOST_REMEMBERED);
  private readonly tenants = new BoundedMap<string, TokenBucket>(MOST_REMEMBERED);

  constructor(
    private readonly limits: RateLimitSettings,
    private readonly monotonicMs: MonotonicClock,
  ) {}

  /** Counts one activity. */
  admit(incoming: Incoming): Admission {
    const now = this.monotonicMs();
    const { personPerMinute, tenantPerMinute } = this.limits;
    const [who, where] = partiesOf(incoming);
    const own = bucketOf(this.people, `${groupOf(incoming)} ${who}`, personPerMinute, now);
    // Asked first, so that what is refused to one person is not counted against the company.
    if (own.tokens < 1) return refused(own, 'too-fast', personPerMinute, now);
    const shared = bucketOf(this.tenants, where, tenantPerMinute, now);
    if (shared.tokens < 1) return refused(own, 'too-many-here', tenantPerMinute, now);
    own.tokens -= 1;
    shared.tokens -= 1;
    return { kind: 'admitted' };
  }
}

/** Whose limits count: the person's and their company's; of a stranger, the account and the conversation. */
function partiesOf(incoming: Incoming): readonly [string, string] {
  if (incoming.kind !== 'stranger') {
    const { person } = incoming.turn;
    return [personKey(person), person.tenantId];
  }
  return [incoming.place.user.id, incoming.place.conversation.id];
}

function groupOf({ kind }: Incoming): 'said' | 'searched' | 'signed-in' {
  if (kind === 'search') return 'searched';
  return kind === 'sso-token' || kind === 'sso-failure' || kind === 'sign-in-closed' ? 'signed-in' : 'said';
}

function bucketOf(
  buckets: Map<string, TokenBucket>,
  key: string,
  perMinute: number,
  now: number,
): TokenBucket {
  const known = buckets.get(key);
  const bucket = known ?? { tokens: perMinute, filledAt: now, notifiedAt: -Infinity };
  bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.filledAt) * perMinute) / MINUTE_MS);
  bucket.filledAt = now;
  buckets.set(key, bucket);
  return bucket;
}

/** `own`: the person's, who is told; `perMinute`: of what has run out. */
function refused(
  own: TokenBucket,
  code: Extract<Admission, { kind: 'refused' }>['code'],
  perMinute: number,
  now: number,
): Admission {
  const isRepeated = now - own.notifiedAt < TELL_AGAIN_MS;
  if (!isRepeated) own.notifiedAt = now;
  const retryAfterSeconds = Math.max(1, Math.ceil(MINUTE_MS / 1000 / perMinute));
  return { kind: 'refused', code, retryAfterSeconds, isRepeated };
}
