import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log, LogFields } from '../model/log';

/** A log of JSON lines with `event` and the given fields; `destination` is stdout unless a test listens in. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: {},
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  const write = (method: 'info' | 'warn' | 'error') => (event: string, fields: LogFields) => {
    logger[method]({ event, ...fields });
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
