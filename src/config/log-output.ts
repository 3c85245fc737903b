import type { Writable } from 'node:stream';
import type { DestinationStream } from 'pino';

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
