import { createHash } from 'node:crypto';

import type { Clock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { Outcome } from '../model/problem';
import type { UserToken } from './access-token';

const MOST_PEOPLE = 10_000;

/** A token of Teams that was checked, with what was got for it. The token is private, so that no log ever shows it. */
export class HeldAssertion {
  readonly #secret: string;
  /** ARM tokens got for this very assertion, by tenant: what Entra gave for another one is not this person's to reuse. */
  readonly tokens = new Map<TenantId, UserToken>();
  /** Exchanges under way, by tenant. */
  readonly flights = new Map<TenantId, Promise<Outcome<UserToken>>>();

  constructor(
    secret: string,
    readonly expiresAt: Date,
    /** When Teams last handed it over. */
    public acceptedAt: Date,
    /** The sign-in name that it tells; a hint, shown to Entra only. */
    readonly username?: string,
  ) {
    this.#secret = secret;
  }

  /** The token itself: for the exchange at Entra only. */
  reveal(): string {
    return this.#secret;
  }
}

/** The assertions of everybody: one a person, in memory, until they expire. */
export interface HeldAssertions {
  find(person: Person): HeldAssertion | undefined;
  /** Keeps the assertion, unless a younger one is held already. */
  keep(person: Person, secret: string, told: { readonly expiresAt: Date; readonly username?: string }): void;
  /** Entra does not take this one any more: it is dropped, and known if Teams brings it again. */
  drop(person: Person, assertion: HeldAssertion): void;
  wasDropped(person: Person, secret: string): boolean;
  /** Forgets the person's assertion and everything got for it; undefined when there was none. */
  forget(person: Person): HeldAssertion | undefined;
}

/** HeldAssertions by the given clock. */
export function createHeldAssertions(clock: Clock): HeldAssertions {
  const held = new Map<string, HeldAssertion>();
  const dropped = new Map<string, { readonly digest: string; readonly expiresAt: Date }>();

  function find(person: Person): HeldAssertion | undefined {
    const key = personKey(person);
    const assertion = held.get(key);
    if (assertion === undefined || assertion.expiresAt > clock.now()) return assertion;
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
        held.set(key, new HeldAssertion(secret, expiresAt, clock.now(), username));
      }
    },
    drop: (person, assertion) => {
      sweep(dropped, clock.now());
      const key = personKey(person);
      if (held.get(key) === assertion) held.delete(key);
      dropped.set(key, { digest: digestOf(assertion.reveal()), expiresAt: assertion.expiresAt });
    },
    wasDropped: (person, secret) => dropped.get(personKey(person))?.digest === digestOf(secret),
    forget: (person) => {
      const assertion = find(person);
      held.delete(personKey(person));
      dropped.delete(personKey(person));
      return assertion;
    },
  };
}

/** Drops what is over, and the oldest when there are too many. */
function sweep(entries: Map<string, { readonly expiresAt: Date }>, now: Date): void {
  for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
  const [oldest] = entries.keys();
  if (entries.size >= MOST_PEOPLE && oldest !== undefined) entries.delete(oldest);
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
