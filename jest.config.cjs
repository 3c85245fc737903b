'use strict';
const { availableParallelism } = require('node:os');

const shared = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/scripts/train.ts',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
};
// What only the threat report runs: minutes of load, every count in full (scripts/run-tests.cjs --full).
const full = process.env.FULL_COUNTS === '1' ? ['full'] : [];

/** @type {import('jest').Config} */
module.exports = {
  // No test waits that long for itself, and no promise hangs on it: a busy machine may take its time.
  testTimeout: 120_000,
  // A test that talks to a bot waits half of its time: three of them share two cores well.
  maxWorkers: Math.max(3, Math.floor(availableParallelism() / 2)),
  projects: ['unit', 'integration', 'security', 'faults', 'browser', ...full].map((name) => ({
    ...shared,
    displayName: name,
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  })),
};
