import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalCloud } from '../cloud/local-cloud';
import type { LocalCloud } from '../cloud/local-cloud';
import { ROBIN } from '../cloud/world/sample-world';
import { startBotProcess } from './bot-process';
import { startChatClient } from './chat-client';
import type { RunningChild } from './child-process';
import type { Ports } from './options';
import { startTeamsLikeClient } from './teams-like-client';

/** Addresses of what runs, as `.local/running.json` tells them to tools and tests. */
export interface Running {
  readonly pid: number;
  readonly chatUrl: string;
  readonly botUrl: string;
  readonly localCloudUrl: string;
  readonly journalUrl: string;
}

/** Everything that `npm start` has started. */
export interface Launched {
  readonly running: Running;
  readonly cloud: LocalCloud;
  /** Resolves with a sentence when one of the processes ends by itself. */
  readonly broken: Promise<string>;
  stop(): Promise<void>;
}

/** Starts the local cloud, the bot and the chat client; if one fails, none stays. */
export async function launch(settings: {
  packageRoot: string;
  /** Where state, logs and `running.json` go: git-ignored. */
  folder: string;
  ports: Ports;
  fresh: boolean;
  /** Sign in silently, as Teams does; absent: on the page. */
  silentSignIn?: boolean;
  crowd?: number;
}): Promise<Launched> {
  const { folder, ports } = settings;
  const stateFolder = join(folder, 'state');
  if (settings.fresh) rmSync(stateFolder, { recursive: true, force: true });
  mkdirSync(stateFolder, { recursive: true });

  const botUrl = `http://localhost:${ports.bot}`;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const cloud = await startLocalCloud({
      apiPort: ports.cloud,
      pagesPort: ports.pages,
      stateFile: join(stateFolder, 'cloud.json'),
      redirectUris: [`${botUrl}/auth/callback`],
      crowd: settings.crowd ?? 0,
    });
    stops.push(() => cloud.stop());
    const bot = await startBot(settings, cloud);
    stops.push(() => bot.stop());
    const chat = await startChat(settings, cloud, stops);
    stops.push(() => chat.stop());

    const running: Running = {
      pid: process.pid,
      chatUrl: `http://localhost:${ports.chat}`,
      botUrl,
      localCloudUrl: cloud.pagesUrl,
      journalUrl: cloud.journalUrl,
    };
    const runningFile = join(folder, 'running.json');
    writeFileSync(runningFile, `${JSON.stringify(running, null, 2)}\n`);
    stops.push(() => {
      rmSync(runningFile, { force: true });
      return Promise.resolve();
    });
    return { running, cloud, broken: Promise.race([endOf(bot), endOf(chat)]), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startChat(
  settings: { folder: string; ports: Ports; silentSignIn?: boolean },
  cloud: LocalCloud,
  stops: (() => Promise<void>)[],
): Promise<RunningChild> {
  const { ports } = settings;
  const botUrl = `http://127.0.0.1:${ports.bot}`;
  const chat = { port: ports.chat, botUrl, folder: join(settings.folder, 'chat-client') };
  const client = await startTeamsLikeClient({
    chatUrl: `http://127.0.0.1:${ports.chat}`,
    botUrl,
    person: ROBIN,
    ...(settings.silentSignIn === true ? { token: () => cloud.world.issueSsoToken(ROBIN) } : {}),
  });
  stops.push(() => client.stop());
  return startChatClient({ ...chat, serviceUrl: client.serviceUrl });
}

async function startBot(
  settings: { packageRoot: string; folder: string; ports: Ports; silentSignIn?: boolean },
  cloud: LocalCloud,
): Promise<RunningChild> {
  const certificateFile = join(settings.folder, 'local-cloud.pem');
  writeFileSync(certificateFile, cloud.caPem);
  const logFile = join(settings.folder, 'bot.log');
  writeFileSync(logFile, '');
  return startBotProcess({
    packageRoot: settings.packageRoot,
    port: settings.ports.bot,
    cloud: { ...cloud, certificateFile },
    ssoResource: settings.silentSignIn === true ? `api://${cloud.clientId}` : '',
    dataFolder: join(settings.folder, 'state', 'bot'),
    onLine: (line) => {
      appendFileSync(logFile, `${line}\n`);
    },
  });
}

async function endOf(child: RunningChild): Promise<string> {
  await child.ended;
  return `${child.name} has ended by itself: ${child.lastWords()}`;
}
