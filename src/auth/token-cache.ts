import { createHash } from 'node:crypto';

import { BoundedMap } from '../lib/bounded-map';
import type { Clock, MonotonicClock } from '../model/clock';
import type { CorrelationId, ObjectId, TenantId } from '../model/identifiers';
import type { Person, SignedOut } from '../model/person';
import { personKey } from '../model/person';
import type { Grant } from './access-token';
import { SsoToken } from './access-token';
import type { SharedRecords } from './ports';
import type { SignOutEpoch } from './sign-outs';
import { createSignOuts } from './sign-outs';

/** What an SSO token says of itself. */
type SsoTokenFacts = Pick<SsoToken, 'expiresAt' | 'username'>;

/** What is held of one person, in memory. To be had from TokenCache alone, which has asked whether they signed out. */
export interface PersonTokens {
  /** Of the person's latest sign-out: another one later on says that what was begun before counts no more. */
  readonly epoch: SignOutEpoch;
  /** The person's session, if one was used within twelve hours; counts as use. */
  session(): Session | undefined;
  hasSession(): boolean;
  /** Adds a grant to the session, or begins one. */
  grant(grant: Grant): void;
  ssoToken(): SsoToken | undefined;
  /** Keeps the SSO token, unless a younger one is there already. */
  keepSsoToken(secret: string, facts: SsoTokenFacts): void;
  /** Entra does not take this one any more: it is dropped, and known if Teams brings it again. */
  dropSsoToken(ssoToken: SsoToken): void;
  wasDropped(secret: string): boolean;
  /** Under which account the person is known in the tenant: their own at home, else the one that the first token named. */
  accountIn(tenantId: TenantId): ObjectId | undefined;
  rememberAccount(tenantId: TenantId, objectId: ObjectId): void;
}

/** The only way to people's tokens: whoever wants one is first held against the sign-outs of all instances. */
export interface TokenCache {
  /**
   * What is held of the person; everything is dropped first if they have signed out since, on whichever instance. `turn`:
   * one answer asks the records once, within five seconds; who compares epochs before and after something leaves it out,
   * and is told what is so now. Rejects when the records are away.
   */
  open(person: Person, turn?: CorrelationId): Promise<PersonTokens>;
  /** Forgets everything that is held of the person, here and, before its next use, on every other instance. */
  signOut(person: Person): Promise<Omit<SignedOut, 'isComplete'>>;
}

interface TokenCacheParts {
  readonly records: SharedRecords;
  readonly clock: Clock;
  readonly monotonicMs: MonotonicClock;
}

/** TokenCache in memory, with the sign-outs as records. */
export function createTokenCache({ records, clock, monotonicMs }: TokenCacheParts): TokenCache {
  const sessions = createSessions(clock);
  const ssoTokens = createSsoTokenCache(clock);
  const accounts = createAccountsSeen(clock);
  const drop = (person: Person): Omit<SignedOut, 'isComplete'> => {
    const session = sessions.forget(person);
    const ssoToken = ssoTokens.forget(person);
    accounts.forget(person);
    return {
      signIns: [...(session?.grants.keys() ?? [])],
      ssoToken: ssoToken !== undefined,
      exchanged: [...(ssoToken?.tokens.keys() ?? [])],
    };
  };
  const signOuts = createSignOuts({ records, clock, monotonicMs, forget: drop });
  return {
    open: async (person, turn) => ({
      epoch: await signOuts.currentEpoch(person, turn),
      session: () => sessions.find(person),
      hasSession: () => sessions.has(person),
      grant: (grant) => {
        sessions.grant(person, grant);
      },
      ssoToken: () => ssoTokens.find(person),
      keepSsoToken: (secret, facts) => {
        ssoTokens.keep(person, secret, facts);
      },
      dropSsoToken: (ssoToken) => {
        ssoTokens.drop(person, ssoToken);
      },
      wasDropped: (secret) => ssoTokens.wasDropped(person, secret),
      accountIn: (tenantId) => accounts.expected(person, tenantId),
      rememberAccount: (tenantId, objectId) => {
        accounts.remember(person, tenantId, objectId);
      },
    }),
    signOut: async (person) => {
      const forgotten = drop(person);
      await signOuts.note(person);
      return forgotten;
    },
  };
}

const UNUSED_MS = 12 * 60 * 60 * 1000;
/** With the tokens of a dozen directories a session is some 20 KB. */
const MOST_SESSIONS = 5_000;

