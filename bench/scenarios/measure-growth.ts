import { OURS, heapOf, tellHeap } from '../bots/bots';
import { activityFrom, messageOf, writer } from '../load/activities';
import { createBotClient } from '../load/bot-client';
import { closedLoop } from '../load/closed-loop';
import type { Stage } from '../stage';
import type { Say } from './questions';

/** What is left in memory of conversations that are over. */
export interface GrowthFigures {
  readonly conversations: number;
  /** The heap after garbage collection, when twice as many conversations had filled what is kept for speed. */
  readonly heapBeforeMb: number;
  readonly heapAfterMb: number;
  readonly bytesPerConversation: number;
  readonly rssBeforeMb: number | undefined;
  readonly rssAfterMb: number | undefined;
}

const CONCURRENCY = 32;
const MEGABYTE = 1024 * 1024;

/**
 * Sends the same number of messages three times, each in a conversation of its own: the first two times what the bot keeps
 * for speed (tables of fixed size, compiled code) becomes full, the third time only what would never end is added.
 */
export async function measureGrowth(
  stage: Stage,
  conversations: number,
  questions: Say,
): Promise<GrowthFigures> {
  const bot = await OURS.start(stage, [tellHeap(stage)]);
  const client = createBotClient(bot.port, stage.channelToken);
  const channel = { serviceUrl: stage.connector.serviceUrl, appId: stage.bot.appId };
  const send = async (writerNumberOf: (number: number) => number): Promise<void> => {
    let number = 0;
    const done = await closedLoop({
      concurrency: CONCURRENCY,
      durationMs: Infinity,
      mostTurns: conversations,
      takeTurn: async () => {
        number += 1;
        const person = writerNumberOf(number);
        const activity = activityFrom(channel, writer(person), messageOf(questions(person, 0)));
        return (await client.post(activity)).status === 200;
      },
    });
    if (done.errors > 0) throw new Error(`${done.errors} of ${conversations} messages had no answer.`);
  };
  await send((number) => number);
  await send((number) => conversations + number);
  const heapBefore = await heapOf(bot);
  const rssBefore = bot.usage().rssMb;
  await send((number) => 2 * conversations + number);
  const heapAfter = await heapOf(bot);
  const rssAfter = bot.usage().rssMb;
  client.close();
  await bot.stop();
  return {
    conversations,
    heapBeforeMb: heapBefore / MEGABYTE,
    heapAfterMb: heapAfter / MEGABYTE,
    bytesPerConversation: (heapAfter - heapBefore) / conversations,
    rssBeforeMb: rssBefore,
    rssAfterMb: rssAfter,
  };
}
