import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log, LogFields } from '../model/log';
import { LOG_FIELDS } from '../model/log';
import { createSafeLogText } from './safe-log-text';
import type { SafeLogText } from './safe-log-text';
import type { Writable } from 'node:stream';

/** What a log is made with. */
interface LogOptions {
  readonly level: string;
  /** The secrets of the settings: none of them ever stands in a line. */
  readonly secrets?: readonly string[];
  /** The reference of the turn that is being answered, for lines that do not name one. */
  readonly correlationId?: () => string | undefined;
  readonly destination: DestinationStream;
}

const FIELDS: ReadonlySet<string> = new Set(LOG_FIELDS);
const EVENT = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/**
 * A log of JSON lines: level, time, `event`, and those of the given fields that are listed in model/log.ts. The number
 * of others stands under `withheld`; a value that is not plain counts as one of them.
 */
export function createLog(options: LogOptions): Log {
  const { level, secrets = [], correlationId = () => undefined, destination } = options;
  const safe = createSafeLogText(secrets);
  const pinoOptions = {
    level,
    base: {},
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(pinoOptions, destination);
  const write = (method: 'info' | 'warn' | 'error') => (event: string, fields: LogFields) => {
    const reference = fields.correlationId ?? correlationId();
    const all = reference === undefined ? fields : { ...fields, correlationId: reference };
    logger[method]({ event: EVENT.test(event) ? event : 'log.odd-event', ...allowed(all, safe) });
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** The second net under the types: what comes from a spread or a cast is not seen by the compiler. */
function allowed(fields: Readonly<Record<string, unknown>>, safe: SafeLogText): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let withheld = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (!FIELDS.has(name)) withheld += 1;
    else if (typeof value === 'string') kept[name] = safe(value);
    else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
    else withheld += 1;
  }
  return withheld === 0 ? kept : { ...kept, withheld };
}

/** Lines that wait for whoever reads the log; beyond this they are dropped, and how many is said when it goes on. */
const MOST_WAITING_BYTES = 1_000_000;

/** Where the lines of the log go. */
export interface LogOutput extends DestinationStream {
  /** Resolves when everything that waits has been taken; never, when nobody reads any more. */
  flushed(): Promise<void>;
}

/**
 * Writes lines to stdout or stderr without ever waiting for its reader: pino's own stream writes synchronously, and
 * with a reader that has stalled it holds up the process, at its end for good.
 */
export function createLogOutput(stream: Writable): LogOutput {
  let dropped = 0;
  // A reader that has gone away is no reason to end.
  stream.on('error', () => undefined);
  return {
    write: (line) => {
      if (stream.writableLength > MOST_WAITING_BYTES) {
        dropped += 1;
        return;
      }
      if (dropped > 0) {
        const at = new Date().toISOString();
        stream.write(`${JSON.stringify({ level: 'warn', at, event: 'log.dropped', count: dropped })}\n`);
        dropped = 0;
      }
      stream.write(line);
    },
    flushed: () =>
      new Promise((resolve) => {
        stream.write('', () => {
          resolve();
        });
      }),
  };
}
