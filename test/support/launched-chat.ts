import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '../../local/launcher/free-port';
import { launch } from '../../local/launcher/launch';
import type { Launched } from '../../local/launcher/launch';
import { ROBIN, TENANT_IDS } from '../../local/cloud/world/sample-world';
import { writesIn } from './arm-calls';
import { BrowserChat } from './browser-chat';

/** Everything that `npm start` starts, and a person in front of its chat. */
export interface LaunchedChat {
  readonly launched: Launched;
  /** Robin's. */
  readonly chat: BrowserChat;
  /** The PartnerID that ARM holds for Robin there; undefined when nothing is linked. */
  readonly linked: (tenant: keyof typeof TENANT_IDS) => string | undefined;
  /** What ARM was told to change since the test began, oldest first. */
  readonly writes: () => string[];
  /** Stops everything and starts it again with the same ports and what was left on disk. */
  readonly restart: () => Promise<void>;
}

/**
 * Runs the built bot, the local cloud and the chat client once for the tests of the file. Each test finds the
 * sample world untouched, an empty chat, and nobody signed in. `silentSignIn`: the client signs in as Teams does.
 */
export function launchedChat({ silentSignIn = false } = {}): () => LaunchedChat {
  const folder = mkdtempSync(join(tmpdir(), 'pal-launched-'));
  let running: LaunchedChat | undefined;

  beforeAll(async () => {
    const { ports } = await claimPorts({ chat: 0, bot: 0, pages: 0, cloud: 0 });
    const start = (): Promise<Launched> =>
      launch({ packageRoot: join(__dirname, '..', '..'), folder, ports, fresh: false, silentSignIn });
    let launched = await start();
    const chat = await BrowserChat.open(launched.running.chatUrl);
    running = {
      get launched() {
        return launched;
      },
      chat,
      linked: (tenant) => {
        const tenantId = TENANT_IDS[tenant];
        const row = launched.cloud.world.link(tenantId, ROBIN.guestIds[tenantId] ?? ROBIN.objectId);
        return row?.state === 'Active' ? row.partnerId : undefined;
      },
      writes: () => writesIn(launched.cloud.world),
      restart: async () => {
        await launched.stop();
        launched = await start();
        await chat.reload();
      },
    };
  });
  beforeEach(async () => {
    if (running === undefined) return;
    const { launched, chat } = running;
    await chat.reload();
    await chat.say('sign out');
    await chat.card(/You’re signed out|You weren’t signed in/);
    launched.cloud.world.reset();
  });
  afterAll(async () => {
    await running?.chat.close();
    await running?.launched.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (running === undefined) throw new Error('The chat runs only inside a test.');
    return running;
  };
}
