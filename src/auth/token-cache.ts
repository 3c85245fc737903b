import { createHash } from 'node:crypto';

import { BoundedMap } from '../lib/bounded-map';
import type { Clock } from '../model/clock';
import type { ObjectId, TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { Outcome } from '../model/problem';
import type { UserToken } from './access-token';
import type { Forgotten } from './ports';

const UNUSED_MS = 12 * 60 * 60 * 1000;
/** With the tokens of a dozen directories a session is some 20 KB. */
const MOST_SESSIONS = 5_000;

/**
 * What Entra gives tokens of exactly one person for: Teams' token, or the refresh token of a sign-in. It is private, so
 * that no log ever shows it.
 */
export abstract class Exchangeable {
  #secret: string;
  /** ARM tokens got for this very one, by tenant: what Entra gave for another one is not this person's to reuse. */
  readonly tokens = new Map<TenantId, UserToken>();
  /** Exchanges under way, by tenant. */
  readonly flights = new Map<TenantId, Promise<Outcome<UserToken>>>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The secret itself: for the exchange at Entra only. */
  reveal(): string {
    return this.#secret;
  }

  protected replace(secret: string): void {
    this.#secret = secret;
  }
}

/** One interactive sign-in that held: its refresh token, with what was got for it. */
export class Grant extends Exchangeable {
  constructor(
    refreshToken: string,
    readonly tenantId: TenantId,
    readonly grantedAt: Date,
    readonly claims?: string,
  ) {
    super(refreshToken);
  }

  /** With its tokens Entra gives a younger refresh token, which lasts longer; the one before stays good. */
  renew(refreshToken: string): void {
    this.replace(refreshToken);
  }
}

/** What is held for one person, in memory only. */
export interface Session {
  /** By the tenant in which the person signed in: a step-up in one tenant must not undo that of another. */
  readonly grants: Map<TenantId, Grant>;
  /** Serves the tenants that have no grant of their own. */
  latest: Grant;
}

/** The sessions of everybody, by home account. */
export interface Sessions {
  /** The person's session, if one was used within twelve hours; counts as use. */
  find(person: Person): Session | undefined;
  has(person: Person): boolean;
  /** Adds a grant to the person's session, or begins one. */
  grant(person: Person, grant: Grant): void;
  /** Forgets the person's session; undefined when there was none. */
  forget(person: Person): Session | undefined;
}

/**
 * Sessions in memory: gone with the process, when unused for twelve hours, and the one unused for longest when there are
 * five thousand.
 */
export function createSessions(clock: Clock): Sessions {
  const held = new BoundedMap<string, { session: Session; usedAt: number }>(MOST_SESSIONS);

  function sweep(): void {
    const oldest = clock.now().getTime() - UNUSED_MS;
    for (const [key, { usedAt }] of held) if (usedAt < oldest) held.delete(key);
  }

  function find(person: Person): Session | undefined {
    sweep();
    const entry = held.get(personKey(person));
    if (entry === undefined) return undefined;
    hold(person, entry.session);
    return entry.session;
  }

  /** Puts it at the end, so that the first is the one that was not used for longest. */
  function hold(person: Person, session: Session): void {
    const key = personKey(person);
    held.set(key, { session, usedAt: clock.now().getTime() });
  }

  return {
    find,
    has: (person) => {
      sweep();
      return held.has(personKey(person));
    },
    grant: (person, grant) => {
      const session = find(person) ?? { grants: new Map<TenantId, Grant>(), latest: grant };
      session.grants.set(grant.tenantId, grant);
      session.latest = grant;
      hold(person, session);
    },
    forget: (person) => {
      const session = find(person);
      held.delete(personKey(person));
      return session;
    },
  };
}

const MOST_PEOPLE = 10_000;

/** A token of Teams that was checked, with what was got for it. */
export class SsoToken extends Exchangeable {
  constructor(
    secret: string,
    readonly expiresAt: Date,
    /** When Teams last handed it over. */
    public acceptedAt: Date,
    /** The sign-in name that it tells; a hint, shown to Entra only. */
    readonly username?: string,
  ) {
    super(secret);
  }
}

/** The SSO tokens of everybody: one a person, in memory, until they expire. */
export interface SsoTokenCache {
  find(person: Person): SsoToken | undefined;
  /** Keeps the SSO token, unless a younger one is held already. */
  keep(person: Person, secret: string, told: { readonly expiresAt: Date; readonly username?: string }): void;
  /** Entra does not take this one any more: it is dropped, and known if Teams brings it again. */
  drop(person: Person, ssoToken: SsoToken): void;
  wasDropped(person: Person, secret: string): boolean;
  /** Forgets the person's SSO token and everything got for it; undefined when there was none. */
  forget(person: Person): SsoToken | undefined;
}

/** SsoTokenCache by the given clock. */
export function createSsoTokenCache(clock: Clock): SsoTokenCache {
  const held = new BoundedMap<string, SsoToken>(MOST_PEOPLE);
  const dropped = new BoundedMap<string, { readonly digest: string; readonly expiresAt: Date }>(MOST_PEOPLE);

  function find(person: Person): SsoToken | undefined {
    const key = personKey(person);
    const ssoToken = held.get(key);
    if (ssoToken === undefined || ssoToken.expiresAt > clock.now()) return ssoToken;
    held.delete(key);
    return undefined;
  }

  return {
    find,
    keep: (person, secret, { expiresAt, username }) => {
      sweep(held, clock.now());
      const key = personKey(person);
      const before = find(person);
      if (before?.reveal() === secret) before.acceptedAt = clock.now();
      else if (before === undefined || before.expiresAt <= expiresAt) {
        held.set(key, new SsoToken(secret, expiresAt, clock.now(), username));
      }
    },
    drop: (person, ssoToken) => {
      sweep(dropped, clock.now());
      const key = personKey(person);
      if (held.get(key) === ssoToken) held.delete(key);
      dropped.set(key, { digest: digestOf(ssoToken.reveal()), expiresAt: ssoToken.expiresAt });
    },
    wasDropped: (person, secret) => dropped.get(personKey(person))?.digest === digestOf(secret),
    forget: (person) => {
      const ssoToken = find(person);
      held.delete(personKey(person));
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

/** Under which account each person was seen in each tenant: it does not change while they are signed in. */
export interface AccountsSeen {
  /** The person's own id at home; elsewhere the one that the first token there named. */
  expected(person: Person, tenantId: TenantId): ObjectId | undefined;
  remember(person: Person, tenantId: TenantId, objectId: ObjectId): void;
  forget(person: Person): void;
}

/** AccountsSeen in memory, forgotten after twelve hours without use. */
export function createAccountsSeen(clock: Clock): AccountsSeen {
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
    expected: (person, tenantId) =>
      tenantId === person.tenantId ? person.objectId : entryOf(person).get(tenantId),
    remember: (person, tenantId, objectId) => {
      entryOf(person).set(tenantId, objectId);
    },
    forget: (person) => {
      seen.delete(personKey(person));
    },
  };
}

/** Everything that is held of people, in memory. */
export interface TokenCache {
  readonly sessions: Sessions;
  readonly ssoTokens: SsoTokenCache;
  readonly accounts: AccountsSeen;
}

/** Forgets everything that is held of the person here; tells what it was. */
export function dropAll(
  { sessions, ssoTokens, accounts }: TokenCache,
  person: Person,
): Omit<Forgotten, 'isComplete'> {
  const session = sessions.forget(person);
  const ssoToken = ssoTokens.forget(person);
  accounts.forget(person);
  return {
    signIns: [...(session?.grants.keys() ?? [])],
    ssoToken: ssoToken !== undefined,
    exchanged: [...(ssoToken?.tokens.keys() ?? [])],
  };
}
