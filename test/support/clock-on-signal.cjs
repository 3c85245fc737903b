'use strict';
const { performance } = require('node:perf_hooks');
// Preloaded into a bot: at each SIGUSR2 both its clocks go ahead by more than a service is left alone for.
const AHEAD_MS = 31_000;
const RealDate = Date;
const elapsed = performance.now.bind(performance);
let aheadMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + aheadMs] : given));
  }

  static now() {
    return RealDate.now() + aheadMs;
  }
};

performance.now = () => elapsed() + aheadMs;

process.on('SIGUSR2', () => {
  aheadMs += AHEAD_MS;
  process.stdout.write(`{"event":"clock.ahead","ms":${aheadMs}}\n`);
});
