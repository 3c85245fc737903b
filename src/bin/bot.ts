import { readFileSync } from 'node:fs';
import type { LogOutput } from '../observability/log';
import { createLog, createLogOutput } from '../observability/log';
import type { Settings } from '../config/settings';
import { systemClock } from '../model/clock';
import type { Log, TurnScope } from '../model/log';
import { createTurnScope, errorName } from '../model/log';
import { EXIT, catchConsole, catchWarnings, exitOnUnhandled, stopOnSignal } from './process';
import { startTelemetry } from '../app/observe';
import { ignoreProxies } from '../doctor/check-network';
import { settingsAtStart } from '../doctor/examine';
import { startBot } from '../app/create-app';
import { startEventLoopMeter } from '../app/health';

async function main(): Promise<void> {
  const read = settingsAtStart(process.env, (path) => readFileSync(path, 'utf8'), systemClock.now());
  if (!read.ok) {
    process.stderr.write(read.refusal);
    process.exitCode = EXIT.config;
    return;
  }
  process.stderr.write(read.warnings);
  ignoreProxies(process.env);
  const turns = createTurnScope();
  const output = createLogOutput(process.stdout);
  const log = createLog({
    destination: output,
    level: read.settings.logLevel,
    secrets: read.settings.secrets,
    correlationId: () => turns.current(),
  });
  catchConsole(console, log);
  catchWarnings(process, log);
  exitOnUnhandled(process, log, (code) => {
    process.exit(code);
  });
  try {
    await run(read.settings, log, turns, output);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const { host, port } = read.settings;
    const reason = isTaken
      ? `${host === undefined ? 'port ' : `${host}:`}${port} is in use`
      : (firstLineOf(error) ?? errorName(error));
    process.stderr.write(`PAL Assistant does not start: ${reason}.\n`);
    process.exit(EXIT.unavailable);
  }
}

async function run(settings: Settings, log: Log, turns: TurnScope, output: LogOutput): Promise<void> {
  const meter = startEventLoopMeter();
  const telemetry = await startTelemetry(settings, meter, log);
  const bot = await startBot(settings, {
    log,
    turns,
    observer: telemetry.observer,
    lagMs: () => meter.lagMs(),
  });
  stopOnSignal(
    process,
    async () => {
      await bot.stop();
      await telemetry.stop();
      meter.stop();
    },
    log,
    () => output.flushed(),
  );
  // Whoever waits for this line may end the process at once.
  log.info('bot.ready', { port: bot.port, environment: settings.environment });
}

/** Before it listens the bot has seen no token and no message: what goes wrong then may be said in full. */
function firstLineOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message.split('\n', 1)[0] : undefined;
}

main().catch((error: unknown) => {
  process.stderr.write(`PAL Assistant failed: ${errorName(error)}.\n`);
  process.exit(EXIT.software);
});
