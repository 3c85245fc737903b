import { percentilesOf } from '../load/percentiles';
import type { Percentiles } from '../load/percentiles';
import { closedLoop } from '../load/closed-loop';
import { createBotClient } from '../load/bot-client';
import type { PinnedProcess } from '../bots/pinned-process';
import type { Stage } from '../stage';
import { watchCloudTime } from './cloud-time';
import { LINK_TURNS, LinkTalks, slowArm } from './link-conversation';
import type { LinkTurn, TimedTurn } from './link-conversation';
import { signInColleagues } from './signed-in';

/** How the whole conversation does. */
export interface LinkFigures {
  /** One conversation at a time: what each turn takes beyond the time of ARM and Entra. */
  readonly oursPerTurn: Readonly<Record<LinkTurn, Percentiles>>;
  /** The whole turn, with ARM's 50 ms a request. */
  readonly totalPerTurn: Readonly<Record<LinkTurn, Percentiles>>;
  /** Many at once. */
  readonly crowd: {
    readonly concurrency: number;
    readonly conversationsPerSecond: number;
    readonly conversation: Percentiles;
    /** In how many a press was answered with "working on it" first. */
    readonly late: number;
  };
}

const WARM_UP_TALKS = 10;

/** Measures the link conversation of a bot. */
export async function measureLink(
  stage: Stage,
  bot: PinnedProcess,
  { measuredMs, concurrency }: { measuredMs: number; concurrency: number },
): Promise<LinkFigures> {
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  const client = createBotClient(bot.port, stage.channelToken);
  const cloudTime = watchCloudTime(Number(new URL(stage.cloud.apiUrl).port));
  await signInColleagues(stage, channel, client, concurrency);
  const talks = new LinkTalks({ stage, channel, client, cloudTime });
  for (let number = 0; number < WARM_UP_TALKS; number += 1) await talks.talk(number % concurrency);
  slowArm(stage);
  const alone: TimedTurn[] = [];
  const run = async (loops: number, keep: (turns: TimedTurn[]) => void) =>
    closedLoop({
      concurrency: loops,
      durationMs: measuredMs,
      takeTurn: async (loop) => {
        const turns = await talks.talk(loop);
        if (turns !== undefined) keep(turns);
        return turns !== undefined;
      },
    });
  await run(1, (turns) => alone.push(...turns));
  const crowd = await run(concurrency, () => undefined);
  cloudTime.stop();
  client.close();
  stage.connector.onMessage = undefined;
  stage.cloud.world.clearFaults();
  return {
    oursPerTurn: byTurn(alone, ({ totalMs, cloudMs }) => totalMs - cloudMs),
    totalPerTurn: byTurn(alone, ({ totalMs }) => totalMs),
    crowd: {
      concurrency,
      conversationsPerSecond: crowd.turns / crowd.seconds,
      conversation: percentilesOf(crowd.times),
      late: crowd.errors,
    },
  };
}

function byTurn(
  turns: readonly TimedTurn[],
  timeOf: (turn: TimedTurn) => number,
): Record<LinkTurn, Percentiles> {
  return Object.fromEntries(
    LINK_TURNS.map((name) => [name, percentilesOf(turns.filter(({ turn }) => turn === name).map(timeOf))]),
  ) as Record<LinkTurn, Percentiles>;
}
