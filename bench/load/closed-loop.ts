import { performance } from 'node:perf_hooks';

/** One turn of one of the loops: true when it was answered as it should be. */
export type TakeTurn = (loop: number) => Promise<boolean>;

/** What the loops did. */
export interface LoopResult {
  readonly turns: number;
  readonly errors: number;
  readonly seconds: number;
  /** One for each turn, in milliseconds. */
  readonly times: readonly number[];
}

/** Takes turn after turn in `concurrency` loops at once, each waiting for its answer, until the time is over. */
export async function closedLoop(load: {
  readonly concurrency: number;
  readonly durationMs: number;
  /** Ends earlier when so many turns were taken. */
  readonly mostTurns?: number;
  readonly takeTurn: TakeTurn;
}): Promise<LoopResult> {
  const times: number[] = [];
  let errors = 0;
  let left = load.mostTurns ?? Infinity;
  const startedAt = performance.now();
  const until = startedAt + load.durationMs;
  const loop = async (_: unknown, number: number): Promise<void> => {
    while (performance.now() < until && left > 0) {
      left -= 1;
      const before = performance.now();
      if (!(await load.takeTurn(number))) errors += 1;
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, loop));
  return { turns: times.length, errors, seconds: (performance.now() - startedAt) / 1000, times };
}
