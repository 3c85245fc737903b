import type { Log } from '../model/log';
import { errorName } from '../model/log';
import { within } from '../model/within';

/** Whoever runs the bot ends it by force after ten seconds or more; what is not done by then is settled at the next start. */
const PATIENCE_MS = 9_000;
/** For the last lines of the log; whoever does not read them by then does not read any more. */
const LAST_LINES_MS = 500;
/** Exit code of sysexits.h: the program itself is at fault. */
const EXIT_SOFTWARE = 70;

/** Ends the process in good order when it is told to: exit code 0, within ten seconds. */
export function stopOnSignal(
  given: Pick<NodeJS.Process, 'on' | 'exit'>,
  stop: () => Promise<void>,
  log: Log,
  flushed: () => Promise<void>,
): void {
  const exit = async (code: number): Promise<void> => {
    await within(LAST_LINES_MS, flushed());
    given.exit(code);
  };
  let isStopping = false;
  const onSignal = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info('bot.stopping', { signal });
    within(
      PATIENCE_MS,
      stop().then(() => 'in order' as const),
    ).then(
      (outcome) => {
        log.info('bot.stopped', { outcome: outcome ?? 'out of time' });
        return exit(0);
      },
      (error: unknown) => {
        log.error('bot.stopped', { outcome: 'failed', error: errorName(error) });
        return exit(EXIT_SOFTWARE);
      },
    );
  };
  given.on('SIGTERM', onSignal);
  given.on('SIGINT', onSignal);
}
