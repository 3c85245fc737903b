import { OURS, PEERS } from '../bots/bots';
import type { LoadResult, Results } from './results';

/** One thing that the bot promises to be, and what was measured. */
export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly isHeld: boolean;
}

/** The number of requests at once at which bots are compared. */
export const COMPARED_AT = 32;
const BARE = 'botbuilder';
const LEAST_OF_BARE = 1;
const LEAST_OF_FASTEST = 0.9;
const MOST_OURS_MS = 20;
const MOST_CARD_MS = 1;
const MOST_START = 2;
const MOST_RSS = 1.6;
/** Less than this a conversation is noise of the heap, not something that is kept: 5 MB after 20,000 of them. */
const MOST_BYTES = 256;

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
  return [...speedTargets(results), ...timeTargets(results), ...memoryTargets(results)];
}

function speedTargets(results: Results): Target[] {
  const question = rateOf(results, OURS.key, 'question');
  const peers = PEERS.map(({ key, label }) => ({ key, label, rate: rateOf(results, key, 'echo') }));
  const bare = peers.find(({ key }) => key === BARE)?.rate ?? 0;
  const fastest = peers.reduce((best, one) => (one.rate > best.rate ? one : best), {
    key: '',
    label: '',
    rate: 0,
  });
  return [
    atLeast(`a question, compared to the echo of bare botbuilder`, question / bare, LEAST_OF_BARE),
    atLeast(
      `a question, compared to the fastest echo (${fastest.label})`,
      question / fastest.rate,
      LEAST_OF_FASTEST,
    ),
  ];
}

function timeTargets({ link, cards, starts }: Results): Target[] {
  const ours = Math.max(...Object.values(link.oursPerTurn).map(({ p50 }) => p50));
  const start = (starts[OURS.key]?.medianMs ?? 0) / (starts[BARE]?.medianMs ?? 0);
  return [
    atMost('our own time in the slowest turn of a link conversation, p50', ours, MOST_OURS_MS, 'ms'),
    atMost('expanding a card, p99', cards.p99, MOST_CARD_MS, 'ms'),
    atMost('start to ready, compared to the bare echo bot', start, MOST_START, '×'),
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

function rateOf(results: Results, bot: string, scenario: string): number {
  return findLoad(results, bot, scenario, COMPARED_AT)?.median.perSecond ?? 0;
}

function rssOf(results: Results, bot: string, scenario: string): number {
  return findLoad(results, bot, scenario, COMPARED_AT)?.median.rssMb ?? 0;
}

function atLeast(what: string, measured: number, least: number): Target {
  return {
    what,
    wanted: `≥ ${least.toFixed(1)} ×`,
    measured: `${measured.toFixed(2)} ×`,
    isHeld: measured >= least,
  };
}

function atMost(what: string, measured: number, most: number, unit: string): Target {
  const digits = unit === 'bytes' ? 0 : 2;
  return {
    what,
    wanted: `≤ ${most} ${unit}`,
    measured: `${measured.toFixed(digits)} ${unit}`,
    isHeld: measured <= most,
  };
}
