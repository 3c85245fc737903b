import { OURS, PEERS } from '../bots/bots';
import type { Results } from './results';
import { COMPARED_AT, findLoad } from './targets';

interface Bar {
  readonly label: string;
  readonly value: number;
  /** The spread over the rounds; absent: none is drawn. */
  readonly spread?: readonly [number, number];
  readonly isOurs: boolean;
}

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABEL_WIDTH = 210;
const VALUE_WIDTH = 90;
const BAR_HEIGHT = 18;
const ROW = 28;
const PANEL_HEAD = 44;
const MARGIN = 16;

/** Follows the reader's light or dark theme; with its own background, it can be read where nobody asks for one. */
const STYLE = `
  .back { fill: #ffffff; }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 14px; }
  .note { fill: #59636e; font-size: 12px; }
  .peer { fill: #8c959f; } .ours { fill: #0969da; }
  .spread { stroke: #1f2328; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #151b23; }
    text { fill: #f0f6fc; } .note { fill: #9198a1; }
    .peer { fill: #656c76; } .ours { fill: #4493f8; }
    .spread { stroke: #f0f6fc; }
  }`;

/** The comparison as a picture: turns a second, memory, and the time to start. */
export function drawPicture(results: Results): string {
  const panels = panelsOf(results);
  let top = MARGIN;
  const drawn = panels.map((panel) => {
    const svg = drawPanel(panel, top);
    top += PANEL_HEAD + panel.bars.length * ROW + MARGIN;
    return svg;
  });
  const note =
    `Measured ${results.at.slice(0, 10)} on ${results.machine.cpu}, one CPU for the bot, ` +
    `Node ${results.machine.node}. How: docs/BENCH.md`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top + MARGIN}" viewBox="0 0 ${WIDTH} ${top + MARGIN}" role="img" aria-labelledby="what">`,
    `<title id="what">PAL Assistant beside echo bots on four packages</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="back" width="100%" height="100%" rx="8"/>`,
    ...drawn,
    text(MARGIN, top, note, 'note'),
    '</svg>',
    '',
  ].join('\n');
}

function panelsOf(results: Results): Panel[] {
  const loaded = [OURS, ...PEERS].flatMap((bot) => {
    const isOurs = bot === OURS;
    const load = findLoad(results, bot.key, isOurs ? 'question' : 'echo', COMPARED_AT);
    const label = isOurs ? 'PAL Assistant, a question' : `${bot.label}, echo`;
    return load === undefined ? [] : [{ bot, isOurs, label, load }];
  });
  return [
    {
      title: `Turns a second, ${COMPARED_AT} at once, authenticated both ways`,
      unit: '',
      bars: loaded.map(({ label, isOurs, load }) => ({
        label,
        isOurs,
        value: load.median.perSecond,
        spread: [load.leastPerSecond, load.mostPerSecond],
      })),
    },
    {
      title: 'Memory under that load',
      unit: 'MB',
      bars: loaded.map(({ label, isOurs, load }) => ({ label, isOurs, value: load.median.rssMb ?? 0 })),
    },
    {
      title: 'From start to ready',
      unit: 'ms',
      bars: loaded.map(({ label, isOurs, bot }) => ({
        label: label.split(',')[0] ?? label,
        isOurs,
        value: results.starts[bot.key]?.medianMs ?? 0,
      })),
    },
  ];
}

function drawPanel({ title, unit, bars }: Panel, top: number): string {
  const most = Math.max(...bars.map(({ value, spread }) => spread?.[1] ?? value), 1);
  const perUnit = (WIDTH - 2 * MARGIN - LABEL_WIDTH - VALUE_WIDTH) / most;
  const left = MARGIN + LABEL_WIDTH;
  const rows = bars.map(({ label, value, spread, isOurs }, row) => {
    const y = top + PANEL_HEAD - BAR_HEIGHT + row * ROW;
    const middle = y + BAR_HEIGHT / 2;
    const end = left + Math.max(value, spread?.[1] ?? 0) * perUnit;
    return [
      text(MARGIN, middle + 4, label, ''),
      `<rect x="${left}" y="${y}" width="${round(value * perUnit)}" height="${BAR_HEIGHT}" rx="3" class="${isOurs ? 'ours' : 'peer'}"/>`,
      ...(spread === undefined ? [] : [whisker(left, middle, spread, perUnit)]),
      text(end + 8, middle + 4, `${value.toFixed(0)} ${unit}`.trim(), ''),
    ].join('\n');
  });
  return [text(MARGIN, top + 12, title, 'title'), ...rows].join('\n');
}

function whisker(left: number, y: number, [least, most]: readonly [number, number], perUnit: number): string {
  const [from, to] = [round(left + least * perUnit), round(left + most * perUnit)];
  return (
    `<path class="spread" fill="none" ` + `d="M${from} ${y}H${to}M${from} ${y - 4}v8M${to} ${y - 4}v8"/>`
  );
}

function text(x: number, y: number, words: string, kind: string): string {
  const escaped = words.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<text x="${round(x)}" y="${round(y)}"${kind === '' ? '' : ` class="${kind}"`}>${escaped}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
