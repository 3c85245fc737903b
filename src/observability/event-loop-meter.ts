import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const NS_PER_MS = 1_000_000;
/** How long one figure stands for: long enough to mean something, short enough to be news. */
const WINDOW_MS = 10_000;

/** How late the event loop runs: what a request waits before anybody looks at it. */
export interface EventLoopMeter {
  /** The longest delay of the last ten seconds or so, in milliseconds. */
  lagMs(): number;
  stop(): void;
}

/** Measures until it is stopped; does not keep the process alive. */
export function startEventLoopMeter(): EventLoopMeter {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let before = 0;
  const sinceReset = (): number => Math.max(0, histogram.max / NS_PER_MS - RESOLUTION_MS);
  const timer = setInterval(() => {
    before = sinceReset();
    histogram.reset();
  }, WINDOW_MS);
  timer.unref();
  return {
    lagMs: () => Math.round(Math.max(before, sinceReset())),
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
