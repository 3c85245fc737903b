/** Where the time of day comes from, so that tests can move it: for what is kept, shown or compared with a date. */
export interface Clock {
  now(): Date;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };

/**
 * Milliseconds since a moment that nobody knows; never goes back. Durations (time limits, pauses, ages in memory) are
 * differences of two readings: whoever sets the machine's clock changes none of them. Means nothing to another process.
 */
export type MonotonicClock = () => number;

/** The monotonic clock of this process. */
export const monotonicClock: MonotonicClock = () => performance.now();
