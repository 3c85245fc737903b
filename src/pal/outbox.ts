import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BoundedMap } from '../lib/bounded-map';
import type { BatchId, ObjectId, OperationId, TenantId } from '../model/identifiers';
import { asBatchId, asObjectId, asOperationId, asTenantId, branded } from '../model/identifiers';
import type { Clock, MonotonicClock } from '../model/clock';
import type { RecordStore, StoredRecord } from '../storage/record-store';
import { isNewer, quarantine } from '../storage/record-text';
import { OPERATION_KEPT_MS } from './operation';

/** An entry that nobody has renewed for this long is nobody's: the process that was at it has died. */
const LEASE_MS = 15_000;
/** How often whoever is at it renews its entry: two may be missed. */
const RENEW_MS = 4_000;
/** No two machines' clocks differ by more; only what is older than that is judged by the time written in it. */
const MOST_SKEW_MS = 10 * 60 * 1000;
/** Where a conversation can't be reached each pause is twice the one before it, up to a quarter of an hour. */
const MOST_DOUBLINGS = 6;
/** Entries whose version is remembered; whatever is beyond is read again. */
const MOST_REMEMBERED = 10_000;

/** The newest version that this bot writes. */
const VERSION = 2;
const entryOf = <S extends number, I extends z.ZodRawShape>(version: S, ids: I) => ({
  schema: z.literal(version),
  ...ids,
  person: z.object({ tenantId: branded<TenantId>(asTenantId), objectId: branded<ObjectId>(asObjectId) }),
  conversationKey: z.string(),
  /** When it was claimed or renewed last, by the clock of who did; ISO 8601, UTC. */
  since: z.string(),
  /** When it was added, and how often it was taken over since; without them, not since this is counted. */
  begun: z.string().optional(),
  tries: z.number().int().min(0).default(0),
  /** The process that is at it; entries of earlier versions name none. */
  holder: z.string().optional(),
});
/** Earlier versions of the bot know nothing of batches, and leave alone what says that it is newer than they are. */
const schema = z.union([
  z.object(entryOf(1, { operationId: branded<OperationId>(asOperationId) })),
  z.object(entryOf(2, { batchId: branded<BatchId>(asBatchId) })),
]);
type Entry = z.infer<typeof schema>;
type EntryId = OperationId | BatchId;

/** What a person has decided on. */
export type Decided = { readonly person: Entry['person']; readonly conversationKey: string } & (
  { readonly operationId: OperationId } | { readonly batchId: BatchId }
);

/** A decision whose outcome has not reached the person, because the process that was at it died. */
export type Interrupted = Entry;

/** Does the work again and again, a while apart, until the function that it gives is called. */
export type Pulse = (ms: number, work: () => void) => () => void;

/** What an outbox needs. */
export interface OutboxParts {
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly monotonic: MonotonicClock;
  readonly pulse: Pulse;
}

/**
 * Transactional outbox: an entry is added before anything is done about a decision, and deleted when its outcome was
 * delivered to the person; a sweep takes over what a process that died left behind. While a process is at it, it renews
 * the entry. Whether it still does, others see by the entry changing, by their own monotonic clock: what the clocks of two
 * machines say is not compared.
 */
export class Outbox {
  private readonly me = randomUUID();
  /** The versions of the entries that this process has claimed, and when, by the monotonic clock, it wrote them. */
  private readonly claims = new BoundedMap<EntryId, { entry: Entry; etag: string; at: number }>(
    MOST_REMEMBERED,
  );
  private readonly renewals = new Map<EntryId, Promise<boolean>>();
  /** How many calls of this process are at an operation at this moment. */
  private readonly underWay = new Map<EntryId, number>();
  /** Since when, by the monotonic clock, an entry stands there unchanged. */
  private unchanged = new Map<EntryId, { etag: string; since: number }>();

  constructor(private readonly parts: OutboxParts) {}

