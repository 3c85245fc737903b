import { BoundedMap } from '../lib/bounded-map';
import type { Directory } from '../model/directory';
import type { Clock } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';
import { personKey } from '../model/person';
import type { Person } from '../model/person';
import type { Outcome, Problem, ProblemCode, SignInNeed } from '../model/problem';
import type { RecordStore } from '../storage/record-store';
import type { Caller, Current, ReadCurrent } from './planning';
import { actorOf, deadline } from './planning';

/** So many directories of one person are read at the same time. */
export const ABREAST = 8;

/** What an administrator of the directory has to do something about: consent, a policy, an account, an invitation. */
const FOR_ADMIN: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'consent-needed',
  'consent-declined',
  'device-required',
  'access-blocked',
  'not-in-directory',
  'invitation-pending',
  'cross-tenant-blocked',
  'user-not-assigned',
  'app-not-in-directory',
  'arm-forbidden',
  'no-account-csp',
]);

/** How it stands with the person's link in one directory. Which PartnerID is the right one is for the reader to say. */
export type DirectoryState =
  | { readonly kind: 'linked' | 'not-linked'; readonly current: Current }
  /** The person has no account there; the home directory manages it with Azure Lighthouse. */
  | { readonly kind: 'lighthouse' }
  /** Only a sign-in of the person helps: the first one, a new one, a second factor. */
  | { readonly kind: 'needs-sign-in'; readonly need: SignInNeed }
  | { readonly kind: 'needs-second-factor'; readonly need: SignInNeed }
  /** An administrator of the directory has to do something. `current`: nothing is linked, and a link was refused. */
  | { readonly kind: 'needs-admin'; readonly problem: Problem; readonly current?: Current }
  | { readonly kind: 'not-readable'; readonly problem: Problem };

/** One directory, as it was read. */
export interface DirectoryReading {
  readonly directory: Directory;
  readonly state: DirectoryState;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  /** ARM's x-ms-request-id of the read, when ARM answered with one. */
  readonly armRequestId?: string;
}

/**
 * Reads the person's link in each of the directories, with the tokens that can be had without the person; gives each
 * reading as it comes. Ends early, after what is under way, when the signal says so.
 */
export async function* readDirectories(
  parts: {
    readonly readCurrent: ReadCurrent;
    readonly now: () => Date;
    /** Where a link was refused for want of an account: reading works there, and says that nothing is linked. */
    readonly refused?: ReadonlySet<TenantId>;
  },
  caller: Caller,
  directories: readonly Directory[],
  signal?: AbortSignal,
): AsyncGenerator<DirectoryReading> {
  yield* abreast(directories, ABREAST, signal, async (directory) => {
    const current = await parts.readCurrent(actorOf(caller, directory.tenantId), deadline());
    const armRequestId = requestIdOf(current);
    return {
      directory,
      state: refusedState(caller, stateOf(current), parts.refused?.has(directory.tenantId) ?? false),
      readAt: parts.now().toISOString(),
      ...(armRequestId === undefined ? {} : { armRequestId }),
    };
  });
}

function refusedState({ correlationId }: Caller, state: DirectoryState, isRefused: boolean): DirectoryState {
  return isRefused && state.kind === 'not-linked'
    ? { kind: 'needs-admin', problem: { code: 'no-account-csp', correlationId }, current: state.current }
    : state;
}

/** How many lines of the trail are looked through for refusals. */
const MOST_LINES = 500;
const MOST_CHECKS = 1_000;

/** Where ARM took no link of the person because they have no account there: by the trail, which every instance sees. */
export class Refusals {
  /** When each person wanted everything looked at again, here. */
  private readonly checked = new BoundedMap<string, number>(MOST_CHECKS);

  constructor(
    private readonly store: RecordStore,
    private readonly clock: Clock,
  ) {}

  /** Those that came last in their directory, since the person wanted to check again. */
  async of(person: Person): Promise<ReadonlySet<TenantId>> {
    const since = this.checked.get(personKey(person)) ?? 0;
    const last = new Map<TenantId, boolean>();
    for (const { tenantId, problemCode, at } of await this.store.audit(person, MOST_LINES)) {
      const id = asTenantId(tenantId);
      if (id !== undefined) last.set(id, problemCode === 'no-account-csp' && Date.parse(at) > since);
    }
    return new Set([...last].flatMap(([tenantId, isRefused]) => (isRefused ? [tenantId] : [])));
  }

  /** What was refused before may be taken now. */
  checkAgain(person: Person): void {
    this.checked.set(personKey(person), this.clock.now().getTime());
  }
}

function requestIdOf(current: Awaited<ReturnType<ReadCurrent>>): string | undefined {
  if (current.kind === 'ok') return current.serviceRequestId;
  return current.kind === 'problem' ? current.problem.serviceRequestId : undefined;
}

