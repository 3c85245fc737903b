import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { managedIdentity, tokenOfIdentity } from '../auth/entra-client';
import { packageRoot } from '../config/package';
import { readEnvFiles } from '../config/read-environment';
import type { Settings } from '../config/settings';
import { createAsk, ignoreProxies } from '../doctor/check-network';
import type { RecordsPlace } from '../doctor/check-records';
import type { Examined } from '../doctor/examine';
import { examine } from '../doctor/examine';
import { writeReport } from '../doctor/finding';
import { trialFolder } from '../doctor/check-records';
import { systemClock } from '../model/clock';
import { openStore } from '../app/records';
import { EXIT, runCommand } from './process';

const USAGE = `Usage: npm run doctor -- [--env NAME] [--online] [--json]

  --env NAME  reads env/.env.NAME and env/.env.NAME.user (default: dev); what is set in the environment comes before both
  --online    also asks over the network: Entra, Azure Resource Manager, the Bot Framework and the bot itself. It gets
              one token for the Bot Framework with the bot's own credential, and drops it.
  --json      the findings as JSON

Exit code 0: nothing is wrong; 78: something is; 64: called wrongly. No secret is shown.
`;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) {
    process.stderr.write(USAGE);
    return EXIT.usage;
  }
  const root = packageRoot(__dirname);
  const { environment, files } = readEnvFiles(options.env, process.env, readText);
  ignoreProxies(process.env);
  const findings = await examine({
    environment,
    readFile: readText,
    manifest: manifestOf(options.env),
    version: versionOf(root),
    recordsOf,
    now: () => systemClock.now(),
    ...(options.online ? { online: { ask: createAsk(), askIdentity } } : {}),
  });
  const from = [...files, 'the environment'].join(', ');
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ version: versionOf(root), from, findings }, null, 2)}\n`
      : `PAL Assistant ${versionOf(root)} on Node ${process.versions.node}, settings from ${from}\n\n${writeReport(findings)}`,
  );
  return findings.some(({ verdict }) => verdict === 'wrong') ? EXIT.config : 0;
}

function readOptions(): { env: string; online: boolean; json: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        env: { type: 'string', default: 'dev' },
        online: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    return /^[\w-]+$/.test(values.env) ? values : undefined;
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

function manifestOf(name: string): Examined['manifest'] {
  const file = join('appPackage', 'build', `manifest.${name}.json`);
  try {
    return { file, text: readText(file) };
  } catch {
    return { file, text: undefined };
  }
}

function versionOf(root: string): string {
  const text = readText(join(root, 'package.json'));
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

function recordsOf(settings: Settings): ReturnType<Examined['recordsOf']> {
  if (settings.storage.kind === 'sqlite') {
    return {
      open: () => openTrial(settings),
      place: `the folder ${settings.dataFolder}`,
      fix: 'Make DATA_FOLDER a folder that the bot may write in; in a container, a mounted volume.',
    };
  }
  return {
    open: () => {
      const store = openStore(settings, systemClock);
      return { store, close: () => store.close() };
    },
    place: 'the tables in Azure',
    fix: 'Azure portal › your storage account › Access Control (IAM): the bot’s identity needs Storage Table Data Contributor; and Networking must let the bot in.',
  };
}

function openTrial(settings: Settings): ReturnType<RecordsPlace['open']> {
  const folder = trialFolder(settings.dataFolder);
  try {
    const store = openStore({ ...settings, dataFolder: folder.path }, systemClock);
    const close = async (): Promise<void> => {
      await store.close();
      folder.remove();
    };
    return { store, close };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

async function askIdentity(
  clientId: string,
  scope: string,
): Promise<{ kind: 'token' | 'refused' | 'unreachable' }> {
  const { kind } = await tokenOfIdentity(managedIdentity(clientId), scope);
  return { kind };
}

runCommand(main);
