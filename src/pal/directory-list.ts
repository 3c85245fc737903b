import { BoundedMap } from '../lib/bounded-map';
import type { Directories } from '../arm/ports';
import type { Accounts, Actor } from '../auth/ports';
import type { Clock } from '../model/clock';
import type { Directory } from '../model/directory';
import type { TenantId } from '../model/identifiers';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import type { Outcome, ProblemCode } from '../model/problem';
import { ok } from '../model/problem';

/** People are invited to directories rarely; within one conversation the list is read once. */
const FRESH_FOR_MS = 5 * 60 * 1000;
const MOST_PEOPLE = 1_000;
const NOT_SHOWN: readonly ProblemCode[] = ['arm-forbidden', 'arm-refused'];

/** The directories of each person, read from ARM and remembered for a short while. */
export class DirectoryList {
  private readonly remembered = new BoundedMap<string, { directories: Directory[]; readAt: number }>(
    MOST_PEOPLE,
  );

  private readonly managed = new BoundedMap<
    string,
    { readonly reading: Promise<Outcome<ReadonlySet<TenantId>>>; readonly readAt: number }
  >(MOST_PEOPLE);

  constructor(
    private readonly cloud: { readonly accounts: Accounts; readonly directories: Directories },
    private readonly clock: Clock,
  ) {}

  /** The directories of the actor's person, home first. */
  async of(actor: Actor, signal: AbortSignal): Promise<Outcome<Directory[]>> {
    const key = personKey(actor.person);
    const now = this.clock.now().getTime();
    const known = this.remembered.get(key);
    if (known !== undefined && Math.abs(now - known.readAt) < FRESH_FOR_MS) {
      // Who has signed out since, perhaps at another instance, is shown nothing of what was read for them.
      const account = await this.cloud.accounts.resolve(actor, signal);
      if (account.kind !== 'sign-in') return ok(known.directories);
      this.drop(actor.person);
      return account;
    }

    const listed = await this.cloud.directories.list(actor, signal);
    if (listed.kind !== 'ok') return listed;
    this.remembered.set(key, { directories: listed.value, readAt: now });
    return listed;
  }

  /**
   * Whether the home directory manages the actor's with Azure Lighthouse, or why that can't be told now. For a directory in
   * which the person has no account: it is remembered as `lighthouse` then. Where ARM shows no list to the person at all,
   * nothing is managed for them.
   */
  async isManagedFromHome(actor: Actor, signal: AbortSignal): Promise<Outcome<boolean>> {
    const managed = await this.managedFromHome(actor, signal);
    if (managed.kind === 'problem' && NOT_SHOWN.includes(managed.problem.code)) return ok(false);
    if (managed.kind !== 'ok') return managed;
    if (!managed.value.has(actor.tenantId)) return ok(false);
    const known = this.remembered.get(personKey(actor.person));
    if (known !== undefined) {
      known.directories = known.directories.map((one) =>
        one.tenantId === actor.tenantId ? { ...one, kind: 'lighthouse' } : one,
      );
    }
    return ok(true);
  }

  /** Read once for all directories that are looked at together. */
  private managedFromHome(actor: Actor, signal: AbortSignal): Promise<Outcome<ReadonlySet<TenantId>>> {
    const key = personKey(actor.person);
    const now = this.clock.now().getTime();
    const known = this.managed.get(key);
    if (known !== undefined && Math.abs(now - known.readAt) < FRESH_FOR_MS) return known.reading;
    const reading = this.cloud.directories.managedFromHome(actor, signal);
    this.managed.set(key, { reading, readAt: now });
    const unlessRead = (outcome?: Outcome<unknown>): void => {
      if (outcome?.kind !== 'ok' && this.managed.get(key)?.reading === reading) this.managed.delete(key);
    };
    reading.then(unlessRead, () => {
      unlessRead();
    });
    return reading;
  }

  /** The person's directories as they were read last; empty when they were not, or long ago. Asks nobody. */
  remembers(person: Person): readonly Directory[] {
    return this.remembered.get(personKey(person))?.directories ?? [];
  }

  /** Reads anew next time. */
  drop(person: Person): void {
    this.remembered.delete(personKey(person));
    this.managed.delete(personKey(person));
  }
}
