import { createHash, randomBytes } from 'node:crypto';

import type { Clock } from '../model/clock';
import type { CorrelationId } from '../model/identifiers';
import { personKey } from '../model/person';
import type { SignInAttempt } from './ports';

const VALID_MS = 10 * 60 * 1000;
const SECRET_BYTES = 32;
/** Several open cards are usual; more than this is a flood, and the oldest go. */
const MOST_PER_PERSON = 8;
const MOST_IN_ALL = 10_000;

/** A sign-in that was begun, with what only the server may know. */
export interface PendingSignIn {
  readonly attempt: SignInAttempt;
  readonly correlationId: CorrelationId;
  readonly claims?: string;
  readonly asksConsent: boolean;
  /** Comes back from Entra; used once. Never the ticket, which stands in a chat message. */
  readonly state: string;
  /** PKCE (RFC 7636): proves at redemption that the code is ours. */
  readonly codeVerifier: string;
  readonly beganAt: Date;
}

/** The sign-ins under way: in memory, ten minutes each, bounded in number. */
export interface SignInAttempts {
  add(
    begun: Pick<PendingSignIn, 'correlationId' | 'claims' | 'asksConsent'> & {
      readonly attempt: Omit<SignInAttempt, 'ticket'>;
    },
  ): PendingSignIn;
  /** Looks without using up: a link preview may open the page before the person does. */
  byTicket(ticket: string): PendingSignIn | undefined;
  /** Takes the attempt out: its state is worth nothing afterwards. */
  takeByState(state: string): PendingSignIn | undefined;
}

/** S256 challenge of a PKCE verifier. */
export function codeChallengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}

/** SignInAttempts by the given clock. */
export function createSignInAttempts(clock: Clock): SignInAttempts {
  // Insertion order is age; a Map finds a random key without comparing it letter by letter.
  const byState = new Map<string, PendingSignIn>();
  const stateOfTicket = new Map<string, string>();

  function drop(pending: PendingSignIn): void {
    byState.delete(pending.state);
    stateOfTicket.delete(pending.attempt.ticket);
  }

  function dropOld(): void {
    const now = clock.now().getTime();
    for (const pending of byState.values()) {
      if (now - pending.beganAt.getTime() < VALID_MS) break;
      drop(pending);
    }
  }

  function makeRoom(person: SignInAttempt['person']): void {
    const own = [...byState.values()].filter(
      ({ attempt }) => personKey(attempt.person) === personKey(person),
    );
    own.slice(0, Math.max(0, own.length - MOST_PER_PERSON + 1)).forEach(drop);
    const [oldest] = byState.values();
    if (byState.size >= MOST_IN_ALL && oldest !== undefined) drop(oldest);
  }

  return {
    add: ({ attempt, ...rest }) => {
      dropOld();
      makeRoom(attempt.person);
      const pending: PendingSignIn = {
        ...rest,
        attempt: { ...attempt, ticket: secret() },
        state: secret(),
        codeVerifier: secret(),
        beganAt: clock.now(),
      };
      byState.set(pending.state, pending);
      stateOfTicket.set(pending.attempt.ticket, pending.state);
      return pending;
    },
    byTicket: (ticket) => {
      dropOld();
      return byState.get(stateOfTicket.get(ticket) ?? '');
    },
    takeByState: (state) => {
      dropOld();
      const pending = byState.get(state);
      if (pending !== undefined) drop(pending);
      return pending;
    },
  };
}

function secret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
