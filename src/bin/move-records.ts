import { problemLines } from '../config/settings';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Environment } from '../config/section';
import { readEnvFiles, readEnvironment } from '../config/read-environment';
import type { Settings } from '../config/settings';
import { ignoreProxies } from '../doctor/check-network';
import { systemClock } from '../model/clock';
import { errorName } from '../model/log';
import type { MovedCount } from '../moving/move-records';
import { countRecords, dryReport, isWhole, moveRecords, movedReport } from '../moving/move-records';
import { openStore, recordsFile } from '../app/records';
import { isInUse } from '../storage/sqlite-file';
import { EXIT, runCommand } from './process';

const USAGE = `Usage: npm run move-records -- --from sqlite|azure --to azure|sqlite [--env NAME] [--dry-run]

  --from, --to  the two stores: sqlite is the file in DATA_FOLDER, azure the tables of the storage account
  --env NAME    reads env/.env.NAME and env/.env.NAME.user (default: dev); what is set in the environment comes before both
  --dry-run     only counts what is there to move

Stop every bot that uses either store first. The source is left as it is. Run it again after any interruption.
Exit code 0: both sides were compared and are the same; 65: something is missing or different; 66: there are no records
to move; 69: a bot uses the file; 75: a store stopped answering, run it again; 78: a setting is wrong; 64: called wrongly.
`;

type Kind = Settings['storage']['kind'];

interface Options {
  readonly from: Kind;
  readonly to: Kind;
  readonly env: string;
  readonly isDry: boolean;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return say(USAGE, EXIT.usage);
  ignoreProxies(process.env);
  const { environment } = readEnvFiles(options.env, process.env, readText);
  const [from, to] = [settingsFor(options.from, environment), settingsFor(options.to, environment)];
  if (typeof from === 'string') return say(from, EXIT.config);
  if (typeof to === 'string') return say(to, EXIT.config);
  const file = recordsFile(from.dataFolder);
  if (options.from === 'sqlite' && !existsSync(file)) return say(`There is no ${file}.\n`, EXIT.noInput);
  try {
    if (existsSync(file) && isInUse(file)) {
      return say(`${file} is in use: stop the bot first.\n`, EXIT.unavailable);
    }
    return await run(options, from, to);
  } catch (error) {
    return say(`It stopped (${errorName(error)}). Nothing is lost: run it again.\n`, EXIT.stopped);
  }
}

async function run({ isDry }: Options, from: Settings, to: Settings): Promise<number> {
  const source = openStore(from, systemClock);
  try {
    if (isDry) return print(dryReport(await countRecords(source)));
    const target = openStore(to, systemClock);
    try {
      const counts: MovedCount[] = await moveRecords({ source, target, now: () => systemClock.now() });
      return print(movedReport(counts), isWhole(counts) ? 0 : EXIT.different);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        from: { type: 'string', default: '' },
        to: { type: 'string', default: '' },
        env: { type: 'string', default: 'dev' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const { from, to, env } = values;
    if (!isKind(from) || !isKind(to) || from === to || !/^[\w-]+$/.test(env)) return undefined;
    return { from, to, env, isDry: values['dry-run'] };
  } catch {
    return undefined;
  }
}

function isKind(text: string): text is Kind {
  return text === 'sqlite' || text === 'azure';
}

/** The settings with this store, or what is wrong with them. */
function settingsFor(kind: Kind, environment: Environment): Settings | string {
  const { read } = readEnvironment({ ...environment, STORAGE: kind }, readText);
  if (read.ok) return read.settings;
  return read.problems.map((problem) => `${problemLines(problem)}\n`).join('');
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function print(text: string, exitCode = 0): number {
  process.stdout.write(text);
  return exitCode;
}

function say(text: string, exitCode: number): number {
  process.stderr.write(text);
  return exitCode;
}

runCommand(main);