  /** Does the work with the entry renewed for as long as it takes. */
  async hold<T>(id: EntryId, work: () => Promise<T>): Promise<T> {
    const stop = this.parts.pulse(RENEW_MS, () => {
      // A storage that is away is met by the next renewal, or by the settling itself: two may be missed.
      this.renew(id).catch(() => false);
    });
    this.underWay.set(id, (this.underWay.get(id) ?? 0) + 1);
    try {
      return await work();
    } finally {
      stop();
      await this.renewals.get(id)?.catch(() => false);
      const others = (this.underWay.get(id) ?? 1) - 1;
      if (others === 0) this.underWay.delete(id);
      else this.underWay.set(id, others);
    }
  }

  /**
   * Adds an entry for the decision, and claims it. One that is there already is claimed if it is this process's own or
   * nobody's; another process's only by whoever `writes` from now on.
   */
  async add(decided: Decided, { writes }: { readonly writes?: true } = {}): Promise<void> {
    const { person, conversationKey } = decided;
    const now = this.now();
    const about =
      'batchId' in decided
        ? { schema: 2 as const, batchId: decided.batchId }
        : { schema: 1 as const, operationId: decided.operationId };
    const fresh: Entry = {
      ...about,
      person: { tenantId: person.tenantId, objectId: person.objectId },
      conversationKey,
      since: now,
      begun: now,
      tries: 0,
    };
    const id = idOf(fresh);
    if (await this.write(fresh, { absent: true })) return;
    const there = await this.read(id);
    if (there === undefined) return;
    const { entry, etag } = there;
    const isFree = entry.holder === this.me || this.isAbandoned(entry, etag, 0);
    if (writes === true || isFree) await this.write({ ...entry, tries: 0 }, { etag });
  }

  /** Whether this process has the claim, as far as it knows. */
  hasClaim(id: EntryId): boolean {
    return this.claims.has(id);
  }

  /** The same, made sure of where this process may have stood still for so long that others took it for dead. */
  async isStillOurs(id: EntryId): Promise<boolean> {
    const claim = this.claims.get(id);
    if (claim === undefined) return false;
    return this.parts.monotonic() - claim.at < LEASE_MS / 2 || this.renew(id);
  }

  /** Renews the entry of this process. False: it has lost the claim. Rejects while the storage is away. */
  renew(id: EntryId): Promise<boolean> {
    // Of two at once one would take the other for somebody else.
    const renewal = this.renewals.get(id) ?? this.renewOnce(id).finally(() => this.renewals.delete(id));
    this.renewals.set(id, renewal);
    return renewal;
  }

  /** Whether there is an entry: somebody has yet to tell what came of it. */
  async isOpen(id: EntryId): Promise<boolean> {
    return (await this.read(id)) !== undefined;
  }

  /** Whether a call of this process is at the operation at this moment. */
  isUnderWay(id: EntryId): boolean {
    return this.underWay.has(id);
  }

  /** The outcome was delivered. An entry that somebody else has claimed since stays: it is for them to deliver. */
  async ack(id: EntryId): Promise<void> {
    const claim = this.claims.get(id);
    if (claim === undefined || this.isUnderWay(id)) return;
    this.claims.delete(id);
    await this.parts.store.delete('outbox', id, { etag: claim.etag });
  }

  /** The operation is over and its outcome is on record: whoever has the claim has nothing left to deliver. */
  async remove(id: EntryId): Promise<void> {
    this.claims.delete(id);
    await this.parts.store.delete('outbox', id);
  }

  /**
   * Claims the entry if nobody is at it any more: true, too, when there is none. `isWritten`: another process may have begun
   * to write and be about to claim the entry that this one added, so that an own entry proves nothing.
   */
  async takeOverOne(id: EntryId, { isWritten = false } = {}): Promise<boolean> {
    if (this.isUnderWay(id)) return false;
    const there = await this.read(id);
    if (there === undefined) return true;
    const { entry, etag } = there;
    const isOurs = entry.holder === this.me && !isWritten;
    if (!isOurs && !this.isAbandoned(entry, etag, 0)) return false;
    // It may have been struck off since it was read: then nobody is at it either.
    return (await this.claimOf(entry, { etag })) || (await this.read(id)) === undefined;
  }

  /** Claims the entry whoever is at it, because the person is there; false when there is none, or another was faster. */
  async claim(id: EntryId): Promise<boolean> {
    if (this.isUnderWay(id)) return false;
    const there = await this.read(id);
    return there !== undefined && this.claimOf(there.entry, { etag: there.etag });
  }

