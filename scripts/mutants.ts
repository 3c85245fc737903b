import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ACCESS } from './mutants/access';
import { BATCHES } from './mutants/batches';
import { DOOR } from './mutants/door';
import { FILES } from './mutants/files';
import { placeOf } from './mutants/mutant';
import type { Mutant, Place } from './mutants/mutant';
import { NUMBERS } from './mutants/numbers';
import { PAL } from './mutants/pal';
import { RECORDS } from './mutants/records';
import { TOKENS } from './mutants/tokens';
import { Workshop } from './mutants/workshop';

const ALL: readonly Mutant[] = [
  ...PAL,
  ...BATCHES,
  ...DOOR,
  ...TOKENS,
  ...RECORDS,
  ...NUMBERS,
  ...FILES,
  ...ACCESS,
];
/** Of the wrong lines, so many have to be noticed by a test. */
const BAR = 0.9;

interface Found {
  readonly mutant: Mutant;
  readonly place: Place;
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Makes the lines wrong, one at a time, in which a mistake costs most, and sees whether a test notices. Run by
 * `npm run mutants`; with words behind it only those whose file or promise has one of them. `--list`: only looks whether
 * all of them are still where the list expects them.
 */
function main(root: string, words: readonly string[], isOnlyListed: boolean): number {
  const sources = sourcesIn(root);
  const stale = ALL.flatMap((mutant) => {
    const place = placeOf(mutant, sources);
    return typeof place === 'string' ? [`${place}: ${mutant.room}: ${mutant.find}`] : [];
  });
  const missing = [...new Set(ALL.flatMap(({ tests }) => tests))].filter(
    (test) => !existsSync(join(root, test)),
  );
  // A line that nobody finds any more is not tried: a list that shrinks by itself would be worth nothing.
  if (stale.length + missing.length > 0) {
    print(['The list in scripts/mutants/ has to be mended.', ...stale, ...missing].join('\n'));
    return 1;
  }
  const wanted = ALL.flatMap((mutant): Found[] => {
    const place = placeOf(mutant, sources);
    if (typeof place === 'string') return [];
    const isWanted = words.some((word) => place.file.includes(word) || mutant.breaks.includes(word));
    return words.length === 0 || isWanted ? [{ mutant, place }] : [];
  });
  print(`${wanted.length} of ${ALL.length} wrong lines`);
  if (wanted.length === 0) return 1;
  return isOnlyListed ? 0 : tryAll(root, wanted);
}

function tryAll(root: string, wanted: readonly Found[]): number {
  const workshop = Workshop.open(root);
  try {
    const tests = [...new Set(wanted.flatMap(({ mutant }) => mutant.tests))];
    // A machine that is busy gets a second chance.
    const failing = tests.filter((test) => [1, 2].every(() => workshop.run(test).kind !== 'passed'));
    if (failing.length > 0) {
      print(`These fail with every line right: ${failing.join(', ')}`);
      return 1;
    }
    const noticed = wanted.filter((one) => isNoticed(one, workshop));
    return summary(wanted, noticed);
  } finally {
    workshop.close();
  }
}

/** Says at once what came of it, and by which test: so that everybody sees whether that is the right one. */
function isNoticed({ mutant, place }: Found, workshop: Workshop): boolean {
  const finding = workshop.judge(place, mutant.tests);
  const by = finding.kind === 'noticed' ? `\n    ${finding.by}` : '';
  print(`${finding.kind === 'passed' ? 'NOT NOTICED' : finding.kind}: ${place.file}: ${mutant.breaks}${by}`);
  return finding.kind === 'noticed';
}

function summary(wanted: readonly Found[], noticed: readonly Found[]): number {
  const rooms = [...new Set(wanted.map(({ place }) => place.file.split('/').slice(0, 2).join('/')))];
  for (const room of rooms) {
    const count = (all: readonly Found[]): number =>
      all.filter(({ place }) => place.file.startsWith(`${room}/`)).length;
    print(`${room}: ${count(noticed)} of ${count(wanted)}`);
  }
  const score = noticed.length / wanted.length;
  print(`mutants: ${noticed.length} of ${wanted.length} noticed (${Math.floor(score * 100)} %)`);
  return score >= BAR ? 0 : 1;
}

function sourcesIn(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return new Map(
    files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [`src/${file.replaceAll('\\', '/')}`, readFileSync(join(root, 'src', file), 'utf8')]),
  );
}

const asked = process.argv.slice(2);
process.exitCode = main(
  process.cwd(),
  asked.filter((word) => word !== '--list'),
  asked.includes('--list'),
);
