import type { Directory } from '../../../src/model/directory';
import type { PartnerId } from '../../../src/model/identifiers';
import { newCorrelationId } from '../../../src/model/identifiers';
import type { Operation } from '../../../src/pal/operation';
import { Pal } from '../../../src/pal/pal';
import type { PalOptions } from '../../../src/pal/pal';
import type { Caller } from '../../../src/pal/planning';
import type { RecordStore } from '../../../src/storage/record-store';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { ACCOUNT, ModelArm, TENANT } from './model-arm';

const START = Date.parse('2026-03-01T09:00:00Z');

/** Pal over the model ARM and a store in memory, with a clock that tests move. */
export interface TestPal {
  readonly arm: ModelArm;
  readonly pal: Pal;
  readonly caller: Caller;
  readonly store: RecordStore;
  /** Another process with the same records. */
  another(): Pal;
  wait(ms: number): void;
  /** Plans the wish from what is there now; undefined when there is nothing to do. */
  plan(wanted: PartnerId | null): Promise<Operation | undefined>;
}

const directory: Directory = { tenantId: TENANT, name: 'Contoso', defaultDomain: '', kind: 'customer' };

/** A fresh testBot. */
export function testPal(options: Pick<PalOptions, 'isCompanys'> = {}): TestPal {
  let now = START;
  const clock = { now: () => new Date(now) };
  const arm = new ModelArm();
  const store = openSqliteStore(':memory:', clock);
  const timing = { monotonic: () => now, pulse: () => () => undefined, ...options };
  const another = () => new Pal({ accounts: arm, links: arm, directories: arm }, store, clock, timing);
  const pal = another();
  const caller: Caller = {
    person: { tenantId: TENANT, objectId: ACCOUNT, displayName: 'Robin' },
    conversationKey: 'chat|robin',
    correlationId: newCorrelationId(),
  };
  return {
    arm,
    pal,
    caller,
    store,
    another,
    wait: (ms) => {
      now += ms;
    },
    plan: async (wanted) => {
      const current = await pal.current(caller, TENANT);
      if (current.kind !== 'ok') throw new Error('The link could not be read.');
      return pal.plan(caller, { directory, current: current.value, wanted });
    },
  };
}
