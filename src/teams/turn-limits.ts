import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { ProblemCode } from '../model/problem';

/** Remembered people and directories; the one that was quiet for longest is forgotten for a new one. */
const MOST_REMEMBERED = 10_000;
/** Somebody who goes on at once is told no more than this often: an answer to each message would itself be a flood. */
const TELL_AGAIN_MS = 10_000;
const MINUTE_MS = 60_000;

/** How many messages and presses a minute are answered. */
export interface TurnLimitSettings {
  readonly personPerMinute: number;
  readonly tenantPerMinute: number;
}

/** What is to be done with a turn. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** `isToldBefore`: they were told just now, so that a message needs no further answer. */
  | {
      readonly kind: 'refused';
      readonly code: Extract<ProblemCode, 'too-fast' | 'too-many-here'>;
      readonly retryAfterSeconds: number;
      readonly isToldBefore: boolean;
    };

/** A bucket of tokens that fills up again evenly over a minute. */
interface Bucket {
  tokens: number;
  filledAt: number;
  toldAt: number;
}

/** Keeps one person, or one company, from taking the bot from everybody else. */
export class TurnLimits {
  private readonly people = new Map<string, Bucket>();
  private readonly tenants = new Map<string, Bucket>();

  constructor(
    private readonly limits: TurnLimitSettings,
    private readonly now: () => Date,
  ) {}

  /** Counts one message or press of the person. */
  admit(person: Person): Admission {
    const now = this.now().getTime();
    const { personPerMinute, tenantPerMinute } = this.limits;
    const own = bucketOf(this.people, personKey(person), personPerMinute, now);
    // Asked first, so that what is refused to one person is not counted against the company.
    if (own.tokens < 1) return refused(own, 'too-fast', personPerMinute, now);
    const shared = bucketOf(this.tenants, person.tenantId, tenantPerMinute, now);
    if (shared.tokens < 1) return refused(own, 'too-many-here', tenantPerMinute, now);
    own.tokens -= 1;
    shared.tokens -= 1;
    return { kind: 'admitted' };
  }
}

function bucketOf(buckets: Map<string, Bucket>, key: string, perMinute: number, now: number): Bucket {
  const known = buckets.get(key);
  const bucket = known ?? { tokens: perMinute, filledAt: now, toldAt: -Infinity };
  bucket.tokens = Math.min(
    perMinute,
    bucket.tokens + (Math.max(0, now - bucket.filledAt) * perMinute) / MINUTE_MS,
  );
  bucket.filledAt = now;
  // The order of the map is the order of last use.
  if (known !== undefined) buckets.delete(key);
  buckets.set(key, bucket);
  if (buckets.size > MOST_REMEMBERED) {
    const [quietest] = buckets.keys();
    if (quietest !== undefined) buckets.delete(quietest);
  }
  return bucket;
}

/** `own`: the person's, who is told; `perMinute`: of what has run out. */
function refused(
  own: Bucket,
  code: Extract<Admission, { kind: 'refused' }>['code'],
  perMinute: number,
  now: number,
): Admission {
  const isToldBefore = now - own.toldAt < TELL_AGAIN_MS;
  if (!isToldBefore) own.toldAt = now;
  const retryAfterSeconds = Math.max(1, Math.ceil(MINUTE_MS / 1000 / perMinute));
  return { kind: 'refused', code, retryAfterSeconds, isToldBefore };
}
