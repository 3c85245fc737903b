import type { AccountInfo } from '@azure/msal-node';

import type { Clock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { EntraClient } from './entra-client';

const UNUSED_MS = 12 * 60 * 60 * 1000;
/** With the tokens of a dozen directories a session is some 50 KB. */
const MOST_SESSIONS = 5_000;

/** One interactive sign-in that held: an MSAL client with the tokens of exactly one person. */
export interface Grant {
  readonly client: EntraClient;
  readonly account: AccountInfo;
  readonly tenantId: TenantId;
  readonly claims?: string;
  readonly grantedAt: Date;
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
  const held = new Map<string, { session: Session; usedAt: number }>();

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
    held.delete(key);
    const [oldest] = held.keys();
    if (held.size >= MOST_SESSIONS && oldest !== undefined) held.delete(oldest);
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
