import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../../local/launcher/free-port';
import type { Stage } from '../stage';
import { startPinned } from './pinned-process';
import type { PinnedProcess } from './pinned-process';

/** A bot that can be measured. */
export interface MeasuredBot {
  readonly key: string;
  /** How tables name it. */
  readonly label: string;
  /** The first version of Node that it runs on, where that is not every one that we do. */
  readonly since?: readonly [major: number, minor: number];
  start(stage: Stage, preloads?: readonly string[]): Promise<PinnedProcess>;
}

/** What a process needs of the machine; nothing else of this one's environment reaches a bot. */
const OF_THE_MACHINE = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];

/** PAL Assistant as it is shipped, with its records in SQLite. */
export const OURS = ours('pal-assistant', 'PAL Assistant', () => ({}));

/** The same with its records in Azure Tables, that is, in a stand-in that takes 5 ms for each call. */
export const OURS_IN_AZURE = ours('pal-assistant-azure', 'PAL Assistant, tables', ({ tables }) => ({
  STORAGE: 'azure',
  SECRET_AZURE_STORAGE_CONNECTION_STRING: tables.connectionString,
}));

/** Each package's echo bot, as its own samples write it. The first is what the others are compared to. */
export const PEERS: readonly MeasuredBot[] = [
  peer('botbuilder', 'botbuilder 4.23 + restify'),
  peer('teams-ai', 'teams-ai 1.7'),
  peer('teams-sdk-2.0', 'Teams SDK 2.0'),
  peer('teams-sdk-2.1', 'Teams SDK 2.1', [22, 12]),
  peer('agents-sdk', 'Agents SDK 1.8'),
];

/** Preloaded into a bot whose memory is measured: see `heapOf`. */
export function tellHeap({ root }: Pick<Stage, 'root'>): string {
  return join(root, 'dist', 'bench', 'bots', 'tell-heap.js');
}

const given = z.object({ bytes: z.number() });

/** The heap of a bot that was started with `tellHeap`, in bytes, after its garbage was collected. */
export async function heapOf(bot: PinnedProcess): Promise<number> {
  return given.parse(JSON.parse(await bot.signal('SIGUSR2', 'bench.heap'))).bytes;
}

/** Those that run on this version of Node, such as `22.12.0`. */
export function peersOn(node: string): readonly MeasuredBot[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return PEERS.filter(
    ({ since: [from, fromMinor] = [0, 0] }) => major > from || (major === from && minor >= fromMinor),
  );
}

function ours(
  key: string,
  label: string,
  records: (stage: Stage) => Readonly<Record<string, string>>,
): MeasuredBot {
  return {
    key,
    label,
    start: (stage, preloads) =>
      start(stage, shippedCommand(stage.root), preloads, {
        NODE_ENV: 'production',
        PAL_ENVIRONMENT: 'local',
        HOST: '127.0.0.1',
        PUBLIC_URL: 'http://localhost:1',
        AAD_AUTHORITY_HOST: stage.cloud.apiUrl,
        CHANNEL_AUTHORITY_HOST: 'https://login.microsoftonline.com',
        ARM_ENDPOINT: stage.cloud.apiUrl,
        AAD_APP_CLIENT_ID: stage.cloud.clientId,
        SECRET_AAD_APP_CLIENT_SECRET: stage.cloud.clientSecret,
        AAD_APP_SSO_RESOURCE: `api://${stage.cloud.clientId}`,
        DATA_FOLDER: stage.newFolder(),
        ...records(stage),
      }),
  };
}

/** The options of Node that the bot ships with, as the image and `npm run start:bot` start it, and its first file. */
export function shipped(root: string): { readonly options: readonly string[]; readonly main: string } {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<'start:bot', string>>;
  };
  const [, ...options] = scripts['start:bot'].split(' ');
  const main = join(root, options.pop() ?? '');
  return { options, main };
}

function shippedCommand(root: string): string[] {
  const { options, main } = shipped(root);
  return [...options, main];
}

function peer(key: string, label: string, since?: readonly [number, number]): MeasuredBot {
  return {
    key,
    label,
    ...(since === undefined ? {} : { since }),
    start: (stage, preloads) =>
      start(stage, [join(stage.root, 'bench', 'peers', `${key}.cjs`)], preloads, { NODE_ENV: 'production' }),
  };
}

async function start(
  stage: Stage,
  command: readonly string[],
  preloads: readonly string[] = [],
  own: Readonly<Record<string, string>>,
): Promise<PinnedProcess> {
  const port = await freePort();
  const preload = join(stage.root, 'dist', 'bench', 'channel', 'lead-to-stand-in.js');
  return startPinned({
    args: [...['-r', preload], ...preloads.flatMap((one) => ['-r', one]), ...command],
    cwd: stage.root,
    port,
    env: {
      ...ofTheMachine(),
      NODE_EXTRA_CA_CERTS: stage.trustFile,
      STAND_IN_HOSTS: stage.identity.hosts.join(','),
      STAND_IN_PORT: String(stage.identity.port),
      PORT: String(port),
      BOT_ID: stage.bot.appId,
      BOT_TENANT_ID: stage.bot.tenantId,
      SECRET_BOT_PASSWORD: stage.bot.password,
      ...own,
    },
  });
}

function ofTheMachine(): Record<string, string> {
  return Object.fromEntries(
    OF_THE_MACHINE.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
