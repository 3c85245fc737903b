import { performance } from 'node:perf_hooks';

import type { Understand } from '../../src/understanding/understand';
import { figuresByStyle, figuresOf } from './figures';
import type { Figure, Judged } from './figures';
import type { LabelledLine } from './labelled-lines';
import { readLine } from './read-line';

const RUNS = 5;
const MAX_LOAD_MS = 100;
const MAX_MEGABYTES = 50;
const MAX_HOSTILE_MS = 20;
const BYTES_IN_MEGABYTE = 2 ** 20;
const HOSTILE_LENGTH = 28 * 2 ** 10;

function timed<T>(run: () => T): { readonly value: T; readonly tookMs: number } {
  const started = performance.now();
  const value = run();
  return { value, tookMs: performance.now() - started };
}

/** The shortest of a few runs: what the work takes when nothing else runs on the machine. */
function timedOftener<T>(run: () => T): { readonly value: T; readonly tookMs: number } {
  const runs = Array.from({ length: RUNS }, () => timed(run));
  return { value: run(), tookMs: Math.min(...runs.map(({ tookMs }) => tookMs)) };
}

/** Words that nobody knows, each one letter away from a word that the bot does know, or from none. */
function hostileText(): string {
  const words: string[] = [];
  for (let length = 0, turn = 0; length < HOSTILE_LENGTH; turn += 1) {
    const word = ['parnter', 'tennat', 'q'.repeat(3 + (turn % 20)), `z${turn.toString(36)}y`][turn % 4] ?? '';
    words.push(word);
    length += word.length + 1;
  }
  return words.join(' ');
}

/** What an evaluation found. */
export interface Evaluation {
  readonly figures: readonly Figure[];
  /** The same without the messages that are nearly examples. */
  readonly unlikeExamples: { readonly count: number; readonly figures: readonly Figure[] };
  readonly byStyle: readonly Figure[];
  readonly mistakes: readonly Judged[];
}

/** Loads the understanding, puts every line to it, and measures. */
export function evaluate(
  load: () => Understand,
  lines: readonly LabelledLine[],
  isNearlyExample: (text: string) => boolean,
  locale?: string,
): Evaluation {
  const before = process.memoryUsage().rss;
  const { value: understanding, tookMs: loadMs } = timed(load);
  const megabytes = (process.memoryUsage().rss - before) / BYTES_IN_MEGABYTE;
  // The first messages also pay for the compilation of the code; a running bot has that behind it.
  for (const { text } of lines.slice(0, 200)) understanding.understand(text);
  const judged = lines.map((wanted): Judged => {
    const { value: got, tookMs } = timedOftener(() => readLine(understanding, wanted.text, locale));
    return { wanted, got, tookMs };
  });
  const text = hostileText();
  const hostile = timedOftener(() => understanding.understand(text));
  const unlike = judged.filter(({ wanted }) => !isNearlyExample(wanted.text));
  return {
    unlikeExamples: { count: unlike.length, figures: figuresOf(unlike) },
    figures: [
      ...figuresOf(judged),
      { name: 'time for 28 KB of hostile text', value: hostile.tookMs, unit: 'ms', atMost: MAX_HOSTILE_MS },
      { name: 'time to load', value: loadMs, unit: 'ms', atMost: MAX_LOAD_MS },
      { name: 'memory taken by loading', value: megabytes, unit: 'MB', atMost: MAX_MEGABYTES },
    ],
    byStyle: figuresByStyle(judged),
    mistakes: judged.filter(({ wanted, got }) => wanted.label !== got.label),
  };
}
