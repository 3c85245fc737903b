import { closeSync, existsSync, fdatasync, mkdirSync, openSync, realpathSync } from 'node:fs';
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
  // SQLite itself waits for the disk only when the log is worked in; GroupCommit waits for what must not be lost.
  database.pragma('synchronous = NORMAL');
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma(`busy_timeout = ${BUSY_MS}`);
  database.exec(TABLES);
  return database;
}

/** A write that waits. It gives what tells its caller, once all of its group are kept. */
interface Waiting {
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
  readonly isForDisk: boolean;
}

/**
 * Writes share a commit, which costs more than the writes in it: those that are asked for before the event loop is round
 * are one transaction. Those of them that wait for the disk wait together, and those that are asked for while it is busy
 * wait for its next time. Others see a write before it is on the disk; but whatever is written because of it comes behind
 * it in the same log, and so on the disk no earlier.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private readonly transaction: (writes: readonly Waiting[]) => (() => void)[];

  constructor(
    database: Database.Database,
    /** Called before each transaction of which something is for the disk; when it throws, there is none, and its writes reject. */
    private readonly prepare: () => void,
    private readonly log: SyncedLog,
  ) {
    this.transaction = database.transaction(runAll);
  }

  /**
   * Resolves with what the write gives when it is kept: across a killed process, and unless `isForDisk` is false across a
   * failing machine. The write must fail for no other reason than the file or the disk: the whole group fails with it.
   * Where the disk fails after the transaction, the write may stand all the same.
   */
  add<T>(write: () => T, { isForDisk = true } = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = (): (() => void) => {
        const value = write();
        return () => {
          resolve(value);
        };
      };
      this.waiting.push({ run, reject, isForDisk });
      if (this.waiting.length > 1) return;
      setImmediate(() => {
        this.flush();
      });
    });
  }

  /** Does now what waits; its callers are told when it is kept as they asked. */
  flush(): void {
    const writes = this.waiting;
    if (writes.length === 0) return;
    this.waiting = [];
    const forDisk = writes.filter(({ isForDisk }) => isForDisk);
    try {
      if (forDisk.length > 0) this.prepare();
      // One statement is a transaction by itself, but a write for the disk may be two.
      const answers = writes.length > 1 || forDisk.length > 0 ? this.transaction(writes) : runAll(writes);
      const answer = (isForDisk: boolean): void => {
        for (const [place, write] of writes.entries()) if (write.isForDisk === isForDisk) answers[place]?.();
      };
      answer(false);
      if (forDisk.length === 0) return;
      this.log.synced().then(
        () => {
          answer(true);
        },
        (error: unknown) => {
          rejectAll(forDisk, error);
        },
      );
    } catch (error) {
      rejectAll(writes, error);
    }
  }
}

function runAll(writes: readonly Waiting[]): (() => void)[] {
  return writes.map(({ run }) => run());
}

function rejectAll(writes: readonly Waiting[], error: unknown): void {
  for (const { reject } of writes) reject(error);
}

/**
 * Sees to it that the disk has all that was written to the log of a file (WAL) until then. SQLite would do so at each commit
 * (synchronous FULL) and the event loop would stand still meanwhile, for milliseconds; here a thread waits.
 */
export class SyncedLog {
  private descriptor: number | undefined;
  private underWay: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  /** The disk has refused something: nobody knows what of the log it has. */
  private isDoubtful = false;

  /** `file`: that of the records, or `:memory:`, which has no log. */
  constructor(
    private readonly database: Database.Database,
    private readonly file: string,
  ) {}

  /** Resolves when the disk has what was written before the call. Rejects when it does not take it. */
  synced(): Promise<void> {
    if (this.file === ':memory:') return Promise.resolve();
    if (this.underWay === undefined) return this.begin();
    // What is under way may have begun before the last write.
    this.next ??= this.underWay
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.begin();
      });
    return this.next;
  }

  /** Before anything more is written: what the disk may not have is brought into the file itself. Throws when it can't be. */
  mend(): void {
    if (!this.isDoubtful) return;
    const [done] = this.database.pragma('wal_checkpoint(TRUNCATE)') as { busy?: number }[];
    if (done?.busy !== 0) throw new Error('The log of the records can’t be worked in now.');
    this.isDoubtful = false;
  }

  /** Waits for what is under way, and lets go of the log. */
  async close(): Promise<void> {
    while (this.underWay !== undefined) await (this.next ?? this.underWay).catch(() => undefined);
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private begin(): Promise<void> {
    // It is there as long as the database is open, beside the file itself.
    this.descriptor ??= openSync(`${realpathSync(this.file)}-wal`, 'r+');
    const { descriptor } = this;
    const sync = new Promise<void>((resolve, reject) => {
      fdatasync(descriptor, (error) => {
        this.underWay = undefined;
        this.isDoubtful ||= error !== null;
        if (error === null) resolve();
        else reject(error);
      });
    });
    this.underWay = sync;
    return sync;
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
