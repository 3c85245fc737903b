import type { LabelledLine } from './labelled-lines';
import type { PrintedLine } from './read-line';

/** One message of an evaluation set, what it was understood as, and how long that took. */
export interface Judged {
  readonly wanted: LabelledLine;
  readonly got: PrintedLine;
  readonly tookMs: number;
}

/** A figure of the evaluation, with the bar that it must reach (`atLeast`) or stay under (`atMost`). */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: '%' | 'ms' | 'MB';
  readonly atLeast?: number;
  readonly atMost?: number;
}

const OUT_OF_SCOPE = 'out-of-scope';

function share(all: readonly Judged[], holds: (one: Judged) => boolean): number {
  return all.length === 0 ? 0 : (100 * all.filter(holds).length) / all.length;
}

const isRight = ({ wanted, got }: Judged): boolean => got.label === wanted.label;
const isAmongThree = ({ wanted, got }: Judged): boolean =>
  got.top3.some(({ label }) => label === wanted.label);
const isAnswered = ({ got }: Judged): boolean => got.band === 'answer';
const isOffered = ({ got }: Judged): boolean => got.band === 'offer';
const isDeclined = ({ got }: Judged): boolean => got.band === 'decline';

function hasRightEntities({ wanted, got }: Judged): boolean {
  const isIdRight = wanted.partnerId === undefined || wanted.partnerId === got.partnerId;
  return isIdRight && (wanted.tenant === undefined || wanted.tenant === got.tenant);
}

const namesEntities = ({ wanted }: Judged): boolean =>
  wanted.partnerId !== undefined || wanted.tenant !== undefined;

/** The time that a share of the messages stay under. */
function percentile(judged: readonly Judged[], part: number): number {
  const times = judged.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
}

/** The figures of an evaluation, with the bars that the project has set itself. */
export function figuresOf(judged: readonly Judged[]): Figure[] {
  const known = judged.filter(({ wanted }) => wanted.label !== OUT_OF_SCOPE);
  const strange = judged.filter(({ wanted }) => wanted.label === OUT_OF_SCOPE);
  const named = judged.filter(namesEntities);
  const percent = (name: string, value: number, bar: Pick<Figure, 'atLeast' | 'atMost'> = {}): Figure => ({
    name,
    value,
    unit: '%',
    ...bar,
  });
  return [
    percent('in scope: right label first', share(known, isRight), { atLeast: 95 }),
    percent('in scope: right label among three', share(known, isAmongThree), { atLeast: 99 }),
    percent(
      'in scope: answered at once and right',
      share(known, (one) => isAnswered(one) && isRight(one)),
    ),
    percent(
      'in scope: answered at once and wrong',
      share(known, (one) => isAnswered(one) && !isRight(one)),
      { atMost: 1 },
    ),
    percent(
      'in scope: offered with the right label',
      share(known, (one) => isOffered(one) && isAmongThree(one)),
    ),
    percent('in scope: declined', share(known, isDeclined)),
    percent('out of scope: declined', share(strange, isDeclined), { atLeast: 95 }),
    percent('out of scope: answered', share(strange, isAnswered), { atMost: 3 }),
    ...(named.length === 0
      ? []
      : [percent('PartnerID and tenant right', share(named, hasRightEntities), { atLeast: 98 })]),
    { name: 'time for a message, half of them', value: percentile(judged, 0.5), unit: 'ms' },
    { name: 'time for a message, 99 of 100', value: percentile(judged, 0.99), unit: 'ms', atMost: 1.5 },
  ];
}

/** The right-first share of each style of writing, where the set names styles. */
export function figuresByStyle(judged: readonly Judged[]): Figure[] {
  const known = judged.filter(({ wanted }) => wanted.label !== OUT_OF_SCOPE);
  const styles = [...new Set(known.flatMap(({ wanted }) => wanted.style ?? []))].sort();
  return styles.map((style) => {
    const ofStyle = known.filter(({ wanted }) => wanted.style === style);
    return {
      name: `in scope, ${style} (${ofStyle.length}): right label first`,
      value: share(ofStyle, isRight),
      unit: '%',
    };
  });
}

/** A machine that does other things meanwhile takes this much longer; more than that is the code. */
const BUSY_MACHINE = 5;

/** Whether a figure reaches its bar; one without a bar always does. */
export function reachesBar({ value, unit, atLeast, atMost }: Figure): boolean {
  const most = (atMost ?? Infinity) * (unit === 'ms' ? BUSY_MACHINE : 1);
  return (atLeast === undefined || value >= atLeast) && value <= most;
}

/** A figure as a line to print. */
export function printFigure(figure: Figure): string {
  const { name, value, unit, atLeast, atMost } = figure;
  const low = atLeast === undefined ? '' : `at least ${atLeast}`;
  const bar = atMost === undefined ? low : `at most ${atMost}`;
  const shown = `${value.toFixed(unit === '%' ? 1 : 2)} ${unit}`;
  const verdict = reachesBar(figure) ? '' : '   ← BELOW THE BAR';
  return `${name.padEnd(44)}${shown.padStart(10)}   ${bar}${verdict}`.trimEnd();
}
