import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import type { CorrelationId, ObjectId, TenantId } from '../model/identifiers';
import { asObjectId, asTenantId, branded } from '../model/identifiers';
import type { Clock } from '../model/clock';
import type { SharedRecords, SignInAttempt } from './ports';
import type { SignOutEpoch } from './sign-outs';

const VALID_MS = 10 * 60 * 1000;
const SECRET_BYTES = 32;
const KEY_BYTES = 16;
/** In base64url. */
const KEY_LENGTH = 22;

/** A sign-in that was begun, with what only the server may know. */
export interface PendingSignIn {
  readonly attempt: SignInAttempt;
  readonly correlationId: CorrelationId;
  readonly claims?: string;
  readonly asksConsent: boolean;
  /** The sign-in name of the person, where it is known. */
  readonly loginHint?: string;
  /** The person's last sign-out when this began: after another one it is worth nothing. */
  readonly mark: SignOutEpoch;
  /** Comes back from Entra; used once. Never the ticket, which stands in a chat message. */
  readonly state: string;
  /** PKCE (RFC 7636): proves at redemption that the code is ours. */
  readonly codeVerifier: string;
}

/** The sign-ins under way, where every instance finds them: ten minutes each. */
export interface SignInAttempts {
  add(
    begun: Omit<PendingSignIn, 'attempt' | 'state' | 'codeVerifier'> & {
      readonly attempt: Omit<SignInAttempt, 'ticket'>;
    },
  ): Promise<PendingSignIn>;
  /** Looks without using up: a link preview may open the page before the person does. */
  byTicket(ticket: string): Promise<PendingSignIn | undefined>;
  /** Takes the attempt out, for one caller only: its state and its ticket are worth nothing afterwards. */
  takeByState(state: string): Promise<PendingSignIn | undefined>;
}

/** S256 challenge of a PKCE verifier. */
export function codeChallengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}

const tenantId = branded<TenantId>(asTenantId);
const objectId = branded<ObjectId>(asObjectId);
const recordSchema = z.discriminatedUnion('status', [
  z.object({
    schema: z.literal(1),
    status: z.literal('open'),
    beganAt: z.string().datetime(),
    attempt: z.object({
      ticket: z.string(),
      person: z.object({ tenantId, objectId, displayName: z.string() }),
      tenantId,
      conversationKey: z.string(),
      fileId: z.string().optional(),
      goesOn: z.string().optional(),
    }),
    correlationId: z.string().transform((text) => text as CorrelationId),
    claims: z.string().optional(),
    asksConsent: z.boolean(),
    loginHint: z.string().optional(),
    mark: z.string(),
    state: z.string(),
    seed: z.string(),
  }),
  z.object({ schema: z.literal(1), status: z.literal('used') }),
]);

/**
 * SignInAttempts by one record each. Its key stands in front of the ticket and of the state; both have a secret of their
 * own. `verifierKey` is the same on every instance and in no record: PKCE verifiers are made with it.
 */
export function createSignInAttempts(
  records: SharedRecords,
  clock: Clock,
  verifierKey: Buffer,
): SignInAttempts {
  const verifierOf = (seed: string): string =>
    createHmac('sha256', verifierKey).update(seed).digest('base64url');
  const until = (): Date => new Date(clock.now().getTime() + VALID_MS);

  async function find(key: string) {
    const record = await records.get('sign-ins', key);
    const read = recordSchema.safeParse(record?.value).data;
    if (record === undefined || read?.status !== 'open') return undefined;
    const { schema: _, status: __, beganAt, claims, loginHint, seed, ...rest } = read;
    if (clock.now().getTime() - Date.parse(beganAt) >= VALID_MS) return undefined;
    const pending: PendingSignIn = {
      ...rest,
      codeVerifier: verifierOf(seed),
      ...(claims === undefined ? {} : { claims }),
      ...(loginHint === undefined ? {} : { loginHint }),
    };
    return { pending, etag: record.etag };
  }

  return {
    add: async ({ attempt, ...rest }) => {
      const key = random(KEY_BYTES);
      const seed = random(SECRET_BYTES);
      const pending: PendingSignIn = {
        ...rest,
        attempt: { ...attempt, ticket: `${key}${random(SECRET_BYTES)}` },
        state: `${key}${random(SECRET_BYTES)}`,
        codeVerifier: verifierOf(seed),
      };
      const { codeVerifier: _, ...kept } = pending;
      const value = { schema: 1, status: 'open', beganAt: clock.now().toISOString(), seed, ...kept };
      await records.put('sign-ins', key, value, { absent: true }, until());
      return pending;
    },
    byTicket: async (ticket) => {
      const found = await find(keyOf(ticket));
      return found !== undefined && isSame(found.pending.attempt.ticket, ticket) ? found.pending : undefined;
    },
    takeByState: async (state) => {
      const key = keyOf(state);
      const found = await find(key);
      if (found === undefined || !isSame(found.pending.state, state)) return undefined;
      const { etag } = found;
      // Of several who come with the same state, on whichever instance, one gets past this.
      const taken = await records.put('sign-ins', key, { schema: 1, status: 'used' }, { etag }, until());
      return taken.kind === 'stored' ? found.pending : undefined;
    },
  };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

function keyOf(ticketOrState: string): string {
  return ticketOrState.slice(0, KEY_LENGTH);
}

function isSame(kept: string, given: string): boolean {
  const [one, other] = [Buffer.from(kept), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
