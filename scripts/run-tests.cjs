'use strict';
// Runs jest and ends with the plain count that CI reads: "tests: N passed, N failed".
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, existsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

const folder = mkdtempSync(join(tmpdir(), 'pal-tests-'));
const report = join(folder, 'report.json');
const jest = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
const args = [jest, '--json', `--outputFile=${report}`, ...process.argv.slice(2)];
const run = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });

let passed = 0;
let failed = 1;
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed = result.numPassedTests;
  // A suite that could not even be loaded has no tests to count, and has failed all the same.
  failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
}
rmSync(folder, { recursive: true, force: true });
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exit(run.status === 0 && failed === 0 ? 0 : 1);
