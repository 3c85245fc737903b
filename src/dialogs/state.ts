import { isDeepStrictEqual } from 'node:util';

import { z } from 'zod';

import type { View } from '../cards/view';
import { prepared } from '../lib/quick-schemas';
import type { CorrelationId } from '../model/identifiers';
import { LANGUAGES } from '../model/language';
import type { ProblemCode } from '../model/problem';
import type { RecordStore } from '../storage/record-store';
import { NewerRecordError, StorageAwayError } from '../storage/record-store';
import { isNewer, quarantine } from '../storage/record-text';
import type { Request } from './request';
import { identifiers, requestSchema, shownSchema } from './request';

/** Entra lets an account belong to 500 directories; of longer lists nothing is remembered, and there is no news. */
export const MOST_SEEN = 600;
/** Of a fingerprint: enough to tell a few hundred directories apart, and little to keep. */
export const SEEN_LENGTH = 8;
/** A directory can be chosen by its number in the list up to here. */
export const MOST_LISTED = 50;

/** Why somebody has to sign in. */
export const signInReason = z.enum(['first', 'expired', 'step-up', 'consent', 'asked', 'interrupted']);

const linkRequest = requestSchema.options[0];

/** Where a conversation stands. */
const currentDialogSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  /** The PartnerID form is open. */
  z.object({ kind: z.literal('asking-partner-id'), request: linkRequest }),
  /** "Is that right?" about an unusual length. */
  z.object({ kind: z.literal('checking-partner-id'), request: linkRequest }),
  z.object({
    kind: z.literal('choosing-directory'),
    request: requestSchema,
    /** The first of the directories that the card lists, in its order. */
    listed: z.array(identifiers.tenantId).max(MOST_LISTED).optional(),
  }),
  /** The directory is managed through Lighthouse; linking at home was offered. */
  z.object({ kind: z.literal('offering-home'), request: linkRequest }),
  z.object({ kind: z.literal('confirming'), operationId: identifiers.operationId }),
  z.object({ kind: z.literal('confirming-batch'), batchId: identifiers.batchId }),
  /** The directories of a planned batch are chosen from; `except`: none of those, with another PartnerID neither. */
  z.object({ kind: z.literal('choosing-many'), batchId: identifiers.batchId, except: z.string().optional() }),
  /** "Forget me" waits for its button. `askedAt`: ISO 8601, UTC. */
  z.object({ kind: z.literal('forgetting'), operationId: identifiers.operationId, askedAt: z.string() }),
  /** A sign-in page is open; the request goes on afterwards. */
  z.object({
    kind: z.literal('signing-in'),
    request: requestSchema,
    tenantId: identifiers.tenantId,
    reason: signInReason,
    /** Tells this sign-in from those before it. */
    attemptId: identifiers.operationId,
    /** ISO 8601, UTC. */
    askedAt: z.string(),
    /**
     * `silent`: Teams tries it without the person, who sees nothing of it yet. `card`: the card is shown, and a token of
     * Teams helps too. `page-only`: only the page helps. `failed`: somebody came back from it without success, so that
     * the card's address is used up.
     */
    phase: z.enum(['silent', 'card', 'page-only', 'failed']),
  }),
]);

/** Versions before kept three booleans instead of the phase of a sign-in. */
const olderSignInSchema = z
  .object({
    kind: z.literal('signing-in'),
    isSilent: z.boolean(),
    takesToken: z.boolean(),
    hasFailed: z.boolean(),
  })
  .passthrough()
  .transform(({ isSilent, takesToken, hasFailed, ...rest }) => {
    const shown = takesToken ? 'card' : 'page-only';
    return { ...rest, phase: hasFailed ? 'failed' : isSilent ? 'silent' : shown };
  });
/** Every message reads a state, and saying what is wrong with it as an older one would take longer than all else of it. */
const isOlderSignIn = (stored: unknown): boolean =>
  typeof stored === 'object' && stored !== null && 'hasFailed' in stored;
const dialogSchema = prepared(
  (stored) => (isOlderSignIn(stored) ? olderSignInSchema.safeParse(stored).data : undefined) ?? stored,
  currentDialogSchema,
);

/** The version that this bot writes. */
const STATE_VERSION = 1;

