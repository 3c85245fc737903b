import type { PartnerLinks } from '../../../src/arm/ports';
import type { Actor } from '../../../src/auth/ports';
import type { Account } from '../../../src/model/person';
import type { Directory, Link } from '../../../src/model/directory';
import type { CorrelationId, OperationId, PartnerId } from '../../../src/model/identifiers';
import { newCorrelationId } from '../../../src/model/identifiers';
import type { Outcome } from '../../../src/model/problem';
import { failed, ok } from '../../../src/model/problem';
import type { Caller } from '../../../src/pal/planning';
import type { Execution } from '../../../src/pal/operation';
import { Pal } from '../../../src/pal/pal';
import type { RecordStore } from '../../../src/storage/record-store';
import { StorageAwayError } from '../../../src/storage/record-store';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { ACCOUNT, TENANT } from './model-arm';
import { VirtualTime } from './virtual-time';

const START = Date.parse('2026-03-01T09:00:00Z');
const SWEEP_MS = 5_000;
const ELSEWHERE_MS = 60_000;
const SIGN_IN = { kind: 'sign-in', need: { reason: 'expired' } } as const;
const ROBIN = { tenantId: TENANT, objectId: ACCOUNT, username: 'robin@example.test' };
const RESTART_MS = 3_000;
const directory: Directory = { tenantId: TENANT, name: 'Contoso', defaultDomain: '', kind: 'customer' };

/** What makes one run differ from another. */
export interface Weather {
  /** How far the clock of each instance is ahead, in milliseconds. */
  readonly skews: readonly [number, number];
  /** How long ARM takes for each call, in turn. */
  readonly armMs: readonly number[];
  /** After which part of its time ARM does what it is asked. */
  readonly effectAt: number;
  /** From when the person's token is there, in milliseconds after the start. */
  readonly tokenAfterMs: number;
  /** When each instance sweeps for the first time. */
  readonly sweepAfterMs: readonly [number, number];
  /** Whether the other instance has the token too; if not, it gets it a minute after the start. */
  readonly isTokenShared: boolean;
  /** Whether the token is asked for silently: of that the person is told nothing. */
  readonly isSilent: boolean;
  /** When the audit trail can't be written. */
  readonly hiccup: { readonly fromMs: number; readonly ms: number };
  /** Whether records and trail are two tables without a transaction over both. */
  readonly hasTwoTables: boolean;
  /** How long it takes until the person has what they are told. */
  readonly deliverMs: number;
}

/** A process: what it does stops when it is killed, and stands still while it is frozen. */
interface Instance {
  readonly pal: Pal;
  isDead: boolean;
  frozenUntil: number;
  /** Dies after so many more calls to the records or to ARM. */
  diesAfter: number;
}

/** Two instances of Pal on the same records, before an ARM that takes its time, all in virtual time. */
export class TwoInstances {
  readonly time = new VirtualTime(START);
  readonly store: RecordStore;
  readonly operations: OperationId[] = [];
  /** The operations whose writes ARM has done, in order. */
  readonly written: OperationId[] = [];
  /** What people were told of each operation, in order. */
  readonly reported = new Map<OperationId, string[]>();
  private linked: PartnerId | null = null;
  private calls = 0;
  private readonly pressOf = new Map<CorrelationId, OperationId>();
  private readonly instances: [Instance, Instance];

  constructor(private readonly weather: Weather) {
    this.store = openSqliteStore(':memory:', { now: () => new Date(this.time.now) });
    this.instances = [this.start(0), this.start(1)];
  }

  /** Plans a link to this PartnerID; nothing when it can't be read at the moment. */
  async plan(at: number, wanted: PartnerId): Promise<void> {
    const { pal } = this.instance(at);
    const caller = this.caller();
    const current = await pal.current(caller, TENANT);
    if (current.kind !== 'ok') return;
    const operation = await pal.plan(caller, { directory, current: current.value, wanted });
    if (operation !== undefined) this.operations.push(operation.id);
  }

