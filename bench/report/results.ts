import type { Figures } from '../load/measure-load';
import type { CardFigures } from '../scenarios/measure-cards';
import type { DirectoryFigures } from '../scenarios/measure-directories';
import type { GrowthFigures } from '../scenarios/measure-growth';
import type { LinkFigures } from '../scenarios/measure-link';
import type { StartFigures } from '../scenarios/measure-start';
import type { BesideIdeal } from '../scenarios/talk';
import type { TableFigures } from '../scenarios/measure-tables';
import type { Plan } from '../plan';

/** One bot under one load, over all rounds. */
export interface LoadResult {
  readonly bot: string;
  readonly scenario: string;
  readonly concurrency: number;
  /** The round with the middle rate. */
  readonly median: Figures;
  readonly leastPerSecond: number;
  readonly mostPerSecond: number;
  readonly rounds: readonly Figures[];
}

/** Everything that a run has measured; what `bench/results.json` holds. */
export interface Results {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly plan: Plan;
  readonly machine: {
    readonly node: string;
    readonly cpu: string;
    readonly cpus: number;
    readonly isPinned: boolean;
    /** Processes that wanted a CPU before the run, and after it: above 1, others have disturbed it. */
    readonly loadBefore: number;
    readonly loadAfter: number;
  };
  readonly loads: readonly LoadResult[];
  readonly starts: Readonly<Record<string, StartFigures>>;
  readonly link: LinkFigures;
  readonly directories: DirectoryFigures;
  /** "Does my access count?" */
  readonly access: BesideIdeal;
  readonly cards: CardFigures;
  readonly growth: GrowthFigures;
  readonly tables: TableFigures;
}

/** Puts the rounds of one load together. */
export function loadResult(
  bot: string,
  scenario: string,
  concurrency: number,
  rounds: readonly Figures[],
): LoadResult {
  const sorted = [...rounds].sort((a, b) => a.perSecond - b.perSecond);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (median === undefined || least === undefined || most === undefined) {
    throw new Error('A load was measured in no round.');
  }
  return {
    bot,
    scenario,
    concurrency,
    median,
    leastPerSecond: least.perSecond,
    mostPerSecond: most.perSecond,
    rounds,
  };
}
