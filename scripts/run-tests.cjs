'use strict';
// Runs jest and ends with the plain count that CI reads: "tests: N passed, N failed". Before it stands the table of
// threats, of those that the tests tried. `--full` tries everything as often as the threat model asks.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, existsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { threatTable } = require('./threat-table.cjs');
const { writeThreatReport } = require('./threat-report.cjs');

const folder = mkdtempSync(join(tmpdir(), 'pal-tests-'));
const report = join(folder, 'report.json');
const threats = join(folder, 'threats.jsonl');
const isFull = process.argv.includes('--full');
// `--write` puts the figures into docs/SECURITY.md.
const isWritten = process.argv.includes('--write');
const jest = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
const asked = process.argv.slice(2).filter((argument) => !['--full', '--write'].includes(argument));
const run = spawnSync(process.execPath, [jest, '--json', `--outputFile=${report}`, ...asked], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, THREAT_REPORT: threats, FULL_COUNTS: isFull ? '1' : '' },
});

let passed = 0;
let failed = 1;
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed = result.numPassedTests;
  // A suite that could not even be loaded has no tests to count, and has failed all the same.
  failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
}
if (existsSync(threats)) console.log(threatTable(readFileSync(threats, 'utf8')));
if (isWritten && existsSync(threats)) writeThreatReport(readFileSync(threats, 'utf8'));
rmSync(folder, { recursive: true, force: true });
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exit(run.status === 0 && failed === 0 ? 0 : 1);