  /**
   * What processes left behind that died, those first that were tried least often. Each is claimed as it is given, so
   * that no two processes take over the same.
   */
  async *takeOver(): AsyncIterable<Interrupted> {
    for (const { entry, etag } of await this.abandoned()) {
      if (!this.isUnderWay(idOf(entry)) && (await this.claimOf(entry, { etag }))) yield entry;
    }
  }

  private async abandoned(): Promise<{ entry: Entry; etag: string }[]> {
    const found: { entry: Entry; etag: string }[] = [];
    const listed = new Map<EntryId, { etag: string; since: number }>();
    for await (const { key, ...record } of this.parts.store.list('outbox')) {
      const entry = await this.parse(key, record);
      if (entry === undefined || this.isUnderWay(idOf(entry))) continue;
      const { etag } = record;
      if (this.isAbandoned(entry, etag, Math.max(0, entry.tries - 1))) found.push({ entry, etag });
      const seen = this.unchanged.get(idOf(entry));
      if (seen !== undefined) listed.set(idOf(entry), seen);
    }
    this.unchanged = listed;
    return found.sort((one, other) => one.entry.tries - other.entry.tries);
  }

  private isAbandoned(entry: Entry, etag: string, doublings: number): boolean {
    const pause = LEASE_MS * 2 ** Math.min(doublings, MOST_DOUBLINGS);
    const now = this.parts.monotonic();
    const seen = this.unchanged.get(idOf(entry));
    const since = seen?.etag === etag ? seen.since : now;
    this.unchanged.set(idOf(entry), { etag, since });
    const age = this.parts.clock.now().getTime() - Date.parse(entry.since);
    return now - since >= pause || age >= pause + MOST_SKEW_MS;
  }

  private claimOf(entry: Entry, expected: { etag: string }): Promise<boolean> {
    return this.write({ ...entry, begun: entry.begun ?? entry.since, tries: entry.tries + 1 }, expected);
  }

  private async renewOnce(id: EntryId): Promise<boolean> {
    const claim = this.claims.get(id);
    if (claim === undefined) return false;
    if (await this.write(claim.entry, { etag: claim.etag })) return true;
    if (this.claims.get(id) === claim) this.claims.delete(id);
    return this.claims.has(id);
  }

  private async write(entry: Entry, expected: { absent: true } | { etag: string }): Promise<boolean> {
    const id = idOf(entry);
    const claimed: Entry = { ...entry, since: this.now(), holder: this.me };
    // Not kept longer than what it is about: afterwards nobody could say what came of it.
    const until = new Date(Date.parse(entry.begun ?? entry.since) + OPERATION_KEPT_MS);
    const begun = this.parts.monotonic();
    const put = await this.parts.store.put('outbox', id, claimed, expected, until);
    if (put.kind === 'conflict') return false;
    this.claims.set(id, { entry: claimed, etag: put.etag, at: begun });
    this.unchanged.set(id, { etag: put.etag, since: this.parts.monotonic() });
    return true;
  }

  private async read(id: EntryId): Promise<{ entry: Entry; etag: string } | undefined> {
    const record = await this.parts.store.get('outbox', id);
    if (record === undefined) return undefined;
    const entry = await this.parse(id, record);
    return entry === undefined ? undefined : { entry, etag: record.etag };
  }

  /** Undefined for an entry of a newer version, which is left alone, and for one that nobody can read: it is set aside. */
  private async parse(key: string, record: StoredRecord): Promise<Entry | undefined> {
    const parsed = schema.safeParse(record.value);
    if (parsed.success) return parsed.data;
    if (isNewer(record.value, VERSION)) return undefined;
    const { store, clock } = this.parts;
    await quarantine(store, { collection: 'outbox', key }, record, clock.now());
    await store.delete('outbox', key, { etag: record.etag });
    return undefined;
  }

  private now(): string {
    return this.parts.clock.now().toISOString();
  }
}

function idOf(entry: Entry): EntryId {
  return 'batchId' in entry ? entry.batchId : entry.operationId;
}

/** A pulse by the machine's timers; keeps no process alive. */
export const pulseByTimer: Pulse = (ms, work) => {
  const timer = setInterval(work, ms);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
};
