import type { Clock } from '../model/clock';
import type { RecordStore } from './record-store';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Nothing is read after its time, swept or not; the sweep makes room and takes the old away for good. */
const EVERY_MS = 60 * 60 * 1000;
/** The first one comes after up to this share of the time, so that instances don't sweep all at once. */
const FIRST_SHARE = 0.25;

/** What a sweeper needs. */
export interface SweeperParts {
  readonly store: RecordStore;
  readonly clock: Clock;
  /** How many days a line of the audit trail is kept. */
  readonly trailDays: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly onSwept: (count: number) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Removes what has expired, about every hour, until it is stopped. */
export class Sweeper {
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private current: Promise<void> = Promise.resolve();

  constructor(private readonly parts: SweeperParts) {}

  /** Begins; the first sweep comes within a quarter of an hour. */
  start(): this {
    this.next(EVERY_MS * FIRST_SHARE * this.parts.random());
    return this;
  }

  /** Ends all waiting; resolves when a sweep under way has ended. */
  stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    return this.current;
  }

  /** One sweep now. Never rejects. */
  async sweep(): Promise<void> {
    const { store, clock, trailDays, onSwept, onFailed } = this.parts;
    try {
      onSwept(await store.sweep(new Date(clock.now().getTime() - trailDays * DAY_MS)));
    } catch (error) {
      onFailed(error);
    }
  }

  private next(afterMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.current = this.sweep().finally(() => {
        this.next(EVERY_MS * (0.9 + 0.2 * this.parts.random()));
      });
    }, afterMs);
    // It keeps no process alive.
    this.timer.unref();
  }
}
