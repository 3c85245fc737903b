import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { RecordStore } from '../storage/record-store';
import { NewerRecordError, StorageAwayError } from '../storage/record-store';
import { isNewer, setAside } from '../storage/record-text';
import { STATE_VERSION, stateSchema } from './state';
import type { ConversationState } from './state';
import type { View } from '../cards/view';
import type { CorrelationId } from '../model/identifiers';
import type { ProblemCode } from '../model/problem';

/** A state and the version of its record; no version: never stored. */
export interface LoadedState {
  readonly state: ConversationState;
  readonly etag?: string;
  /** The day on which it was stored, as ISO 8601 has it. */
  readonly storedOn?: string;
  /**
   * Why the state is a fresh one although there was another. `away`: the storage does not answer; `newer`: a newer
   * version of the bot wrote it, and it must stay as it is; `set-aside`: nobody can read it, it was put elsewhere.
   */
  readonly trouble?: 'away' | 'newer' | 'set-aside';
}

/** What the record has beside the state. */
const dayStored = z.object({ storedOn: z.string() });

const FRESH: ConversationState = { schema: STATE_VERSION, dialog: { kind: 'idle' } };
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Two instances that answer one person at the same moment meet once or twice; with a crowd of messages, more often. */
const MOST_RETRIES = 10;

/** The state of a conversation; a fresh one when there is none, or with what is wrong with the one that is there. */
export async function loadState(
  store: RecordStore,
  conversationKey: string,
  now: Date,
): Promise<LoadedState> {
  try {
    return await readState(store, conversationKey, now);
  } catch (error) {
    if (error instanceof StorageAwayError) return { state: FRESH, trouble: 'away' };
    throw error;
  }
}

/**
 * Stores what `change` makes of the state. When somebody else stored another one meanwhile, it is made of that one:
 * nothing is overwritten unseen. Most turns leave a conversation where it was: such a state is stored once a day, so that
 * it is kept for as long as it is used. False when it could not be stored.
 */
export async function saveState(
  store: RecordStore,
  conversationKey: string,
  loaded: LoadedState,
  change: (state: ConversationState) => ConversationState,
  now: Date,
): Promise<boolean> {
  let current = loaded;
  for (let retries = 0; retries <= MOST_RETRIES; retries += 1) {
    if (current.trouble === 'away' || current.trouble === 'newer') return false;
    const next = change(current.state);
    if (isStored(current, next, now)) return true;
    if (await putState(store, conversationKey, { ...current, state: next }, now)) return true;
    current = await loadState(store, conversationKey, now);
  }
  return false;
}

async function readState(store: RecordStore, conversationKey: string, now: Date): Promise<LoadedState> {
  const record = await store.get('conversations', conversationKey);
  if (record === undefined) return { state: FRESH };
  const { etag } = record;
  const parsed = stateSchema.safeParse(record.value);
  if (parsed.success) return { state: parsed.data, etag, ...dayStored.safeParse(record.value).data };
  if (isNewer(record.value, STATE_VERSION)) return { state: FRESH, etag, trouble: 'newer' };
  await setAside(store, { collection: 'conversations', key: conversationKey }, record, now);
  return { state: FRESH, etag, trouble: 'set-aside' };
}

async function putState(
  store: RecordStore,
  conversationKey: string,
  { state, etag }: LoadedState,
  now: Date,
): Promise<boolean> {
  const expected = etag === undefined ? ({ absent: true } as const) : { etag };
  const until = new Date(now.getTime() + KEPT_MS);
  try {
    const value = { ...state, storedOn: dayOf(now) };
    return (await store.put('conversations', conversationKey, value, expected, until)).kind === 'stored';
  } catch (error) {
    if (error instanceof StorageAwayError) return false;
    throw error;
  }
}

/** Whether there is nothing to store: the state stands there already, today, or nothing was ever begun. */
function isStored(
  { state, etag, storedOn, trouble }: LoadedState,
  next: ConversationState,
  now: Date,
): boolean {
  const isKept = etag === undefined || storedOn === dayOf(now);
  return trouble === undefined && isKept && isDeepStrictEqual(next, state);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

const CODES: Readonly<Record<NonNullable<LoadedState['trouble']>, ProblemCode>> = {
  away: 'storage-unavailable',
  newer: 'newer-version',
  'set-aside': 'state-lost',
};

/** Says what is the matter with what the bot remembers. */
export function troubleView(
  trouble: NonNullable<LoadedState['trouble']>,
  correlationId: CorrelationId,
): View {
  return { name: 'problem', data: { code: CODES[trouble], correlationId } };
}

/** What an error says about the storage; undefined when it says nothing about it. */
export function troubleOf(error: unknown): 'away' | 'newer' | undefined {
  if (error instanceof StorageAwayError) return 'away';
  return error instanceof NewerRecordError ? 'newer' : undefined;
}

/** Runs the work of one key after the other, and of different keys side by side. */
export class KeyedQueue {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Waits for the key's earlier work, then does this one. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const earlier = this.tails.get(key) ?? Promise.resolve();
    const mine = earlier.then(work, work);
    this.tails.set(key, mine);
    const leave = (): void => {
      if (this.tails.get(key) === mine) this.tails.delete(key);
    };
    mine.then(leave, leave);
    return mine;
  }
}