/** The stored form of a conversation's state. */
export const stateSchema = z.object({
  schema: z.literal(STATE_VERSION),
  dialog: dialogSchema,
  /** The directory the person switched to; without one, their home directory. */
  workingTenantId: identifiers.tenantId.optional(),
  /** What "try again" does again. */
  tryAgain: requestSchema.optional(),
  /** What "undo" takes back. */
  lastDone: identifiers.operationId.optional(),
  /** What "undo" takes back where the last change was in many directories; then there is no `lastDone`. */
  lastBatch: identifiers.batchId.optional(),
  lastChangedIn: identifiers.tenantId.optional(),
  /** The PartnerID that was given or linked last: offered again in the next dialog. */
  lastPartnerId: identifiers.partnerId.optional(),
  /** The PartnerID that ARM had linked last: Microsoft knows it. */
  knownPartnerId: identifiers.partnerId.optional(),
  /** Marks of the directories that the person has been shown: one that appears later is news. */
  seenDirectories: z.array(z.string().max(SEEN_LENGTH)).max(MOST_SEEN).optional(),
  /** The language that the person asked for, or writes in: it goes before the one of their chat. */
  language: z.enum(LANGUAGES).optional(),
  isLanguageWanted: z.boolean().optional(),
  /** What was asked for last in a directory: "and Fourth Coffee" asks for the same there. */
  lastAction: z.enum(['link', 'unlink', 'show', 'check-access']).optional(),
  shownLast: shownSchema.optional(),
  /** The words that may name directories in the message to which readings were offered. */
  offeredPlace: z.string().max(1_000).optional(),
  /**
   * `customer`: the person has said that they are the customer. `questions`: their last questions were a customer's.
   * Without it, they are the partner.
   */
  audience: z.enum(['customer', 'questions']).optional(),
  /** What a press on "go on as the partner" does: the last request of who had said that they are the customer. */
  askedAsCustomer: requestSchema.optional(),
  /** The sign-in page that the person came back from last. */
  lastSignIn: z.object({ tenantId: identifiers.tenantId, at: z.string() }).optional(),
  /** Its outcome could not be delivered: it is said with the next answer, unless it arrived since. */
  undelivered: identifiers.operationId.optional(),
  /** The message whose card belongs to the dialog, so that it can be rewritten. */
  openCard: z.string().max(1_000).optional(),
  /** Something was said below that card since: what changes on it may not be seen any more. */
  hasAnsweredBelow: z.boolean().optional(),
  /** The message that shows the batch which was shown last; `isBelow`: something was said below it since. */
  batchCard: z
    .object({ batchId: identifiers.batchId, card: z.string().max(1_000), isBelow: z.boolean() })
    .optional(),
});

/** Where a dialog stands. */
export type DialogState = z.infer<typeof currentDialogSchema>;
/** A sign-in that a request waits for. */
export type SigningIn = Extract<DialogState, { kind: 'signing-in' }>;
/** What is remembered of one person's conversation. */
export type ConversationState = z.infer<typeof stateSchema>;

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

/** What the record has beside the state; `untold`: what version 0.1.0 called `undelivered`. */
const besides = z.object({ storedOn: z.string(), untold: identifiers.operationId.optional() });

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
 * it is kept for as long as it is used. Gives what stands there now; undefined when it could not be stored.
 */
export async function saveState(
  store: RecordStore,
  conversationKey: string,
  loaded: LoadedState,
  change: (state: ConversationState) => ConversationState,
  now: Date,
): Promise<LoadedState | undefined> {
  let current = loaded;
  for (let retries = 0; retries <= MOST_RETRIES; retries += 1) {
    if (current.trouble === 'away' || current.trouble === 'newer') return undefined;
    const next = change(current.state);
    if (isStored(current, next, now)) return current;
    const stored = await putState(store, conversationKey, { ...current, state: next }, now);
    if (stored !== undefined) return stored;
    current = await loadState(store, conversationKey, now);
  }
  return undefined;
}

async function readState(store: RecordStore, conversationKey: string, now: Date): Promise<LoadedState> {
  const record = await store.get('conversations', conversationKey);
  if (record === undefined) return { state: FRESH };
  const { etag } = record;
  const parsed = stateSchema.safeParse(record.value);
  if (parsed.success) {
    const { untold, ...day } = besides.safeParse(record.value).data ?? {};
    return {
      state: untold === undefined ? parsed.data : { undelivered: untold, ...parsed.data },
      etag,
      ...day,
    };
  }
  if (isNewer(record.value, STATE_VERSION)) return { state: FRESH, etag, trouble: 'newer' };
  await quarantine(store, { collection: 'conversations', key: conversationKey }, record, now);
  return { state: FRESH, etag, trouble: 'set-aside' };
}

async function putState(
  store: RecordStore,
  conversationKey: string,
  { state, etag }: LoadedState,
  now: Date,
): Promise<LoadedState | undefined> {
  const expected = etag === undefined ? ({ absent: true } as const) : { etag };
  const until = new Date(now.getTime() + KEPT_MS);
  try {
    const storedOn = dayOf(now);
    const put = await store.put('conversations', conversationKey, { ...state, storedOn }, expected, until);
    return put.kind === 'stored' ? { state, etag: put.etag, storedOn } : undefined;
  } catch (error) {
    if (error instanceof StorageAwayError) return undefined;
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

/** What "undo" asks for: the last change, or the last changes in many directories, which a card lists once more. */
export function undoOfLast({
  lastDone,
  lastBatch,
}: Pick<ConversationState, 'lastDone' | 'lastBatch'>): Request | undefined {
  if (lastBatch !== undefined) return { kind: 'plan-batch', batchId: lastBatch, next: 'undo' };
  return lastDone === undefined ? undefined : { kind: 'undo', operationId: lastDone, isTyped: true };
}
