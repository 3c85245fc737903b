import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { RecordStore } from '../storage/record-store';
import { identifiers, requestSchema } from './request';

const linkRequest = requestSchema.options[0];

/** Where a conversation stands. */
const dialogSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  /** The PartnerID form is open. */
  z.object({ kind: z.literal('asking-partner-id'), request: linkRequest }),
  /** "Is that right?" about an unusual length. */
  z.object({ kind: z.literal('checking-partner-id'), request: linkRequest }),
  z.object({ kind: z.literal('choosing-directory'), request: requestSchema }),
  /** The directory is managed through Lighthouse; linking at home was offered. */
  z.object({ kind: z.literal('offering-home'), request: linkRequest }),
  z.object({ kind: z.literal('confirming'), operationId: identifiers.operationId }),
  /** A sign-in page is open; the request goes on afterwards. */
  z.object({
    kind: z.literal('signing-in'),
    request: requestSchema,
    tenantId: identifiers.tenantId,
    reason: z.enum(['first', 'expired', 'step-up', 'consent', 'asked', 'interrupted']),
    /** Tells this sign-in from those before it. */
    attemptId: identifiers.operationId,
    /** ISO 8601, UTC. */
    askedAt: z.string(),
    /** Teams tries it without the person, who sees nothing of it yet. */
    isSilent: z.boolean(),
    /** Whether a token of Teams may help; else only the sign-in page does. */
    takesToken: z.boolean(),
    /** Somebody came back from the page without success: the card's address is used up. */
    hasFailed: z.boolean(),
  }),
]);

const stateSchema = z.object({
  schema: z.literal(1),
  dialog: dialogSchema,
  /** The directory the person switched to; without one, their home directory. */
  workingTenantId: identifiers.tenantId.optional(),
  /** What "try again" does again. */
  tryAgain: requestSchema.optional(),
  /** What "undo" takes back. */
  lastDone: identifiers.operationId.optional(),
  /** The PartnerID that was linked last: offered again for the next directory. */
  lastPartnerId: identifiers.partnerId.optional(),
  /** The sign-in page that the person came back from last. */
  lastSignIn: z.object({ tenantId: identifiers.tenantId, at: z.string() }).optional(),
  /** The message whose card belongs to the dialog, so that it can be rewritten. */
  openCard: z.string().optional(),
});

/** Where a dialog stands. */
export type DialogState = z.infer<typeof dialogSchema>;
/** A sign-in that a request waits for. */
export type SigningIn = Extract<DialogState, { kind: 'signing-in' }>;
/** What is remembered of one person's conversation. */
export type ConversationState = z.infer<typeof stateSchema>;

/** A state as it was loaded. */
export interface HeldState {
  readonly state: ConversationState;
  /** The version of its record; absent: never stored. */
  readonly etag?: string;
  /** The day on which it was stored, as ISO 8601 has it. */
  readonly storedOn?: string;
}

/** What the record has beside the state. */
const dayStored = z.object({ storedOn: z.string() });

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The state of a conversation; a fresh one when there is none, or when what is there can't be read. */
export async function loadState(store: RecordStore, conversationKey: string): Promise<HeldState> {
  const record = await store.get('conversations', conversationKey);
  if (record === undefined) return { state: { schema: 1, dialog: { kind: 'idle' } } };
  const parsed = stateSchema.safeParse(record.value);
  const stored = dayStored.safeParse(record.value);
  return {
    state: parsed.success ? parsed.data : { schema: 1, dialog: { kind: 'idle' } },
    etag: record.etag,
    ...(parsed.success && stored.success ? stored.data : {}),
  };
}

/**
 * Stores the state that comes after the held one; false when somebody else stored another one since it was loaded. Most
 * turns leave a conversation where it was: such a state is stored once a day, so that it is kept for as long as it is
 * used.
 */
export async function saveState(
  store: RecordStore,
  conversationKey: string,
  held: HeldState,
  next: ConversationState,
  now: Date,
): Promise<boolean> {
  const storedOn = now.toISOString().slice(0, 'YYYY-MM-DD'.length);
  const isKept = held.etag === undefined || held.storedOn === storedOn;
  if (isKept && isDeepStrictEqual(next, held.state)) return true;
  const expected = held.etag === undefined ? ({ absent: true } as const) : { etag: held.etag };
  const until = new Date(now.getTime() + KEPT_MS);
  const stored = await store.put('conversations', conversationKey, { ...next, storedOn }, expected, until);
  return stored.kind === 'stored';
}