function stateOf(current: Awaited<ReturnType<ReadCurrent>>): DirectoryState {
  switch (current.kind) {
    case 'ok':
      return {
        kind: current.value.state.kind === 'linked' ? 'linked' : 'not-linked',
        current: current.value,
      };
    case 'sign-in': {
      const { need } = current;
      if (need.reason === 'step-up') return { kind: 'needs-second-factor', need };
      return { kind: 'needs-sign-in', need };
    }
    case 'problem': {
      const { problem } = current;
      if (problem.code === 'managed-from-home') return { kind: 'lighthouse' };
      return { kind: FOR_ADMIN.has(problem.code) ? 'needs-admin' : 'not-readable', problem };
    }
  }
}

/** Who has to do something about it. */
export function stateOfBlocked(
  outcome: Exclude<Outcome<never>, { kind: 'ok' }>,
): 'needs-you' | 'needs-admin' | 'unreadable' {
  if (outcome.kind === 'sign-in') return 'needs-you';
  return FOR_ADMIN.has(outcome.problem.code) ? 'needs-admin' : 'unreadable';
}

/**
 * Does the work for each, several at a time, and gives what comes of it in the order in which it is done. Work whose rest is
 * only for our own records may make room: the next one begins, and as many such rests as are worked on may be under way.
 */
export async function* abreast<T, R>(
  items: readonly T[],
  most: number,
  signal: AbortSignal | undefined,
  work: (item: T, makeRoom: () => void) => Promise<R>,
): AsyncGenerator<R> {
  const ended: Promise<R>[] = [];
  let noteEnd = (): void => undefined;
  let [next, underWay, taken] = [0, 0, 0];
  const begin = (): void => {
    while (taken < most && underWay < 2 * most && next < items.length && signal?.aborted !== true) {
      const item = items[next] as T;
      [next, underWay, taken] = [next + 1, underWay + 1, taken + 1];
      let isTaken = true;
      const leave = (): void => {
        if (isTaken) taken -= 1;
        isTaken = false;
      };
      const result = work(item, () => {
        leave();
        begin();
      });
      const end = (): void => {
        leave();
        ended.push(result);
        noteEnd();
      };
      result.then(end, end);
    }
  };
  try {
    begin();
    while (underWay > 0) {
      const result = ended.shift();
      if (result === undefined) {
        await new Promise<void>((resolve) => {
          noteEnd = resolve;
        });
        continue;
      }
      underWay -= 1;
      yield await result;
      begin();
    }
  } finally {
    // Whoever leaves early wants nothing more begun.
    next = items.length;
  }
}

/** Does the work for each, several at a time. */
export async function forEachAbreast<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const done = abreast(items, most, undefined, work);
  while ((await done.next()).done !== true);
}

/** A filter or a page of it shows what was read until then; after that all is read anew. */
const FRESH_FOR_MS = 5 * 60 * 1000;
const MOST_PEOPLE = 500;

/** The directories of one person while they are read, and afterwards. */
export interface Reading {
  readonly directories: readonly Directory[];
  readonly read: Map<TenantId, DirectoryReading>;
  readonly startedAt: number;
  readonly done: Promise<void>;
}

/** What was read of each person's directories lately; in memory, of this instance only. */
export class Overviews {
  private readonly readings = new BoundedMap<string, Reading>(MOST_PEOPLE);

  /** The reading that is fresh enough; undefined when everything has to be read. */
  latest(person: Person, now: Date): Reading | undefined {
    const reading = this.readings.get(personKey(person));
    const age = reading === undefined ? Infinity : now.getTime() - reading.startedAt;
    return age >= 0 && age < FRESH_FOR_MS ? reading : undefined;
  }

  /** Begins to read all directories. A reading that fails as a whole is not remembered: the next question reads anew. */
  begin(
    person: Person,
    now: Date,
    directories: readonly Directory[],
    readings: AsyncIterable<DirectoryReading>,
  ): Reading {
    this.dropOld(now);
    const read = new Map<TenantId, DirectoryReading>();
    const all = async (): Promise<void> => {
      for await (const one of readings) read.set(one.directory.tenantId, one);
    };
    const reading = { directories, read, startedAt: now.getTime(), done: all() };
    const key = personKey(person);
    this.readings.set(key, reading);
    reading.done.catch(() => {
      if (this.readings.get(key) === reading) this.readings.delete(key);
    });
    return reading;
  }

  /** What nobody will be shown any more is about a kilobyte for each directory. */
  private dropOld(now: Date): void {
    for (const [key, { startedAt }] of this.readings) {
      if (now.getTime() - startedAt < FRESH_FOR_MS) return;
      this.readings.delete(key);
    }
  }

  /** Drops what is held of the person. */
  forget(person: Person): void {
    this.readings.delete(personKey(person));
  }
}
