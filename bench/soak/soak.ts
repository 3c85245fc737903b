import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { OURS } from '../bots/bots';
import { createBotClient } from '../load/bot-client';
import { percentilesOf } from '../load/percentiles';
import type { Percentiles } from '../load/percentiles';
import { loadQuestions } from '../scenarios/questions';
import type { Stage } from '../stage';
import { mixedTalk } from './mixed-turns';
import type { TalkCount } from './mixed-turns';
import { growthPerMinute } from './slope';
import type { Sample } from './slope';

/** How the bot did over a long time. */
export interface SoakFigures {
  readonly minutes: number;
  readonly count: Readonly<TalkCount>;
  /** Messages to which nothing came. */
  readonly unanswered: number;
  /** Replies that came without the bot's own authentication. */
  readonly unauthorized: number;
  /** After the warm-up; undefined where the system does not tell. */
  readonly rssMbPerMinute: number | undefined;
  readonly rssMb: { readonly afterWarmUp: number; readonly last: number } | undefined;
  /** What the turn took, or the three of a link conversation. */
  readonly took: Percentiles;
  /** What the bot wrote to its standard error, where nothing belongs. */
  readonly complaints: string;
}

const LOOK_EVERY_MS = 2_000;
/** A third is for caches and code to settle, but no more than five minutes. */
const LONGEST_WARM_UP_MINUTES = 5;

/** Talks to the bot at a steady rate, whether it answers or not, for so many minutes. */
export async function soak(
  stage: Stage,
  { minutes, perSecond, tell }: { minutes: number; perSecond: number; tell: (what: string) => void },
): Promise<SoakFigures> {
  const bot = await OURS.start(stage);
  const client = createBotClient(bot.port, stage.channelToken);
  const talk = await mixedTalk(stage, client, loadQuestions(stage.root));
  stage.connector.expect(['']);
  const warmUpSeconds = Math.min(LONGEST_WARM_UP_MINUTES, minutes / 3) * 60;
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const rss: Sample[] = [];
  const looking = setInterval(() => {
    const { rssMb } = bot.usage();
    if (rssMb !== undefined && seconds() >= warmUpSeconds) rss.push({ seconds: seconds(), value: rssMb });
    stage.cloud.world.clearJournal();
  }, LOOK_EVERY_MS);
  const telling = setInterval(() => {
    tell(`${Math.round(seconds() / 60)} of ${minutes} minutes, ${(bot.usage().rssMb ?? 0).toFixed(0)} MB`);
  }, 60_000);
  const times: number[] = [];
  const underWay = new Set<Promise<void>>();
  const take = async (): Promise<void> => {
    const before = performance.now();
    await talk.next();
    times.push(performance.now() - before);
  };
  for (let begun = 0; seconds() < minutes * 60; begun += 1) {
    const one = take();
    underWay.add(one);
    void one.finally(() => underWay.delete(one));
    await setTimeout(Math.max(0, ((begun + 1) / perSecond - seconds()) * 1000));
  }
  await Promise.all(underWay);
  clearInterval(looking);
  clearInterval(telling);
  client.close();
  await bot.stop();
  stage.connector.onMessage = undefined;
  const { received } = stage.connector;
  const [first, last] = [rss[0], rss.at(-1)];
  return {
    minutes,
    count: talk.count,
    unanswered: Math.max(0, talk.count.messages - received.messages),
    unauthorized: received.unauthorized,
    rssMbPerMinute: rss.length < 2 ? undefined : growthPerMinute(rss),
    rssMb:
      first === undefined || last === undefined ? undefined : { afterWarmUp: first.value, last: last.value },
    took: percentilesOf(times),
    complaints: bot.complaints(),
  };
}
