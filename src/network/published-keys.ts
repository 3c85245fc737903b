import type { MonotonicClock } from '../model/clock';
import type { Log, LogFields } from '../model/log';
import { errorName } from '../model/log';
import type { PublishedKey } from './fetch-keys';

const HOUR_MS = 60 * 60 * 1000;
/** Issuers rotate their keys in weeks; while they can be asked, a key that they withdrew is trusted no longer than this. */
const FRESH_MS = 24 * HOUR_MS;
/** While they can't be asked, the last good keys are trusted this long. */
const KEPT_MS = 7 * 24 * HOUR_MS;
/** While keys are held, a made-up key id must not make us ask more often than this. */
const PAUSE_MS = 5 * 60 * 1000;
/** While none are held, an outage is asked about this often. */
const PAUSE_WITHOUT_KEYS_MS = 10_000;

/** What came of looking for a key. */
export type FoundKey =
  | ({ readonly kind: 'found' } & PublishedKey)
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' };

/** The public keys of one issuer. */
export interface PublishedKeys {
  find(keyId: string): Promise<FoundKey>;
  /** Whether any key is held, or can be read now. */
  areAtHand(): Promise<boolean>;
}

interface PublishedKeysParts {
  /** Names the issuer in the log. */
  readonly issuer: LogFields;
  /** Reads all keys, or throws. */
  readonly read: () => Promise<ReadonlyMap<string, PublishedKey>>;
  readonly monotonicMs: MonotonicClock;
  readonly log: Log;
}

/** PublishedKeys that are read one request at a time, and whose last good ones outlive an outage of days. */
export function createPublishedKeys({ issuer, read, monotonicMs, log }: PublishedKeysParts): PublishedKeys {
  let keys: ReadonlyMap<string, PublishedKey> = new Map();
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let flight: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    triedAt = monotonicMs();
    try {
      keys = await read();
      fetchedAt = monotonicMs();
    } catch (error) {
      log.warn('network.keys.not-read', { ...issuer, error: errorName(error), held: keys.size });
    }
  }

  function isDue(keyId: string, now: number): boolean {
    const sinceTry = now - triedAt;
    if (keys.size === 0) return sinceTry >= PAUSE_WITHOUT_KEYS_MS;
    const isGood = keys.has(keyId) && now - fetchedAt < FRESH_MS;
    return !isGood && sinceTry >= PAUSE_MS;
  }

  async function find(keyId: string): Promise<FoundKey> {
    const now = monotonicMs();
    if (now - fetchedAt >= KEPT_MS) keys = new Map();
    // Once an outage is known, nobody who can be served with a held key waits for its end.
    const canGoOn = keys.has(keyId) && triedAt > fetchedAt;
    if (flight === undefined && isDue(keyId, now)) {
      flight = refresh().finally(() => {
        flight = undefined;
      });
    }
    if (flight !== undefined && !canGoOn) await flight;
    const found = keys.get(keyId);
    if (found !== undefined) return { kind: 'found', ...found };
    return { kind: keys.size === 0 ? 'unreachable' : 'unknown' };
  }

  return {
    find,
    areAtHand: async () => {
      const isHeld = keys.size > 0 && monotonicMs() - fetchedAt < KEPT_MS;
      return isHeld || (await find('')).kind !== 'unreachable';
    },
  };
}