  /** A press on "Link", and on again by itself once the sign-in that it needs is there. */
  async press(at: number, id: OperationId): Promise<void> {
    const { pal } = this.instance(at);
    const execution = await orAway(pal.execute(this.caller(id), id));
    if (execution === undefined) return;
    const isSilent = execution.kind === 'sign-in' && this.weather.isSilent;
    if (!isSilent) void this.deliver(pal, id, execution);
    if (execution.kind !== 'sign-in') return;
    while (!this.hasToken(at)) await this.time.sleep(1_000);
    await this.press(at, id);
  }

  /** Something newer takes the place of the operation. */
  async drop(at: number, id: OperationId): Promise<void> {
    await orAway(this.instance(at).pal.drop(this.caller(), id));
  }

  /** A press on "Cancel". */
  async cancel(at: number, id: OperationId): Promise<void> {
    const { pal } = this.instance(at);
    const execution = await orAway(pal.cancel(this.caller(), id));
    if (execution !== undefined) void this.deliver(pal, id, execution);
  }

  /** The process stands still for so long. */
  freeze(at: number, ms: number): void {
    this.instance(at).frozenUntil = this.time.now + ms;
  }

  /** The process dies after so many more calls, and another one is started in its place. */
  kill(at: number, afterCalls: number): void {
    this.instance(at).diesAfter = afterCalls;
  }

  private start(at: number): Instance {
    const clock = { now: () => new Date(this.time.now + (this.weather.skews[at] ?? 0)) };
    const instance: { -readonly [K in keyof Instance]: Instance[K] } = {
      pal: undefined as never,
      isDead: false,
      frozenUntil: 0,
      diesAfter: Infinity,
    };
    const pulsing = new Set<() => void>();
    const pulse = (ms: number, work: () => void): (() => void) => {
      pulsing.add(work);
      void (async () => {
        while (pulsing.has(work)) {
          await this.time.sleep(ms);
          await this.step(instance, at);
          if (pulsing.has(work)) work();
        }
      })();
      return () => {
        pulsing.delete(work);
      };
    };
    const cloud = {
      accounts: {
        resolve: () => Promise.resolve<Outcome<Account>>(this.hasToken(at) ? ok(ROBIN) : SIGN_IN),
      },
      links: this.links(instance, at),
      directories: {
        list: () => Promise.resolve(ok([])),
        managedFromHome: () => Promise.resolve(ok(new Set<never>())),
      },
    };
    instance.pal = new Pal(cloud, this.storeOf(instance, at), clock, {
      monotonic: () => this.time.now,
      pulse,
    });
    void this.sweepForever(instance, at);
    return instance;
  }

  private async sweepForever(instance: Instance, at: number): Promise<void> {
    await this.time.sleep(this.weather.sweepAfterMs[at] ?? 0);
    while (!instance.isDead) {
      await this.step(instance, at);
      await orAway(this.sweep(instance.pal));
      await this.time.sleep(SWEEP_MS);
    }
  }

  private async sweep(pal: Pal): Promise<void> {
    for await (const interrupted of pal.interrupted()) {
      if (!('operationId' in interrupted)) continue;
      const { operationId } = interrupted;
      const execution = await orAway(pal.resume(this.caller(), operationId));
      if (execution !== undefined) await this.deliver(pal, operationId, execution);
    }
  }

  /** Whoever is busy with it tells it. */
  private async deliver(pal: Pal, id: OperationId, execution: Execution): Promise<void> {
    if (execution.kind === 'busy') return;
    await this.time.sleep(this.weather.deliverMs);
    const kind = execution.kind === 'problem' ? execution.problem.code : execution.kind;
    this.reported.set(id, [...(this.reported.get(id) ?? []), kind]);
    await orAway(pal.acknowledge(id));
  }

  /** Every call of a process goes through here: a dead one makes none, a frozen one makes it later. */
  private async step(instance: Instance, at: number): Promise<void> {
    instance.diesAfter -= 1;
    if (instance.diesAfter < 0 && !instance.isDead) {
      instance.isDead = true;
      void this.time.sleep(RESTART_MS).then(() => {
        this.instances[at] = this.start(at);
      });
    }
    if (instance.frozenUntil > this.time.now) await this.time.sleep(instance.frozenUntil - this.time.now);
    if (instance.isDead) await new Promise(() => undefined);
  }

