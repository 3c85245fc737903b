import type { MeasuredBot } from '../bots/bots';
import { medianOf } from '../load/percentiles';
import type { Stage } from '../stage';

/** From the start of the process to the first connection that it takes, in milliseconds. */
export interface StartFigures {
  readonly medianMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Starts each bot again and again, in turn. */
export async function measureStarts(
  stage: Stage,
  bots: readonly MeasuredBot[],
  times: number,
): Promise<Record<string, StartFigures>> {
  const taken = new Map<string, number[]>(bots.map(({ key }) => [key, []]));
  for (let time = 0; time < times; time += 1) {
    for (const bot of bots) {
      const running = await bot.start(stage);
      taken.get(bot.key)?.push(running.readyAfterMs);
      await running.stop();
    }
  }
  return Object.fromEntries(
    [...taken].map(([key, ms]) => [
      key,
      { medianMs: medianOf(ms), leastMs: Math.min(...ms), mostMs: Math.max(...ms) },
    ]),
  );
}
