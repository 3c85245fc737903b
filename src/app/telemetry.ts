import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../config/package';
import type { Settings } from '../config/settings';
import type { Log } from '../model/log';
import type { EventLoopMeter } from '../observability/event-loop-meter';
import { NO_OBSERVER, observeWith } from './observe';
import type { Observer } from './observe';

const packageFile = z.object({ version: z.string() });

/** Telemetry that has been started, and what lets it see the rooms. */
interface RunningTelemetry {
  readonly observer: Observer;
  /** Sends what is left; never rejects. */
  stop(): Promise<void>;
}

/** Starts the telemetry that is set. Without a target nothing of it is loaded, and the rooms run unwatched. */
export async function startTelemetry(
  { telemetry: target, environment }: Settings,
  meter: EventLoopMeter,
  log: Log,
): Promise<RunningTelemetry> {
  if (target === undefined) return { observer: NO_OBSERVER, stop: () => Promise.resolve() };
  const { createOpenTelemetry } = await import('../observability/open-telemetry.js');
  const source = { version: version(), instanceId: randomUUID(), environment };
  const telemetry = await createOpenTelemetry(target, source, log);
  telemetry.gauge('pal.event_loop.lag', () => meter.lagMs() / 1000);
  telemetry.gauge('process.memory.usage', () => process.memoryUsage.rss());
  return { observer: observeWith(telemetry), stop: () => telemetry.stop() };
}

function version(): string {
  return packageFile.parse(JSON.parse(readFileSync(join(packageRoot(__dirname), 'package.json'), 'utf8')))
    .version;
}
