import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { withTimeout } from '../lib/async';

/** Exit codes, as sysexits.h has them. */
export const EXIT = {
  /** Called wrongly. */
  usage: 64,
  /** What was moved is not the same on both sides. */
  different: 65,
  noInput: 66,
  /** A resource that is needed is not there: the port, the records. */
  unavailable: 69,
  /** The program itself is at fault. */
  software: 70,
  /** It stopped on the way; the same call goes on. */
  stopped: 75,
  /** A setting is wrong. */
  config: 78,
} as const;

/** Runs a command to its end, and lets the process end with the exit code that it gives. */
export function runCommand(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`It failed: ${errorName(error)}.\n`);
      process.exitCode = EXIT.software;
    },
  );
}

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const;

/**
 * Packages print whole errors, requests and tokens. Nothing of what they say goes out; that they said something is
 * logged, with how often, at the first time and whenever that has doubled.
 */
export function catchConsole(given: Pick<Console, (typeof METHODS)[number]>, log: Log): void {
  for (const method of METHODS) {
    const counted = countDoublings((count) => {
      log.warn('console.caught', { method, count });
    });
    given[method] = () => {
      counted();
    };
  }
}

/** Node's warnings quote what they warn of, on stderr. Their name and code go to the log instead. */
export function catchWarnings(given: NodeJS.EventEmitter, log: Log): void {
  given.removeAllListeners('warning');
  given.on('warning', (warning: NodeJS.ErrnoException) => {
    log.warn('process.warning', { error: warning.name, code: warning.code });
  });
}

function countDoublings(report: (count: number) => void): () => void {
  let count = 0;
  let next = 1;
  return () => {
    count += 1;
    if (count < next) return;
    next *= 2;
    report(count);
  };
}

/**
 * An error that nobody handled leaves the process in a state that nobody knows: its name is logged, and the process
 * ends, for whoever runs it to start a new one. What was under way is settled by reading ARM.
 */
export function exitOnUnhandled(given: NodeJS.EventEmitter, log: Log, exit: (code: number) => void): void {
  const end = (event: string) => (error: unknown) => {
    log.error(event, { error: errorName(error) });
    exit(EXIT.software);
  };
  given.on('uncaughtException', end('process.uncaught-exception'));
  given.on('unhandledRejection', end('process.unhandled-rejection'));
}

/** Whoever runs the bot ends it by force after ten seconds or more; what is not done by then is settled at the next start. */
const PATIENCE_MS = 9_000;
/** For the last lines of the log; whoever does not read them by then does not read any more. */
const LAST_LINES_MS = 500;

/** Ends the process in good order when it is told to: exit code 0, within ten seconds. */
export function stopOnSignal(
  given: Pick<NodeJS.Process, 'on' | 'exit'>,
  stop: () => Promise<void>,
  log: Log,
  flushed: () => Promise<void>,
): void {
  const exit = async (code: number): Promise<void> => {
    await withTimeout(LAST_LINES_MS, flushed());
    given.exit(code);
  };
  let isStopping = false;
  const onSignal = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info('bot.stopping', { signal });
    withTimeout(
      PATIENCE_MS,
      stop().then(() => 'in order' as const),
    ).then(
      (outcome) => {
        log.info('bot.stopped', { outcome: outcome ?? 'out of time' });
        return exit(0);
      },
      (error: unknown) => {
        log.error('bot.stopped', { outcome: 'failed', error: errorName(error) });
        return exit(EXIT.software);
      },
    );
  };
  given.on('SIGTERM', onSignal);
  given.on('SIGINT', onSignal);
}
