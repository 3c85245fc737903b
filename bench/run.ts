import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/config/package';
import { pinOurselves } from './bots/pinned-process';
import { measureAll, measureParts, PARTS } from './measure-all';
import type { Part } from './measure-all';
import { PLANS } from './plan';
import { withFigures, writeReport } from './report/write-report';
import { setStage } from './stage';

const EXIT_UNAVAILABLE = 69;

/**
 * `npm run bench`: measures the bot beside the echo bots of its peers, on the Node that runs this or, with `--node 24`, on
 * the newest of that line. Prints the tables; a full run also writes `bench/results-node<major>.json` and the figures in
 * `docs/BENCH.md`. `--quick` takes about three minutes, `--tiny` only shows that it works, and `--write` writes also after
 * these. `--only loads,cards` measures those parts and prints their figures as JSON.
 */
async function main(): Promise<number> {
  const other = nodeAsked(process.argv);
  if (other !== undefined) return runOn(other, process.argv.slice(2));
  const root = packageRoot(__dirname);
  const plan = planAsked(process.argv);
  if (!installPeers(root)) {
    tell('the peers could not be installed (npm ci in bench/)');
    return EXIT_UNAVAILABLE;
  }
  const only = partsAsked(process.argv);
  pinOurselves();
  const stage = await setStage(root);
  try {
    if (only !== undefined) {
      const figures = await measureParts(stage, PLANS[plan], tell, only);
      process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
      return 0;
    }
    const results = await measureAll(stage, PLANS[plan], tell);
    if (plan === 'full' || process.argv.includes('--write')) {
      const [major = ''] = process.versions.node.split('.');
      const file = join(root, 'bench', `results-node${major}.json`);
      writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
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

/** `--only loads,cards`; undefined when everything is asked for. */
function partsAsked(args: readonly string[]): readonly Part[] | undefined {
  const at = args.indexOf('--only');
  if (at === -1) return undefined;
  const names = (args[at + 1] ?? '').split(',');
  const unknown = names.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`--only takes ${PARTS.join(', ')}; not ${unknown.join(', ')}.`);
  return PARTS.filter((part) => names.includes(part));
}

/** `--node 24`, as a name that npm knows; undefined when it is not asked for. */
function nodeAsked(args: readonly string[]): string | undefined {
  const at = args.indexOf('--node');
  return at === -1 ? undefined : `node@${args[at + 1] ?? ''}`;
}

/** Runs all of this on another Node, which npm fetches. */
function runOn(node: string, args: readonly string[]): number {
  const rest = args.filter((one, at) => one !== '--node' && args[at - 1] !== '--node');
  const fetched = ['--yes', '--ignore-scripts=false', '--package', node, '--', 'node', __filename, ...rest];
  return spawnSync('npx', fetched, { stdio: 'inherit' }).status ?? EXIT_UNAVAILABLE;
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
