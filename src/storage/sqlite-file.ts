import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers';

import Database from 'libsql';

/** How long a call waits while another process writes: the whole bot waits with it, so not long. */
const BUSY_MS = 500;

/**
 * After so many pages (16 MB) the log is worked into the file. By itself that happens four times as often, and each time
 * the bot waits for the disk.
 */
const CHECKPOINT_PAGES = 4_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS records (
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    etag TEXT NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (collection, key)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS trail (
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    entry TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS trail_by_person ON trail (person, at);
  CREATE INDEX IF NOT EXISTS trail_by_age ON trail (at);
`;

/** Opens a file of records, and makes its tables where there are none yet. Throws when the file is none of ours. */
export function openDatabase(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma(`busy_timeout = ${BUSY_MS}`);
  database.exec(TABLES);
  return database;
}

/** A write that waits. It gives what tells its caller, once all of its group are kept. */
interface Waiting {
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes that wait for the disk together: those that are asked for before the event loop is round are one transaction.
 * A change in many directories writes several records at a time, and while the disk writes, everybody waits.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private readonly transaction: (writes: readonly Waiting[]) => (() => void)[];

  constructor(
    database: Database.Database,
    /** Called before each transaction; when it throws, there is none, and its writes reject. */
    private readonly prepare: () => void,
  ) {
    this.transaction = database.transaction((writes: readonly Waiting[]) => writes.map(({ run }) => run()));
  }

  /**
   * Resolves with what the write gives when it is kept. The write must fail for no other reason than the file or the disk:
   * the whole group fails with it.
   */
  add<T>(write: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = (): (() => void) => {
        const value = write();
        return () => {
          resolve(value);
        };
      };
      this.waiting.push({ run, reject });
      if (this.waiting.length > 1) return;
      setImmediate(() => {
        this.flush();
      });
    });
  }

  /** Does now what waits. */
  flush(): void {
    const writes = this.waiting;
    if (writes.length === 0) return;
    this.waiting = [];
    try {
      this.prepare();
      for (const settle of this.transaction(writes)) settle();
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  }
}

/**
 * Whether another process has the file open: whoever has keeps a lock in WAL mode, and leaving that mode needs the file
 * alone. It is in WAL mode again when it is opened the next time.
 */
export function isInUse(file: string): boolean {
  const database = new Database(file);
  try {
    database.pragma('journal_mode = DELETE');
    return false;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return true;
    throw error;
  } finally {
    database.close();
  }
}

/**
 * Makes a folder and those above it, one by one. Throws with the system's code where none can be made; Node's own
 * recursive way never comes back from a place like /proc, where a folder is refused as if the one above were missing.
 */
export function makeFolder(folder: string): void {
  for (const missing of missingOf(folder)) {
    try {
      mkdirSync(missing);
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** What there is of a path: the path itself, or the nearest folder above it. */
export function nearestExisting(path: string): string {
  const absolute = resolve(path);
  return existsSync(absolute) ? absolute : nearestExisting(dirname(absolute));
}

function missingOf(folder: string): string[] {
  const absolute = resolve(folder);
  return existsSync(absolute) ? [] : [...missingOf(dirname(absolute)), absolute];
}
