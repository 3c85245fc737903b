import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Settings } from '../config/settings';
import { everyByTimer } from '../lib/async';
import { monotonicClock } from '../model/clock';
import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type * as storeInTables from '../storage/azure-store';
import type * as azureTables from '../storage/azure-tables';
import { guardedStore } from '../storage/guarded-store';
import { makeFolder } from '../storage/sqlite-file';
import type { RecordStore } from '../storage/record-store';
import { openSqliteStore } from '../storage/sqlite-store';

/** The packages of the tables are large, and whoever has a file needs none of them. */
const load = createRequire(__filename);

/** The file of the embedded store, in the data folder. */
const FILE = 'pal-assistant.db';

/** A chat can wait two seconds for an answer that needs no storage; the rest is for the answer itself. */
const CALL_MS = 1_600;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Nothing is read after its time, swept or not; the sweep makes room and takes the old away for good. */
const SWEEP_MS = 60 * 60 * 1000;

/** The bot's records. */
export interface OpenRecords {
  readonly store: RecordStore;
  /** Whether records can be written, and are still there at the next start. Rejects when the store does not answer. */
  isWell(): Promise<boolean>;
  /** Ends sweeping and lets go of the store. */
  close(): Promise<void>;
}

/** Opens the records where the settings say, guarded and swept. Throws when the file can't be opened. */
export function openRecords(settings: Settings, clock: Clock, log: Log): OpenRecords {
  const store = guardedStore(openStore(settings, clock), {
    monotonic: monotonicClock,
    // The embedded store answers before anything else is done: a clock beside it would run for nothing.
    ...(settings.storage.kind === 'sqlite' ? {} : { callMs: CALL_MS }),
    onChange: (isAway, error) => {
      if (isAway) log.error('storage.away', { error: errorName(error) });
      else log.info('storage.back', {});
    },
  });
  const sweeping = everyByTimer(
    () => SWEEP_MS * (0.9 + 0.2 * Math.random()),
    () => sweep(store, settings.retention.trailDays, clock, log),
    // Instances that start together don't sweep together.
    (SWEEP_MS / 4) * Math.random(),
  );
  const file = settings.storage.kind === 'sqlite' ? recordsFile(settings.dataFolder) : undefined;
  const opened = file === undefined ? undefined : statSync(file).ino;
  return {
    store,
    isWell: async () => {
      if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.ino !== opened) {
        log.error('storage.file-gone', {});
        return false;
      }
      // No record has this key: the call only shows that records can be written.
      await store.delete('conversations', 'nobody');
      return true;
    },
    close: async () => {
      await sweeping.stop();
      await store.close();
    },
  };
}

/** Removes what has expired, and lines of the audit trail that are older than so many days. Never rejects. */
export async function sweep(store: RecordStore, trailDays: number, clock: Clock, log: Log): Promise<void> {
  try {
    const count = await store.sweep(new Date(clock.now().getTime() - trailDays * DAY_MS));
    log.info('storage.swept', { count });
  } catch (error) {
    log.warn('storage.sweep-failed', { error: errorName(error) });
  }
}

/** The store that the settings name, by itself. Throws when the file can't be opened. */
export function openStore({ storage, dataFolder }: Settings, clock: Clock): RecordStore {
  if (storage.kind === 'sqlite') {
    makeFolder(dataFolder);
    return openSqliteStore(recordsFile(dataFolder), clock);
  }
  const { openAzureTables } = load('../storage/azure-tables') as typeof azureTables;
  const { AzureStore } = load('../storage/azure-store') as typeof storeInTables;
  const tables = openAzureTables(storage.access);
  return new AzureStore({ tables, clock, wait: (ms) => wait(ms), random: Math.random });
}

/** The file of the embedded store. */
export function recordsFile(dataFolder: string): string {
  return join(dataFolder, FILE);
}
