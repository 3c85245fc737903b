import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import { ROBIN } from '../../local/cloud/world/sample-world';
import { startBotProcess } from '../../local/launcher/bot-process';
import type { RunningChild } from '../../local/launcher/child-process';
import { packageRoot } from '../../src/config/package';
import { systemClock } from '../../src/model/clock';
import { openSqliteStore } from '../../src/storage/sqlite-store';
import { Chat } from './chat';
import { Connector } from './connector';
import type { Event } from './connector';
import type { ShownCard } from './shown-card';
import { startCloudForBot } from './test-bot';

/** Whatever is older than this is taken over at once, whatever the clocks say. */
const LONG_AGO_MS = 60 * 60_000;
const PATIENCE_MS = 700;

/** A bot that dies and is started again, with its records. */
export interface KillableBot {
  readonly cloud: LocalCloud;
  readonly connector: Connector;
  /** A new conversation of Robin. */
  chat(): Chat;
  /** The first card in the chat from this event on that fits; silent sign-ins that come before it are answered. */
  cardThat(chat: Chat, fits: RegExp, since: number): Promise<ShownCard>;
  /** The bot's last steps, as `kill-at-step.cjs` tells them. */
  readonly steps: string[];
  /** Whether the bot has died. */
  hasDied(): boolean;
  /** Resolves when the bot has died. */
  died(): Promise<void>;
  /** Starts the bot anew; what it left unfinished counts as left an hour ago. Tells how many decisions those are. */
  restart(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the local cloud, the connector and the bot, with silent sign-in and a clock of steps to die by. */
export async function startKillableBot(): Promise<KillableBot> {
  const { ports, botUrl, folder, cloud, certificateFile } = await startCloudForBot('pal-killable-');
  const connector = await Connector.start();
  const steps: string[] = [];
  let conversations = 0;
  let hasDied = false;
  const startBot = async (): Promise<RunningChild> => {
    hasDied = false;
    const started = await startBotProcess({
      packageRoot: packageRoot(__dirname),
      preload: join(__dirname, 'kill-at-step.cjs'),
      port: ports.bot,
      cloud: { ...cloud, certificateFile },
      ssoResource: `api://${cloud.clientId}`,
      silentSignInPatienceMs: PATIENCE_MS,
      dataFolder: join(folder, 'data'),
      onLine: (line) => {
        if (line.startsWith('step ')) steps.push(line.replace(/^step \d+ /, ''));
      },
    });
    void started.ended.then(() => (hasDied = true));
    return started;
  };
  const cardThat = async (chat: Chat, fits: RegExp, since: number): Promise<ShownCard> => {
    const isHere = ({ conversationId, silent, card }: Event): boolean =>
      conversationId === chat.conversationId && (silent !== undefined || fits.test(card?.heading ?? ''));
    const event = await connector.next(since, isHere, { wanted: `A card ${fits}`, patienceMs: 60_000 });
    if (event.silent === undefined && event.card !== undefined) return event.card;
    if (event.silent !== undefined)
      await chat.sendToken(event.silent, await cloud.world.issueSsoToken(chat.person));
    return cardThat(chat, fits, since + connector.events.slice(since).indexOf(event) + 1);
  };
  let bot = await startBot();
  return {
    cloud,
    connector,
    cardThat,
    steps,
    chat: () =>
      new Chat(
        { botUrl, connector, conversationId: `personal-${(conversations += 1)}`, isGroup: false },
        ROBIN,
      ),
    hasDied: () => hasDied,
    died: () => bot.ended,
    restart: async () => {
      await bot.stop();
      const left = await ageOutbox(join(folder, 'data', 'pal-assistant.db'));
      steps.length = 0;
      bot = await startBot();
      return left;
    },
    stop: async () => {
      await bot.stop();
      await cloud.stop();
      await connector.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The bot's process has no clock that a test could move; what it noted can be made older instead. */
async function ageOutbox(file: string): Promise<number> {
  const store = openSqliteStore(file, systemClock);
  let left = 0;
  for await (const { key, value, etag } of store.list('outbox')) {
    const noted = z.object({ since: z.string() }).passthrough().parse(value);
    const since = new Date(Date.parse(noted.since) - LONG_AGO_MS).toISOString();
    await store.put('outbox', key, { ...noted, since }, { etag });
    left += 1;
  }
  await store.close();
  return left;
}
