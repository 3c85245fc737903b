import { z } from 'zod';
import { prepared } from '../lib/quick-schemas';
import { LANGUAGES } from '../model/language';
import { identifiers, requestSchema } from './request';

/** Entra lets an account belong to 500 directories; of longer lists nothing is remembered, and there is no news. */
export const MOST_SEEN = 600;
/** Of a fingerprint: enough to tell a few hundred directories apart, and little to keep. */
export const SEEN_LENGTH = 8;
/** A directory can be chosen by its number in the list up to here. */
export const MOST_LISTED = 50;

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
  /** The directories of a planned batch are chosen from. */
  z.object({ kind: z.literal('choosing-many'), batchId: identifiers.batchId }),
  /** "Forget me" waits for its button. `askedAt`: ISO 8601, UTC. */
  z.object({ kind: z.literal('forgetting'), operationId: identifiers.operationId, askedAt: z.string() }),
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
const dialogSchema = prepared(
  (stored) => olderSignInSchema.safeParse(stored).data ?? stored,
  currentDialogSchema,
);

/** The version that this bot writes. */
export const STATE_VERSION = 1;

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
  /** The PartnerID that was given or linked last: offered again in the next dialog. */
  lastPartnerId: identifiers.partnerId.optional(),
  /** Marks of the directories that the person has been shown: one that appears later is news. */
  seenDirectories: z.array(z.string().max(SEEN_LENGTH)).max(MOST_SEEN).optional(),
  /** The language that the person asked for, or writes in: it goes before the one of their chat. */
  language: z.enum(LANGUAGES).optional(),
  isLanguageWanted: z.boolean().optional(),
  /** What was asked for last in a directory: "and Fourth Coffee" asks for the same there. */
  lastAction: z.enum(['link', 'unlink', 'show', 'check-access']).optional(),
  /** The words that may name directories in the message to which readings were offered. */
  offeredPlace: z.string().max(1_000).optional(),
  /**
   * `customer`: the person has said that they are the customer. `questions`: their last questions were a customer's.
   * Without it, they are the partner.
   */
  audience: z.enum(['customer', 'questions']).optional(),
  /** The sign-in page that the person came back from last. */
  lastSignIn: z.object({ tenantId: identifiers.tenantId, at: z.string() }).optional(),
  /** Its outcome could not be delivered: it is said with the next answer, unless it arrived since. */
  untold: identifiers.operationId.optional(),
  /** The message whose card belongs to the dialog, so that it can be rewritten. */
  openCard: z.string().max(1_000).optional(),
  /** Something was said below that card since: what changes on it may not be seen any more. */
  hasAnsweredBelow: z.boolean().optional(),
});

/** Where a dialog stands. */
export type DialogState = z.infer<typeof currentDialogSchema>;
/** A sign-in that a request waits for. */
export type SigningIn = Extract<DialogState, { kind: 'signing-in' }>;
/** What is remembered of one person's conversation. */
export type ConversationState = z.infer<typeof stateSchema>;
