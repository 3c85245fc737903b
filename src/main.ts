import { readFileSync } from 'node:fs';
import { createLog } from './config/create-log';
import { secretsOf } from './config/secrets-of';
import { problemLines } from './config/setting-problem';
import { readSettings } from './config/settings';
import { errorName } from './model/log';
import { createTurnScope } from './model/turn-scope';
import { catchConsole, catchWarnings } from './start/catch-output';
import { exitOnUnhandled } from './start/last-resort';
import { startBot } from './start-bot';
import type { RunningBot } from './start-bot';

/** Exit codes, as sysexits.h has them: a setting is wrong; a resource is not available. */
const EXIT_CONFIG = 78;
const EXIT_UNAVAILABLE = 69;

async function main(): Promise<void> {
  const read = readSettings(process.env, (path) => readFileSync(path, 'utf8'));
  if (!read.ok) {
    const lines = read.problems.map(problemLines);
    process.stderr.write(`PAL Assistant does not start: the settings are not right.\n${lines.join('\n')}\n`);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const turns = createTurnScope();
  const log = createLog({
    level: read.settings.logLevel,
    secrets: secretsOf(read.settings),
    correlationId: () => turns.current(),
  });
  catchConsole(console, log);
  catchWarnings(process, log);
  exitOnUnhandled(process, log, (code) => {
    process.exit(code);
  });
  try {
    const bot = await startBot(read.settings, log, turns);
    log.info('bot.ready', { port: bot.port, environment: read.settings.environment });
    stopOnSignal(bot);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const { host, port } = read.settings;
    const reason = isTaken ? `${host}:${port} is in use` : (firstLineOf(error) ?? errorName(error));
    process.stderr.write(`PAL Assistant does not start: ${reason}.\n`);
    process.exitCode = EXIT_UNAVAILABLE;
  }
}

/** Before it listens the bot has seen no token and no message: what goes wrong then may be said in full. */
function firstLineOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message.split('\n', 1)[0] : undefined;
}

function stopOnSignal(bot: RunningBot): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    void bot.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

void main();
