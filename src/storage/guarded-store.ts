import type { MonotonicClock } from '../model/clock';
import type { RecordStore } from './record-store';
import { StorageAwayError, UnusableRecordError } from './record-store';

/** After a failure nobody waits again for this long; then one call finds out. */
const REST_MS = 2_000;

/** What the guard needs besides a store. */
export interface GuardParts {
  readonly monotonic: MonotonicClock;
  /** How long a call may take; absent for a store that no call waits for. */
  readonly callMs?: number;
  /** Told when the storage stops answering, and when it answers again. */
  readonly onChange: (isAway: boolean, error?: unknown) => void;
}

/**
 * A store that fails in time, and as a StorageAwayError. One call waits in vain, those after it fail at once, until one
 * of them is let through again: so that a chat without storage is as fast as one with it.
 */
export function guardedStore(store: RecordStore, parts: GuardParts): RecordStore {
  const guard = new Guard(parts);
  return {
    get: (...all) => guard.run(() => store.get(...all)),
    put: (...all) => guard.run(() => store.put(...all)),
    putWithLine: (...all) => guard.run(() => store.putWithLine(...all)),
    delete: (...all) => guard.run(() => store.delete(...all)),
    list: (collection) => guarded(store.list(collection)),
    append: (entry) => guard.run(() => store.append(entry)),
    audit: (...all) => guard.run(() => store.audit(...all)),
    trail: () => guarded(store.trail()),
    // These go through much, and nobody in a chat waits for each of their steps.
    forgetTrail: (person) => asAway(store.forgetTrail(person)),
    sweep: (trailSince) => asAway(store.sweep(trailSince)),
    close: () => store.close(),
  };
}

class Guard {
  private restsUntil: number | undefined;
  private isTrying = false;

  constructor(private readonly parts: GuardParts) {}

  async run<T>(call: () => Promise<T>): Promise<T> {
    const isResting = this.restsUntil !== undefined;
    if (isResting && (this.isTrying || this.parts.monotonic() < (this.restsUntil ?? 0))) {
      throw new StorageAwayError();
    }
    this.isTrying = isResting;
    try {
      const { callMs } = this.parts;
      const value = await (callMs === undefined ? call() : inTime(call(), callMs));
      this.answered();
      return value;
    } catch (error) {
      if (error instanceof UnusableRecordError) {
        this.answered();
        throw error;
      }
      throw this.failed(error);
    } finally {
      if (isResting) this.isTrying = false;
    }
  }

  private answered(): void {
    if (this.restsUntil === undefined) return;
    this.restsUntil = undefined;
    this.parts.onChange(false);
  }

  private failed(error: unknown): StorageAwayError {
    if (this.restsUntil === undefined) this.parts.onChange(true, error);
    this.restsUntil = this.parts.monotonic() + REST_MS;
    return new StorageAwayError(error);
  }
}

function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new StorageAwayError());
    }, ms);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

async function asAway<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw awayOf(error);
  }
}

async function* guarded<T>(listed: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* listed;
  } catch (error) {
    throw awayOf(error);
  }
}

function awayOf(error: unknown): unknown {
  return error instanceof UnusableRecordError ? error : new StorageAwayError(error);
}
