import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant, Verdict } from './mutants/mutant';
import { DOOR } from './mutants/door';
import { NUMBERS } from './mutants/numbers';
import { PAL } from './mutants/pal';
import { RECORDS } from './mutants/records';
import { TOKENS } from './mutants/tokens';
import { Workshop } from './mutants/workshop';

const ALL: readonly Mutant[] = [...PAL, ...DOOR, ...TOKENS, ...RECORDS, ...NUMBERS];
/** Of the wrong lines, so many have to be noticed by a test. */
const BAR = 0.9;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Makes the lines wrong, one at a time, in which a mistake costs most, and sees whether a test notices. Run by
 * `npm run mutants`; with words behind it only those whose file or promise has one of them.
 */
function main(root: string, words: readonly string[]): number {
  const wanted = ALL.filter(
    ({ file, breaks }) =>
      words.length === 0 || words.some((word) => file.includes(word) || breaks.includes(word)),
  );
  const tests = [...new Set(wanted.flatMap((mutant) => mutant.tests))];
  const missing = tests.filter((test) => !existsSync(join(root, test)));
  if (missing.length > 0) {
    print(`These test files are not there any more: ${missing.join(', ')}`);
    return 1;
  }
  if (wanted.length === 0) {
    print('None of the list has one of these words in its file or its promise.');
    return 1;
  }
  const workshop = Workshop.open(root);
  try {
    // Each by itself, where together they fail: a machine that is busy gets a second chance, and the command names them.
    const failing = workshop.passes(tests) ? [] : tests.filter((test) => !workshop.passes([test]));
    if (failing.length > 0) {
      print(`These fail with every line right: ${failing.join(', ')}`);
      return 1;
    }
    return summary(wanted.map((mutant) => told(mutant, workshop.judge(mutant))));
  } finally {
    workshop.close();
  }
}

/** Names at once what was not noticed. */
function told({ file, find, breaks }: Mutant, verdict: Verdict): Verdict {
  if (verdict !== 'killed') print(`${verdict}: ${file}: ${find.split('\n')[0]?.trim() ?? ''} (${breaks})`);
  return verdict;
}

function summary(verdicts: readonly Verdict[]): number {
  const killed = verdicts.filter((verdict) => verdict === 'killed').length;
  const score = killed / verdicts.length;
  print(`mutants: ${killed} of ${verdicts.length} noticed (${Math.floor(score * 100)} %)`);
  return score >= BAR ? 0 : 1;
}

process.exitCode = main(process.cwd(), process.argv.slice(2));
