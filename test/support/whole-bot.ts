import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud } from '../../local/cloud/local-cloud';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import { claimPorts } from '../../local/launcher/free-port';
import { ROBIN } from '../../local/cloud/world/sample-world';
import { Chat } from './chat';
import { Connector } from './connector';
import { LaunchedProcess } from './launched-process';

/** The bot as it is shipped, in a process that a test may signal and see the end of. */
export interface WholeBot {
  readonly url: string;
  readonly process: LaunchedProcess;
  readonly connector: Connector;
  readonly cloud: LocalCloud;
  /** Robin, in a new conversation. */
  chat(): Chat;
  stop(): Promise<void>;
}

/** Starts it with more settings than it needs, and waits until it is ready. */
export async function startWholeBot(more: Readonly<Record<string, string>>): Promise<WholeBot> {
  const { ports } = await claimPorts({ chat: 0, bot: 0, pages: 0, cloud: 0 });
  const url = `http://localhost:${ports.bot}`;
  const folder = mkdtempSync(join(tmpdir(), 'pal-bot-'));
  const redirectUris = [`${url}/auth/callback`];
  const cloud = await startLocalCloud({ apiPort: 0, pagesPort: 0, redirectUris });
  writeFileSync(join(folder, 'cloud.pem'), cloud.caPem);
  const bot = new LaunchedProcess('src/bin/bot.js', [], {
    NODE_EXTRA_CA_CERTS: join(folder, 'cloud.pem'),
    PAL_ENVIRONMENT: 'local',
    HOST: '127.0.0.1',
    PORT: String(ports.bot),
    PUBLIC_URL: url,
    AAD_AUTHORITY_HOST: cloud.apiUrl,
    ARM_ENDPOINT: cloud.apiUrl,
    AAD_APP_CLIENT_ID: cloud.clientId,
    SECRET_AAD_APP_CLIENT_SECRET: cloud.clientSecret,
    DATA_FOLDER: join(folder, 'data'),
    STOP_DELAY_MS: '0',
    ...more,
  });
  try {
    await bot.said('"event":"bot.ready"');
  } catch (error) {
    await cloud.stop();
    throw error;
  }
  const connector = await Connector.start();
  let chats = 0;
  return {
    url,
    process: bot,
    connector,
    cloud,
    chat: () =>
      new Chat({ botUrl: url, connector, conversationId: `chat-${(chats += 1)}`, isGroup: false }, ROBIN),
    stop: async () => {
      await bot.stop();
      await Promise.all([cloud.stop(), connector.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
