import { OURS, PEERS } from '../bots/bots';
import type { LoadResult, Results } from './results';

/** One thing that the bot promises to be, and what was measured. */
export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** The number of requests at once at which memory is compared. */
const COMPARED_AT = 32;
const BARE = 'botbuilder';
const LEAST_OF_FASTEST = 1;
const MOST_OURS_MS = 12;
const MOST_CARD_MS = 1;
const MOST_START = 1.5;
const MOST_RSS = 1.4;
const MOST_BYTES = 200;
const MOST_TABLE_CALLS = 2;
const MOST_OF_IDEAL = 1.3;
const MOST_FIRST_MS = 1_000;
const MOST_FIRST_OF_CROWD_MS = 2_000;
const MOST_CPU_OF_DIRECTORY_MS = 3;
/** Memory is back where it was, but for the tokens of a thousand directories, which hold for an hour. */
const MOST_HELD = 1.1;

/** The load of a bot; undefined when the plan had no such one. */
export function findLoad(
  { loads }: Results,
  bot: string,
  scenario: string,
  concurrency: number,
): LoadResult | undefined {
  return loads.find((one) => one.bot === bot && one.scenario === scenario && one.concurrency === concurrency);
}

/** Every target against what the run measured. */
export function targetsOf(results: Results): Target[] {
  return [
    ...speedTargets(results),
    ...timeTargets(results),
    ...directoryTargets(results),
    ...memoryTargets(results),
  ];
}

function speedTargets(results: Results): Target[] {
  return results.plan.concurrencies.map((concurrency) => {
    const question = rateOf(results, OURS.key, 'question', concurrency);
    const fastest = PEERS.map(({ key, label }) => ({
      label,
      rate: rateOf(results, key, 'echo', concurrency),
    })).reduce((best, one) => (one.rate > best.rate ? one : best));
    return atLeast(
      `a question at ${concurrency} at once, compared to the fastest echo (${fastest.label})`,
      question / fastest.rate,
      LEAST_OF_FASTEST,
    );
  });
}

function timeTargets({ link, cards, starts, tables }: Results): Target[] {
  const ours = Math.max(...Object.values(link.oursPerTurn).map(({ p50 }) => p50));
  const start = (starts[OURS.key]?.medianMs ?? 0) / (starts[BARE]?.medianMs ?? 0);
  return [
    atMost('our own time in the slowest turn of a link conversation, p50', ours, MOST_OURS_MS, 'ms'),
    atMost('expanding a card, p99', cards.p99, MOST_CARD_MS, 'ms'),
    atMost('start to ready, compared to the bare echo bot', start, MOST_START, '×'),
    atMost(
      'calls to Azure Tables in sequence before the answer',
      tables.inSequence,
      MOST_TABLE_CALLS,
      'calls',
    ),
  ];
}

function directoryTargets({ directories: figures }: Results): Target[] {
  const { directories, overview, link, firstMs, crowd, memory } = figures;
  const ofIdeal = ({ ms, idealMs }: { ms: number; idealMs: number }): number => ms / idealMs;
  return [
    atMost(
      `overview of ${directories} directories, compared to ARM alone`,
      ofIdeal(overview),
      MOST_OF_IDEAL,
      '×',
    ),
    atMost(`linking in all of them, compared to ARM alone`, ofIdeal(link), MOST_OF_IDEAL, '×'),
    atMost('its first picture', firstMs, MOST_FIRST_MS, 'ms'),
    atMost('own CPU for each directory', (overview.cpuMs ?? 0) / directories, MOST_CPU_OF_DIRECTORY_MS, 'ms'),
    atMost(
      `the slowest first picture of ${crowd.people} people with ${crowd.directories} each at once`,
      crowd.slowestFirstMs,
      MOST_FIRST_OF_CROWD_MS,
      'ms',
    ),
    atMost(
      'memory held after all that (heap), compared to before',
      memory.after.heapMb / memory.before.heapMb,
      MOST_HELD,
      '×',
    ),
  ];
}

function memoryTargets(results: Results): Target[] {
  const rss = rssOf(results, OURS.key, 'question') / rssOf(results, BARE, 'echo');
  const { bytesPerConversation, conversations } = results.growth;
  return [
    atMost('memory (RSS), compared to the bare echo bot', rss, MOST_RSS, '×'),
    atMost(`kept of each of ${conversations} past conversations`, bytesPerConversation, MOST_BYTES, 'bytes'),
  ];
}

function rateOf(results: Results, bot: string, scenario: string, concurrency: number): number {
  return findLoad(results, bot, scenario, concurrency)?.median.perSecond ?? 0;
}

function rssOf(results: Results, bot: string, scenario: string): number {
  return findLoad(results, bot, scenario, COMPARED_AT)?.median.rssMb ?? 0;
}

function atLeast(what: string, measured: number, least: number): Target {
  return {
    what,
    wanted: `≥ ${least.toFixed(1)} ×`,
    measured: `${measured.toFixed(2)} ×`,
    isMet: measured >= least,
  };
}

function atMost(what: string, measured: number, most: number, unit: string): Target {
  const digits = unit === 'bytes' || unit === 'calls' ? 0 : 2;
  return {
    what,
    wanted: `≤ ${most} ${unit}`,
    measured: `${measured.toFixed(digits)} ${unit}`,
    isMet: measured <= most,
  };
}
