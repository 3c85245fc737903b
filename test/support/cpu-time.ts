import { howMany } from './threats';

/** Something that was slow for other reasons (a busy machine, the garbage collector) is given two more chances. */
const TRIES = 3;

/**
 * How long the work takes, in milliseconds of CPU time of this process: the fastest of up to three tries, the others only
 * when the first took longer than `enoughMs`. What is slow by itself is slow every time.
 */
export function cpuMsOf(work: () => void, enoughMs: number): number {
  let fastest = Infinity;
  for (let tried = 0; tried < TRIES && fastest > enoughMs; tried += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    fastest = Math.min(fastest, (user + system) / 1000);
  }
  return fastest;
}

/**
 * The most CPU time for what may take `limitMs` on a quiet machine: the threat report judges by that; on any other run ten
 * times as much are let pass, since an older or busy machine needs more for the same work.
 */
export function mostCpuMs(limitMs: number): number {
  return limitMs * howMany({ usual: 10, full: 1 });
}
