import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Authenticator } from '../http/messages';
import type { Health, Readiness } from '../http/server';
import { withTimeout } from '../lib/async';
import type { MonotonicClock } from '../model/clock';
import type { Connector } from '../teams/channel/connector';
import type { OpenRecords } from './records';

/** Somebody who asks more often gets the same answer: asking costs what is asked about. */
const KEPT_MS = 5_000;
/** What has not answered after this is not well. */
const PATIENCE_MS = 3_000;
/** A loop this late serves nobody; a busy one is far below. */
const DEAD_LAG_MS = 10_000;

/** Something that the bot stands on. */
export interface Component {
  readonly name: 'storage' | 'signing-keys' | 'entra' | 'channel';
  /** Without it no request can be answered at all. */
  readonly isNeededForAll: boolean;
  /** May reject, or never end. */
  isWell(): Promise<boolean>;
}

/** What the bot stands on. */
export function componentsOf({
  records,
  authenticator,
  connector,
  isEntraWell,
}: {
  readonly records: OpenRecords;
  readonly authenticator: Authenticator;
  readonly connector: Connector;
  readonly isEntraWell: () => Promise<boolean>;
}): Component[] {
  return [
    { name: 'storage', isNeededForAll: false, isWell: () => records.isWell() },
    { name: 'signing-keys', isNeededForAll: true, isWell: () => authenticator.canTell() },
    { name: 'entra', isNeededForAll: false, isWell: isEntraWell },
    // Whether it takes what the bot sends: not asked, since only a message would tell.
    { name: 'channel', isNeededForAll: false, isWell: () => Promise.resolve(connector.isWell()) },
  ];
}

/** Health that can be told that the bot is stopping. */
export interface StoppableHealth extends Health {
  /** From now on requests should go elsewhere. */
  stop(): void;
}

/** Health by asking the components, each with a time limit, at most every five seconds. */
export function createHealth(parts: {
  readonly components: readonly Component[];
  readonly lagMs: () => number;
  readonly monotonicMs: MonotonicClock;
}): StoppableHealth {
  let isStopping = false;
  const states = parts.components.map((component) => ({
    component,
    isWell: remembered(parts.monotonicMs, () => asked(component)),
  }));
  return {
    live: () => ({ isAlive: parts.lagMs() < DEAD_LAG_MS, lagMs: parts.lagMs() }),
    ready: async () => {
      if (isStopping) return { status: 'stopping', components: {} };
      const found = await Promise.all(
        states.map(async ({ component, isWell }) => ({ component, isWell: await isWell() })),
      );
      return readinessOf(found);
    },
    stop: () => {
      isStopping = true;
    },
  };
}

function readinessOf(found: readonly { component: Component; isWell: boolean }[]): Readiness {
  const unwell = found.filter(({ isWell }) => !isWell);
  const components = Object.fromEntries(
    found.map(({ component, isWell }) => [component.name, isWell ? 'ok' : 'not ok'] as const),
  );
  if (unwell.length === 0) return { status: 'ready', components };
  const isUseless = unwell.some(({ component }) => component.isNeededForAll);
  return { status: isUseless ? 'not ready' : 'degraded', components };
}

async function asked(component: Component): Promise<boolean> {
  try {
    return (await withTimeout(PATIENCE_MS, component.isWell())) ?? false;
  } catch {
    // Why it is not well stands in the log of whoever uses it; here it only counts that it is not.
    return false;
  }
}

function remembered(monotonicMs: MonotonicClock, ask: () => Promise<boolean>): () => Promise<boolean> {
  let last: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  return () => {
    const now = monotonicMs();
    if (last === undefined || now - last.at >= KEPT_MS) last = { at: now, answer: ask() };
    return last.answer;
  };
}

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
