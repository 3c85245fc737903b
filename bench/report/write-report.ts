import { OURS, OURS_IN_AZURE, PEERS } from '../bots/bots';
import { LINK_TURNS } from '../scenarios/link-conversation';
import { markdownTable } from './markdown-table';
import type { LoadResult, Results } from './results';
import { findLoad, targetsOf } from './targets';

const UNKNOWN = '–';

/** The whole run in words and tables, in markdown. */
export function writeReport(results: Results): string {
  const { machine, at } = results;
  return [
    `Measured ${at.slice(0, 10)} on ${machine.cpu}, ${machine.cpus} CPUs, Node ${machine.node}; ` +
      `${machine.isPinned ? 'the bot on one CPU, everything else on another' : 'CPUs not separated'}; ` +
      `load average before ${machine.loadBefore.toFixed(1)}, after ${machine.loadAfter.toFixed(1)}.`,
    targets(results),
    loads(results),
    ratios(results),
    link(results),
    others(results),
  ].join('\n\n');
}

/** The page with the figures of this run between the marks of its Node; those of another Node stay. */
export function withFigures(page: string, results: Results): string {
  const major = results.machine.node.split('.')[0] ?? '';
  const marks = new RegExp(`(<!-- figures on Node ${major} -->\\n)[^]*(\\n<!-- end of Node ${major} -->)`);
  if (!marks.test(page)) throw new Error(`docs/BENCH.md has no place for the figures on Node ${major}.`);
  return page.replace(marks, (_, begin: string, end: string) => `${begin}\n${writeReport(results)}\n${end}`);
}

function targets(results: Results): string {
  return markdownTable(
    ['target', 'wanted', 'measured', ''],
    targetsOf(results).map(({ what, wanted, measured, isMet }) => [
      what,
      wanted,
      measured,
      isMet ? 'met' : 'NOT MET',
    ]),
  );
}

function loads({ loads }: Results): string {
  return markdownTable(
    [
      'bot',
      'turn',
      'at once',
      'turns/s median (min–max)',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'CPU %',
      'CPU ms/turn',
      'RSS MB',
      'replies/turn',
      'errors',
    ],
    loads.map(loadRow),
  );
}

function loadRow({
  bot,
  scenario,
  concurrency,
  median,
  leastPerSecond,
  mostPerSecond,
}: LoadResult): string[] {
  return [
    labelOf(bot),
    scenario,
    String(concurrency),
    `${median.perSecond.toFixed(0)} (${leastPerSecond.toFixed(0)}–${mostPerSecond.toFixed(0)})`,
    median.p50.toFixed(2),
    median.p95.toFixed(2),
    median.p99.toFixed(2),
    known(median.cpuPercent, 0),
    known(median.cpuMsPerTurn, 2),
    known(median.rssMb, 0),
    median.repliesPerTurn.toFixed(3),
    String(median.errors),
  ];
}

/** Our question against each echo: more is better for turns, less for the rest. */
function ratios(results: Results): string {
  const rows = results.plan.concurrencies.flatMap((concurrency) => {
    const ours = findLoad(results, OURS.key, 'question', concurrency)?.median;
    return PEERS.flatMap(({ key, label }) => {
      const peer = findLoad(results, key, 'echo', concurrency)?.median;
      if (ours === undefined || peer === undefined) return [];
      return [
        [
          label,
          String(concurrency),
          ratio(ours.perSecond, peer.perSecond),
          ratio(ours.p50, peer.p50),
          ratio(ours.p95, peer.p95),
          ratio(ours.p99, peer.p99),
          ratio(ours.cpuMsPerTurn, peer.cpuMsPerTurn),
          ratio(ours.rssMb, peer.rssMb),
        ],
      ];
    });
  });
  return markdownTable(
    ['our question / echo of', 'at once', 'turns/s', 'p50', 'p95', 'p99', 'CPU ms/turn', 'RSS'],
    rows,
  );
}

function link({ link }: Results): string {
  const rows = LINK_TURNS.map((turn) => {
    const [ours, total] = [link.oursPerTurn[turn], link.totalPerTurn[turn]];
    return [turn, ours.p50, ours.p95, ours.p99, total.p50].map((cell) =>
      typeof cell === 'string' ? cell : cell.toFixed(1),
    );
  });
  const { concurrency, conversationsPerSecond, conversation, late } = link.crowd;
  return (
    markdownTable(['turn of a link conversation', 'ours p50 ms', 'p95', 'p99', 'with ARM p50 ms'], rows) +
    `\n\n${concurrency} conversations at once: ${conversationsPerSecond.toFixed(1)} a second, ` +
    `each ${conversation.p50.toFixed(0)} ms (p95 ${conversation.p95.toFixed(0)} ms); ` +
    `${late} had to wait for a press longer than the 3.5 s after which the bot says that it is working.`
  );
}

function others(results: Results): string {
  const { starts, cards, growth, tables } = results;
  const start = markdownTable(
    ['bot', 'start to ready, ms median (min–max)'],
    Object.entries(starts).map(([bot, { medianMs, leastMs, mostMs }]) => [
      labelOf(bot),
      `${medianMs.toFixed(0)} (${leastMs.toFixed(0)}–${mostMs.toFixed(0)})`,
    ]),
  );
  return [
    start,
    besideArm(results),
    `A question with the records in Azure Tables: ${tables.inSequence} calls in sequence before the answer, ${tables.calls} in all.`,
    `Expanding a card, over ${cards.cards} samples: p50 ${cards.p50.toFixed(3)} ms, p95 ${cards.p95.toFixed(3)} ms, ` +
      `p99 ${cards.p99.toFixed(3)} ms.`,
    `${growth.conversations} conversations of one message, then ${growth.conversations} others: heap ` +
      `${growth.heapBeforeMb.toFixed(1)} → ${growth.heapAfterMb.toFixed(1)} MB ` +
      `(${growth.bytesPerConversation.toFixed(0)} bytes a conversation), RSS ${known(growth.rssBeforeMb, 0)} → ` +
      `${known(growth.rssAfterMb, 0)} MB.`,
  ].join('\n\n');
}

function besideArm({ directories: figures, access }: Results): string {
  const { directories, overview, link, cold, memory } = figures;
  const row = (what: string, { ms, idealMs, calls, cpuMs }: typeof overview): string[] => [
    what,
    ms.toFixed(0),
    String(calls),
    idealMs.toFixed(0),
    (ms / idealMs).toFixed(2),
    known(cpuMs, 0),
  ];
  return (
    markdownTable(
      ['beside ARM alone', 'ms', 'calls of ARM', 'ARM alone ms', '×', 'CPU ms'],
      [
        row(`overview of ${directories} directories`, overview),
        row('link in all of them', link),
        row('overview, the first in a fresh process', cold),
        row('"does my access count", five subscriptions', access),
      ],
    ) +
    `\n\nMemory before and after all of the first two: heap with its garbage collected ` +
    `${memory.before.heapMb.toFixed(1)} → ${memory.after.heapMb.toFixed(1)} MB, RSS ` +
    `${known(memory.before.rssMb, 0)} → ${known(memory.after.rssMb, 0)} MB.`
  );
}

function labelOf(key: string): string {
  return [OURS, OURS_IN_AZURE, ...PEERS].find((bot) => bot.key === key)?.label ?? key;
}

function known(figure: number | undefined, digits: number): string {
  return figure === undefined ? UNKNOWN : figure.toFixed(digits);
}

function ratio(ours: number | undefined, peer: number | undefined): string {
  return ours === undefined || peer === undefined ? UNKNOWN : (ours / peer).toFixed(2);
}
