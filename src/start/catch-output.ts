import type { Log } from '../model/log';

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

function countDoublings(tell: (count: number) => void): () => void {
  let count = 0;
  let next = 1;
  return () => {
    count += 1;
    if (count < next) return;
    next *= 2;
    tell(count);
  };
}