  private storeOf(instance: Instance, at: number): RecordStore {
    const { store, weather } = this;
    const call = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.step(instance, at);
      return work();
    };
    const isTrailAway = (): boolean => {
      const since = this.time.now - START - weather.hiccup.fromMs;
      return since >= 0 && since < weather.hiccup.ms;
    };
    const append: RecordStore['append'] = (line) =>
      isTrailAway() ? Promise.reject(new StorageAwayError()) : store.append(line);
    return {
      ...store,
      get: (...all) => call(() => store.get(...all)),
      put: (...all) => call(() => store.put(...all)),
      delete: (...all) => call(() => store.delete(...all)),
      append: (line) => call(() => append(line)),
      putWithLine: async (put, line) => {
        if (!weather.hasTwoTables) {
          return call(() =>
            isTrailAway() ? Promise.reject(new StorageAwayError()) : store.putWithLine(put, line),
          );
        }
        const { collection, key, value, expected, expiresAt } = put;
        const stored = await call(() => store.put(collection, key, value, expected, expiresAt));
        if (stored.kind === 'stored') await call(() => append(line));
        return stored;
      },
      list: (collection) => store.list(collection),
    };
  }

  private links(instance: Instance, at: number): PartnerLinks {
    const slowly = async <T>(work: () => T): Promise<T> => {
      await this.step(instance, at);
      const ms = this.weather.armMs[this.calls++ % this.weather.armMs.length] ?? 20;
      await this.time.sleep(ms * this.weather.effectAt);
      // What has reached ARM is done there, whatever becomes of the process.
      const answer = work();
      await this.time.sleep(ms * (1 - this.weather.effectAt));
      await this.step(instance, at);
      return answer;
    };
    const write = (actor: Actor, partnerId: PartnerId): Promise<Outcome<Link>> =>
      slowly(() => {
        this.linked = partnerId;
        const id = this.pressOf.get(actor.correlationId);
        if (id !== undefined) this.written.push(id);
        return ok(link(partnerId));
      });
    return {
      read: () => {
        if (!this.hasToken(at)) return Promise.resolve(SIGN_IN);
        return slowly(() =>
          ok(this.linked === null ? { kind: 'not-linked' } : { kind: 'linked', link: link(this.linked) }),
        );
      },
      create: (actor, partnerId) =>
        this.linked === null
          ? write(actor, partnerId)
          : Promise.resolve(failed({ code: 'already-linked', correlationId: actor.correlationId })),
      update: write,
      remove: () => Promise.reject(new Error('Nothing is unlinked here.')),
    };
  }

  private hasToken(at: number): boolean {
    const { tokenAfterMs, isTokenShared } = this.weather;
    const afterMs = at === 0 || isTokenShared ? tokenAfterMs : tokenAfterMs + ELSEWHERE_MS;
    return this.time.now - START >= afterMs || this.operations.length === 0;
  }

  private instance(at: number): Instance {
    const instance = this.instances[at % 2];
    if (instance === undefined) throw new Error('There are two instances.');
    return instance;
  }

  private caller(pressed?: OperationId): Caller {
    const correlationId = newCorrelationId();
    if (pressed !== undefined) this.pressOf.set(correlationId, pressed);
    return {
      person: { tenantId: TENANT, objectId: ACCOUNT, displayName: 'Robin' },
      conversationKey: 'chat|robin',
      correlationId,
    };
  }
}

/** Undefined where the storage was away: then the person is told to try again. */
async function orAway<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StorageAwayError) return undefined;
    throw error;
  }
}

function link(partnerId: PartnerId): Link {
  return {
    partnerId,
    partnerName: '',
    tenantId: TENANT,
    objectId: ACCOUNT,
    version: 1,
    linkedSince: '2026-01-01T00:00:00.000Z',
    lastChanged: '2026-01-01T00:00:00.000Z',
    state: 'Active',
  };
}
