/** Where the time of day comes from, so that tests can move it: for what is kept, shown or compared with a date. */
export interface Clock {
  now(): Date;
}

/**
 * How far apart two moments of the day are, in ms. An age that is shared with other instances, or outlives this one, can
 * only be told by the time of day: a moment that lies ahead because a clock was set back counts as just as far away, so
 * that nothing stays new for as long as the clock was wrong.
 */
export function apartMs(one: Date | string, other: Date): number {
  return Math.abs(other.getTime() - new Date(one).getTime());
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
