import type { PinnedProcess } from '../bots/pinned-process';
import type { LeanConnector } from '../channel/connector';
import { closedLoop } from './closed-loop';
import type { TakeTurn } from './closed-loop';
import { percentilesOf } from './percentiles';
import type { Percentiles } from './percentiles';

/** How a bot did under one load. */
export interface Figures extends Percentiles {
  readonly perSecond: number;
  /** Undefined where the system does not tell. */
  readonly cpuPercent: number | undefined;
  readonly cpuMsPerTurn: number | undefined;
  readonly rssMb: number | undefined;
  /** Messages that reached the connector for each activity: 1 when every reply did. */
  readonly repliesPerTurn: number;
  /** Wrong statuses, replies without authentication, replies of another kind than was expected. */
  readonly errors: number;
  readonly turns: number;
}

/** Warms the bot up and measures it. One of `expected` stands in every right reply. */
export async function measureLoad(load: {
  readonly bot: PinnedProcess;
  readonly connector: LeanConnector;
  readonly concurrency: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
  readonly expected: readonly string[];
  readonly takeTurn: TakeTurn;
}): Promise<Figures> {
  const { bot, connector, concurrency, takeTurn } = load;
  await closedLoop({ concurrency, durationMs: load.warmUpMs, takeTurn });
  connector.expect(load.expected);
  const before = bot.usage();
  const done = await closedLoop({ concurrency, durationMs: load.measuredMs, takeTurn });
  const after = bot.usage();
  const { messages, unauthorized, unexpected } = connector.received;
  const cpuMs = difference(after.cpuMs, before.cpuMs);
  return {
    ...percentilesOf(done.times),
    perSecond: done.turns / done.seconds,
    cpuPercent: cpuMs === undefined ? undefined : cpuMs / done.seconds / 10,
    cpuMsPerTurn: cpuMs === undefined ? undefined : cpuMs / done.turns,
    rssMb: after.rssMb,
    repliesPerTurn: messages / done.turns,
    errors: done.errors + unauthorized + unexpected,
    turns: done.turns,
  };
}

function difference(later: number | undefined, earlier: number | undefined): number | undefined {
  return later === undefined || earlier === undefined ? undefined : later - earlier;
}
