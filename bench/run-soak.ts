import { packageRoot } from '../src/config/package';
import { soak } from './soak/soak';
import type { SoakFigures } from './soak/soak';
import { setStage } from './stage';

const USUAL_MINUTES = 30;
const PER_SECOND = 20;
/** What T56 of docs/SECURITY.md promises. */
const MOST_GROWTH_MB_PER_MINUTE = 1;
const MOST_FAILED = 0.0005;

/** `npm run soak`: 30 minutes at 20 turns a second, `-- --minutes 5` for fewer. Exit code 1 when a promise is not kept. */
async function main(): Promise<number> {
  const minutes = minutesAsked(process.argv);
  const stage = await setStage(packageRoot(__dirname));
  try {
    const figures = await soak(stage, { minutes, perSecond: PER_SECOND, tell });
    process.stdout.write(`${linesOf(figures).join('\n')}\n`);
    return isKept(figures) ? 0 : 1;
  } finally {
    await stage.strike();
  }
}

function isKept(figures: SoakFigures): boolean {
  const { unauthorized, rssMbPerMinute = 0, complaints } = figures;
  const isSteady = rssMbPerMinute <= MOST_GROWTH_MB_PER_MINUTE;
  return isSteady && failedShare(figures) <= MOST_FAILED && unauthorized === 0 && complaints === '';
}

function failedShare({ count, unanswered }: SoakFigures): number {
  return (count.failed + unanswered) / count.turns;
}

function linesOf(figures: SoakFigures): string[] {
  const { count, unanswered, took, rssMb, rssMbPerMinute } = figures;
  const whole = (value: number): string => value.toFixed(0);
  const percent = (failedShare(figures) * 100).toFixed(3);
  return [
    `${figures.minutes} minutes, ${count.turns} turns, ${count.failed + unanswered} failed (${percent} %)`,
    `link conversations: ${count.linked} linked in the press, ${count.linkedLater} answered that it takes longer`,
    `replies without authentication: ${figures.unauthorized}; words on standard error: ${figures.complaints.length}`,
    `took: p50 ${whole(took.p50)} ms, p95 ${whole(took.p95)} ms, p99 ${whole(took.p99)} ms`,
    rssMb === undefined
      ? 'memory: this system does not tell'
      : `memory: ${whole(rssMb.afterWarmUp)} MB after the warm-up, ${whole(rssMb.last)} MB at the end, ` +
        `${(rssMbPerMinute ?? 0).toFixed(2)} MB a minute`,
  ];
}

function minutesAsked(args: readonly string[]): number {
  const at = args.indexOf('--minutes');
  const asked = Number(args[at + 1]);
  return at >= 0 && asked > 0 ? asked : USUAL_MINUTES;
}

function tell(what: string): void {
  process.stderr.write(`soak: ${what}\n`);
}

void main().then((exitCode) => {
  process.exit(exitCode);
});
