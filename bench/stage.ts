import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud } from '../local/cloud/local-cloud';
import type { LocalCloud } from '../local/cloud/local-cloud';
import { startConnector } from './channel/connector';
import type { LeanConnector } from './channel/connector';
import { startIdentity } from './channel/identity';
import type { BotIdentity, Identity } from './channel/identity';
import { startLeanTables } from './channel/lean-tables';
import type { LeanTables } from './channel/lean-tables';

/** Everything around the bots: the channel with its authentication, and the local cloud. */
export interface Stage {
  readonly root: string;
  readonly bot: BotIdentity;
  readonly identity: Identity;
  readonly connector: LeanConnector;
  readonly cloud: LocalCloud;
  readonly tables: LeanTables;
  /** What the channel sends with every activity. */
  readonly channelToken: string;
  /** A file with the certificates that bots have to trust. */
  readonly trustFile: string;
  /** A new folder for one bot's records. */
  newFolder(): string;
  strike(): Promise<void>;
}

/** What a call to Azure Tables takes in the region of the bot. */
const TABLES_MS = 5;

/** Sets everything up on free ports. `root` is the folder of the package. */
export async function setStage(root: string): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'pal-bench-'));
  const bot = { appId: randomUUID(), tenantId: randomUUID(), password: randomUUID() };
  const identity = await startIdentity();
  const connector = await startConnector((header) => identity.isOurs(header));
  const cloud = await startLocalCloud({ apiPort: 0, pagesPort: 0, redirectUris: [] });
  const tables = await startLeanTables(TABLES_MS);
  const trustFile = join(folder, 'trust.pem');
  writeFileSync(trustFile, `${identity.caPem}\n${cloud.caPem}`);
  return {
    root,
    bot,
    identity,
    connector,
    cloud,
    tables,
    channelToken: await identity.channelToken(bot.appId, connector.serviceUrl),
    trustFile,
    newFolder: () => mkdtempSync(join(folder, 'records-')),
    strike: async () => {
      await Promise.all([tables.stop(), cloud.stop(), connector.stop(), identity.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
