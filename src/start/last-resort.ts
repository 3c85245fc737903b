import type { Log } from '../model/log';
import { errorName } from '../model/log';

/** Exit code of sysexits.h: the program itself is at fault. */
const EXIT_SOFTWARE = 70;

/**
 * An error that nobody handled leaves the process in a state that nobody knows: its name is logged, and the process
 * ends, for whoever runs it to start a new one. What was under way is settled by reading ARM.
 */
export function exitOnUnhandled(given: NodeJS.EventEmitter, log: Log, exit: (code: number) => void): void {
  const end = (event: string) => (error: unknown) => {
    log.error(event, { error: errorName(error) });
    exit(EXIT_SOFTWARE);
  };
  given.on('uncaughtException', end('process.uncaught-exception'));
  given.on('unhandledRejection', end('process.unhandled-rejection'));
}
