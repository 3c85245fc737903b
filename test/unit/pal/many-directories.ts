import type { Accounts, Actor } from '../../../src/auth/ports';
import type { Directories, PartnerLinks } from '../../../src/arm/ports';
import type { Directory } from '../../../src/model/directory';
import type { TenantId } from '../../../src/model/identifiers';
import { asTenantId, newCorrelationId } from '../../../src/model/identifiers';
import { ok } from '../../../src/model/problem';
import type { Caller } from '../../../src/pal/planning';
import { Pal } from '../../../src/pal/pal';
import type { RecordStore } from '../../../src/storage/record-store';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { ACCOUNT, ModelArm, TENANT } from './model-arm';

const START = Date.parse('2026-03-01T09:00:00Z');

/** A person with many directories, each with an ARM of its own, and processes that may die. */
export interface ManyDirectories {
  readonly directories: readonly Directory[];
  readonly store: RecordStore;
  readonly caller: Caller;
  arm(tenantId: TenantId): ModelArm;
  /** A process; it makes no further call to the records or to ARM after so many. */
  start(diesAfter?: number): Pal;
  /** How many calls to ARM were under way at the same time, at most. */
  mostAbreast(): number;
  wait(ms: number): void;
}

/** So many directories, nothing linked in any. */
export function manyDirectories(count: number): ManyDirectories {
  let now = START;
  let [abreast, mostAbreast] = [0, 0];
  const clock = { now: () => new Date(now) };
  const directories = Array.from({ length: count }, (_, index): Directory => {
    const tenantId = asTenantId(`33333333-3333-4333-8333-${String(index).padStart(12, '0')}`);
    if (tenantId === undefined) throw new Error('A literal of the test is malformed.');
    return { tenantId, name: `Directory ${index}`, defaultDomain: '', kind: 'customer' };
  });
  const arms = new Map(directories.map(({ tenantId }) => [tenantId, new ModelArm(tenantId)]));
  const store = openSqliteStore(':memory:', clock);
  const arm = (tenantId: TenantId): ModelArm => {
    const found = arms.get(tenantId);
    if (found === undefined) throw new Error('Nobody asked for this directory.');
    return found;
  };

  const start = (diesAfter = Infinity): Pal => {
    let left = diesAfter;
    const alive = async <T>(work: () => Promise<T>): Promise<T> => {
      left -= 1;
      return left < 0 ? new Promise<never>(() => undefined) : work();
    };
    const atArm = async <T>(work: () => Promise<T>): Promise<T> => {
      abreast += 1;
      mostAbreast = Math.max(mostAbreast, abreast);
      try {
        return await alive(work);
      } finally {
        abreast -= 1;
      }
    };
    const accounts: Accounts = { resolve: (actor) => arm(actor.tenantId).resolve(actor) };
    const links: PartnerLinks = {
      read: (actor) => atArm(() => arm(actor.tenantId).read(actor)),
      create: (actor, id) => atArm(() => arm(actor.tenantId).create(actor, id)),
      update: (actor, id) => atArm(() => arm(actor.tenantId).update(actor, id)),
      remove: (actor, id) => atArm(() => arm(actor.tenantId).remove(actor, id)),
    };
    const listing: Directories = {
      list: () => Promise.resolve(ok([...directories])),
      managedFromHome: (_: Actor) => Promise.resolve(ok(new Set<TenantId>())),
    };
    const mortal: RecordStore = {
      ...store,
      get: (...all) => alive(() => store.get(...all)),
      put: (...all) => alive(() => store.put(...all)),
      putWithLine: (...all) => alive(() => store.putWithLine(...all)),
      delete: (...all) => alive(() => store.delete(...all)),
      append: (...all) => alive(() => store.append(...all)),
      list: (...all) => store.list(...all),
      audit: (...all) => store.audit(...all),
    };
    const timing = { monotonic: () => now, pulse: () => () => undefined };
    return new Pal({ accounts, links, directories: listing }, mortal, clock, timing);
  };

  return {
    directories,
    store,
    caller: {
      person: { tenantId: TENANT, objectId: ACCOUNT, displayName: 'Robin' },
      conversationKey: 'chat|robin',
      correlationId: newCorrelationId(),
    },
    arm,
    start,
    mostAbreast: () => mostAbreast,
    wait: (ms) => {
      now += ms;
    },
  };
}
