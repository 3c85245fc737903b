import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/config/package-root';
import { pinOurselves } from './bots/pinned-process';
import { measureAll } from './measure-all';
import { PLANS } from './plan';
import { drawPicture } from './report/draw-picture';
import { withFigures, writeReport } from './report/write-report';
import { setStage } from './stage';

const EXIT_UNAVAILABLE = 69;

/**
 * `npm run bench`: measures the bot beside the echo bots of its peers. Prints the tables; a full run also writes
 * `bench/results.json`, `docs/bench.svg` and the figures in `docs/BENCH.md`. `--quick` takes about two minutes, `--tiny` only
 * shows that it works, and `--write` writes also after these.
 */
async function main(): Promise<number> {
  const root = packageRoot(__dirname);
  const plan = planAsked(process.argv);
  if (!installPeers(root)) {
    tell('the peers could not be installed (npm ci in bench/)');
    return EXIT_UNAVAILABLE;
  }
  pinOurselves();
  const stage = await setStage(root);
  try {
    const results = await measureAll(stage, PLANS[plan], tell);
    if (plan === 'full' || process.argv.includes('--write')) {
      writeFileSync(join(root, 'bench', 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
      writeFileSync(join(root, 'docs', 'bench.svg'), drawPicture(results));
      const page = join(root, 'docs', 'BENCH.md');
      writeFileSync(page, withFigures(readFileSync(page, 'utf8'), results));
    }
    process.stdout.write(`\n${writeReport(results)}\n`);
  } finally {
    await stage.strike();
  }
  return 0;
}

function planAsked(args: readonly string[]): keyof typeof PLANS {
  if (args.includes('--tiny')) return 'tiny';
  return args.includes('--quick') ? 'quick' : 'full';
}

/** The peers have a lockfile of their own; they are installed when it has changed since the last time. */
function installPeers(root: string): boolean {
  const folder = join(root, 'bench');
  const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const mark = join(folder, 'node_modules', '.installed-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return true;
  tell('installing the peers');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--prefix', folder], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (done.status !== 0) return false;
  writeFileSync(mark, wanted);
  return true;
}

function tell(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}

void main().then((exitCode) => {
  process.exit(exitCode);
});