/** What is held for one person, in memory only. */
export interface Session {
  /** By the tenant in which the person signed in: a step-up in one tenant must not undo that of another. */
  readonly grants: Map<TenantId, Grant>;
  /** Serves the tenants that have no grant of their own. */
  latest: Grant;
}

/**
 * The sessions of everybody, by home account, in memory: gone with the process, when unused for twelve hours, and the one unused for longest when there are
 * five thousand.
 */
function createSessions(clock: Clock) {
  const sessions = new BoundedMap<string, { session: Session; usedAt: number }>(MOST_SESSIONS);

  function sweep(): void {
    const oldest = clock.now().getTime() - UNUSED_MS;
    for (const [key, { usedAt }] of sessions) if (usedAt < oldest) sessions.delete(key);
  }

  function find(person: Person): Session | undefined {
    sweep();
    const entry = sessions.get(personKey(person));
    if (entry === undefined) return undefined;
    keep(person, entry.session);
    return entry.session;
  }

  /** Puts it at the end, so that the first is the one that was not used for longest. */
  function keep(person: Person, session: Session): void {
    const key = personKey(person);
    sessions.set(key, { session, usedAt: clock.now().getTime() });
  }

  return {
    find,
    has: (person: Person) => {
      sweep();
      return sessions.has(personKey(person));
    },
    grant: (person: Person, grant: Grant) => {
      const session = find(person) ?? { grants: new Map<TenantId, Grant>(), latest: grant };
      session.grants.set(grant.tenantId, grant);
      session.latest = grant;
      keep(person, session);
    },
    forget: (person: Person) => {
      const session = find(person);
      sessions.delete(personKey(person));
      return session;
    },
  };
}

const MOST_PEOPLE = 10_000;

/** The SSO tokens of everybody: one a person, in memory, until they expire. */
function createSsoTokenCache(clock: Clock) {
  const ssoTokens = new BoundedMap<string, SsoToken>(MOST_PEOPLE);
  const dropped = new BoundedMap<string, { readonly digest: string; readonly expiresAt: Date }>(MOST_PEOPLE);

  function find(person: Person): SsoToken | undefined {
    const key = personKey(person);
    const ssoToken = ssoTokens.get(key);
    if (ssoToken === undefined || ssoToken.expiresAt > clock.now()) return ssoToken;
    ssoTokens.delete(key);
    return undefined;
  }

  return {
    find,
    keep: (person: Person, secret: string, { expiresAt, username }: SsoTokenFacts) => {
      sweep(ssoTokens, clock.now());
      const key = personKey(person);
      const before = find(person);
      if (before?.reveal() === secret) before.acceptedAt = clock.now();
      else if (before === undefined || before.expiresAt <= expiresAt) {
        ssoTokens.set(key, new SsoToken(secret, expiresAt, clock.now(), username));
      }
    },
    drop: (person: Person, ssoToken: SsoToken) => {
      sweep(dropped, clock.now());
      const key = personKey(person);
      if (ssoTokens.get(key) === ssoToken) ssoTokens.delete(key);
      dropped.set(key, { digest: digestOf(ssoToken.reveal()), expiresAt: ssoToken.expiresAt });
    },
    wasDropped: (person: Person, secret: string) =>
      dropped.get(personKey(person))?.digest === digestOf(secret),
    forget: (person: Person) => {
      const ssoToken = find(person);
      ssoTokens.delete(personKey(person));
      dropped.delete(personKey(person));
      return ssoToken;
    },
  };
}

/** Drops what is over. */
function sweep(entries: Map<string, { readonly expiresAt: Date }>, now: Date): void {
  for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/**
 * Under which account each person was seen in each tenant, which does not change while they are signed in; forgotten after
 * twelve hours without use.
 */
function createAccountsSeen(clock: Clock) {
  const seen = new BoundedMap<string, { readonly ids: Map<TenantId, ObjectId>; usedAt: number }>(MOST_PEOPLE);

  function entryOf(person: Person): Map<TenantId, ObjectId> {
    const key = personKey(person);
    const now = clock.now().getTime();
    const entry = seen.get(key);
    const ids =
      entry === undefined || now - entry.usedAt > UNUSED_MS ? new Map<TenantId, ObjectId>() : entry.ids;
    seen.set(key, { ids, usedAt: now });
    return ids;
  }

  return {
    expected: (person: Person, tenantId: TenantId) =>
      tenantId === person.tenantId ? person.objectId : entryOf(person).get(tenantId),
    remember: (person: Person, tenantId: TenantId, objectId: ObjectId) => {
      entryOf(person).set(tenantId, objectId);
    },
    forget: (person: Person) => {
      seen.delete(personKey(person));
    },
  };
}
