import { createLog } from '../../src/observability/log';
import type { Log } from '../../src/model/log';

/** A log whose lines a test can read, as they would be written to stdout. */
export function readableLog(more: { secrets?: readonly string[]; correlationId?: () => string } = {}): {
  log: Log;
  written: () => string;
  records: () => Record<string, unknown>[];
} {
  let written = '';
  const destination = { write: (chunk: string) => void (written += chunk) };
  const lines = (): string[] => written.split('\n').filter((line) => line !== '');
  return {
    log: createLog({ level: 'info', destination, ...more }),
    written: () => written,
    records: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
