import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { BoundedMap } from '../lib/bounded-map';
import type { Clock, MonotonicClock } from '../model/clock';
import type { CorrelationId } from '../model/identifiers';
import { fingerprint } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { StoredRecord } from '../storage/record-store';
import type { SharedRecords } from './ports';

/** Longer than anything is held unused: a session lasts twelve hours, a token of Teams less. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const MOST_PEOPLE = 10_000;
/** Longer than an answer takes; what goes on in the background asks anew. */
const ONE_ANSWER_MS = 5_000;
/** Nobody has signed out lately. */
const NEVER = '';

/** Tells the sign-outs of one person apart. Not a time: the clocks of two instances differ. */
export type SignOutEpoch = string;

/** Who has signed out, known to every instance of the bot. For TokenCache alone, so that nobody forgets to ask. */
export interface SignOuts {
  /** The epoch of the latest sign-out, on whichever instance; forgets what is held if it is a new one. See TokenCache. */
  currentEpoch(person: Person, turn?: CorrelationId): Promise<SignOutEpoch>;
  /** Notes a sign-out for every instance. What is held here is for the caller to forget. */
  note(person: Person): Promise<void>;
}

interface SignOutsParts {
  readonly records: SharedRecords;
  readonly clock: Clock;
  readonly monotonicMs: MonotonicClock;
  /** Forgets what is held of the person here. */
  readonly forget: (person: Person) => void;
}

const recordSchema = z.object({ schema: z.literal(1), mark: z.string().min(1), at: z.string() });

/** SignOuts by a record a person. */
export function createSignOuts({ records, clock, monotonicMs, forget }: SignOutsParts): SignOuts {
  /** By the fingerprint of the person, whom it outlives. */
  const seen = new BoundedMap<string, SignOutEpoch>(MOST_PEOPLE);
  const asked = new BoundedMap<
    string,
    { readonly turn: CorrelationId; readonly at: number; readonly epoch: SignOutEpoch }
  >(MOST_PEOPLE);

  async function read(person: Person): Promise<SignOutEpoch> {
    const key = fingerprint(personKey(person));
    const record = await records.get('sign-outs', key);
    const epoch = record === undefined ? NEVER : epochOf(record);
    // No record: the last sign-out was longer ago than anything is held.
    if (epoch !== NEVER && epoch !== seen.get(key)) {
      forget(person);
      seen.set(key, epoch);
    }
    return epoch;
  }

  return {
    currentEpoch: async (person, turn) => {
      const key = fingerprint(personKey(person));
      const before = asked.get(key);
      const isAsked =
        before !== undefined && before.turn === turn && monotonicMs() - before.at < ONE_ANSWER_MS;
      if (isAsked) return before.epoch;
      const at = monotonicMs();
      const epoch = await read(person);
      if (turn !== undefined) asked.set(key, { turn, at, epoch });
      return epoch;
    },
    note: async (person) => {
      const key = fingerprint(personKey(person));
      asked.delete(key);
      const now = clock.now();
      const epoch = randomUUID();
      const record = await records.get('sign-outs', key);
      const expected = record === undefined ? ({ absent: true } as const) : { etag: record.etag };
      const value = { schema: 1, mark: epoch, at: now.toISOString() };
      const until = new Date(now.getTime() + KEPT_MS);
      // A conflict is a sign-out on another instance at this moment: every instance counts that one.
      await records.put('sign-outs', key, value, expected, until);
    },
  };
}

/** A record that nobody can read says only that there was a sign-out, so each version of it counts as one. */
function epochOf({ value, etag }: StoredRecord): SignOutEpoch {
  return recordSchema.safeParse(value).data?.mark ?? `unreadable ${etag}`;
}
