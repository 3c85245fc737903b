import type { Account, Person, SignedOut } from '../model/person';
import type { CorrelationId, TenantId } from '../model/identifiers';
import type { Outcome, Problem } from '../model/problem';
import type { RecordStore } from '../storage/record-store';

/** Who acts, where, and under which correlation id; every call to the cloud carries one. */
export interface Actor {
  readonly person: Person;
  readonly tenantId: TenantId;
  readonly correlationId: CorrelationId;
  /** A claims challenge that an earlier call came back with; forces a fresh token. JSON text. */
  readonly claims?: string;
}

/** The account that a token of this person speaks for in the directory of the actor. */
export interface Accounts {
  /**
   * Gets a token for the directory silently and tells whose it is; `sign-in` when that needs the person. `signal`: how long
   * to wait for one's turn.
   */
  resolve(actor: Actor, signal?: AbortSignal): Promise<Outcome<Account>>;
}

/** The tokens that Teams hands over when it signs a person in silently: what "on behalf of the person" starts from. */
export interface SsoTokens {
  /** What Teams is asked for a token of; undefined: silent sign-in is switched off, and every token is refused. */
  readonly resource: string | undefined;
  /**
   * Checks the token as the sender's, in every respect, and holds it for them in memory until it expires. A token that
   * is not: `token-mismatch`. `sign-in`: the token is the person's, but Entra has already refused it, so that Teams
   * has to let the person sign in by hand.
   */
  accept(person: Person, token: string, correlationId: CorrelationId): Promise<Outcome<void>>;
  /** Whether one of the person's is held. */
  isCached(person: Person): Promise<boolean>;
}

/** An interactive sign-in that was begun. */
export interface SignInAttempt {
  /** Opaque, unguessable; the address of the sign-in page carries it. */
  readonly ticket: string;
  readonly person: Person;
  readonly tenantId: TenantId;
  /** Where to go on afterwards; opaque to this room. */
  readonly conversationKey: string;
  /** What the page hands out afterwards; opaque to this room. */
  readonly fileId?: string | undefined;
  /** What goes on afterwards, whatever the conversation has come to; opaque to this room. */
  readonly goesOn?: string | undefined;
}

/** What came of a sign-in page's return. */
export type SignInResult =
  | { readonly kind: 'signed-in'; readonly attempt: SignInAttempt }
  /** `wish`: what the sign-in had to satisfy, and the next try must as well. */
  | {
      readonly kind: 'failed';
      readonly attempt: SignInAttempt;
      readonly problem: Problem;
      readonly wish: { readonly claims?: string; readonly askConsent: boolean };
    }
  /** State unknown, used before, or older than ten minutes: nobody to tell but the page itself. */
  | { readonly kind: 'unknown' };

/** Interactive sign-in by authorization code + PKCE, bound to the Teams user who asked. */
export interface SignIn {
  /** Begins a sign-in, valid for ten minutes and one use, on whichever instance it goes on. */
  begin(request: {
    person: Person;
    tenantId: TenantId;
    conversationKey: string;
    correlationId: CorrelationId;
    claims?: string;
    /** Ask Entra for the consent page even if a session exists. */
    askConsent?: boolean;
    fileId?: string;
    goesOn?: string;
  }): Promise<SignInAttempt>;
  /** The authorize address that the page at `/auth/start?ticket=…` leads to; undefined when the ticket is unknown or old. */
  authorizeUrl(ticket: string): Promise<string | undefined>;
  /** Redeems what the authorize page sent back to the redirect address. */
  complete(query: {
    state?: string;
    code?: string;
    error?: string;
    errorDescription?: string;
  }): Promise<SignInResult>;
  /**
   * Forgets every token and session of the person, those of Teams too, and every sign-in page that is still open;
   * tells what it was.
   */
  signOut(person: Person): Promise<SignedOut>;
  /** Whether a session of the person is held, or a token of Teams. */
  isSignedIn(person: Person, turn?: CorrelationId): Promise<boolean>;
}

/**
 * What this room keeps where every instance of the bot sees it: sign-ins that were begun, and who signed out. Never a
 * token.
 */
export type SharedRecords = Pick<RecordStore, 'get' | 'put'>;
