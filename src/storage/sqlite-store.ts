import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type Database from 'libsql';
import { z } from 'zod';
import type { Clock } from '../model/clock';
import type {
  AuditEntry,
  Collection,
  Expectation,
  ListedRecord,
  Put,
  PutResult,
  RecordStore,
  StoredRecord,
  TrailOwner,
} from './record-store';
import { auditEntryId, storedName, trailKey, trailKeyOf } from './record-store';
import { auditEntryOf, recordText, recordValue } from './record-text';
import { GroupCommit, SyncedLog, openDatabase } from './sqlite-file';

// Whatever stands there is text to us, so that something odd can be set aside like any other record that no schema takes.
const recordRow = z.object({ value: z.coerce.string(), etag: z.string() });
const listedRow = recordRow.extend({ key: z.string(), expires_at: z.number().nullable() });
const trailRow = z.object({ id: z.string(), entry: z.string() });
const auditRow = z.object({ rowid: z.number(), at: z.number(), entry: z.string() });

/** How many rows `list` and `trail` hold in memory at once. */
const PAGE = 128;
/** How many rows a sweep removes before it lets others write. */
const SWEPT_AT_ONCE = 500;

/**
 * The embedded store: one SQLite file in WAL mode. Every write is durable across a killed process; across a failing
 * machine all but the last writes of what can be said again (`SAID_AGAIN`).
 * `file` may be `:memory:` for unit tests.
 */
export function openSqliteStore(file: string, clock: Clock): RecordStore {
  const database = openDatabase(file);
  return new SqliteStore(database, clock, new SyncedLog(database, file), fileWatch(file));
}

/**
 * What a person loses with these is a place in a conversation, or they hear an answer twice. They are written with every
 * message, and waiting for the disk each time would halve how many messages a CPU can answer.
 */
const SAID_AGAIN: ReadonlySet<Collection> = new Set([
  'conversations',
  'references',
  'exchanges',
  'activities',
]);

class SqliteStore implements RecordStore {
  private readonly statements;
  private readonly commits: GroupCommit;

  constructor(
    private readonly database: Database.Database,
    private readonly clock: Clock,
    private readonly log: SyncedLog,
    /** Throws when the file is not the one that was opened. */
    seeFile: () => void,
  ) {
    this.statements = prepare(database);
    const before = (): void => {
      seeFile();
      log.mend();
    };
    this.commits = new GroupCommit(database, before, log);
  }

  get(collection: Collection, key: string): Promise<StoredRecord | undefined> {
    return toPromise(() => {
      const row = this.statements.select.get(storedName(collection), key, this.now());
      if (row === undefined) return undefined;
      const { value, etag } = recordRow.parse(row);
      return { value: recordValue(value), etag };
    });
  }

  put(
    collection: Collection,
    key: string,
    value: unknown,
    expected: Expectation,
    expiresAt?: Date,
  ): Promise<PutResult> {
    return toPromise(() => {
      const put = { collection, key, value, expected };
      const write = this.writeOf(expiresAt === undefined ? put : { ...put, expiresAt });
      return this.commits.add(write, { isForDisk: !SAID_AGAIN.has(collection) });
    });
  }

  putWithLine(put: Put, line: AuditEntry): Promise<PutResult> {
    return toPromise(() => {
      const write = this.writeOf(put);
      const add = this.additionOf(line);
      return this.commits.add(() => {
        const result = write();
        if (result.kind === 'stored') add();
        return result;
      });
    });
  }

  delete(collection: Collection, key: string, expected?: { readonly etag: string }): Promise<void> {
    return this.commits.add(() => {
      this.statements.remove.run(storedName(collection), key, expected?.etag ?? null);
    });
  }

  async *list(collection: Collection): AsyncIterable<ListedRecord> {
    for (let after = ''; ;) {
      const page = await toPromise(() =>
        z.array(listedRow).parse(this.statements.page.all(storedName(collection), after, this.now(), PAGE)),
      );
      for (const { key, value, etag, expires_at: expires } of page) {
        const record = { key, value: recordValue(value), etag };
        yield expires === null ? record : { ...record, expiresAt: new Date(expires) };
      }
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.key;
      await othersTurn();
    }
  }

  append(entry: AuditEntry): Promise<void> {
    return toPromise(() => this.commits.add(this.additionOf(entry)));
  }

  async audit(person: TrailOwner, most = Infinity): Promise<AuditEntry[]> {
    const newestFirst: AuditEntry[] = [];
    for (let before: [number, number] = [Number.MAX_SAFE_INTEGER, 0]; ;) {
      const wanted = Math.min(PAGE, most - newestFirst.length);
      const page = await toPromise(() =>
        z.array(auditRow).parse(this.statements.audit.all(trailKey(person), ...before, wanted)),
      );
      newestFirst.push(...page.map(({ entry }) => auditEntryOf(entry)));
      const last = page.at(-1);
      if (last === undefined || newestFirst.length >= most) return newestFirst.reverse();
      before = [last.at, last.rowid];
      await othersTurn();
    }
  }

  async *trail(): AsyncIterable<AuditEntry> {
    for (let after = ''; ;) {
      const page = await toPromise(() => z.array(trailRow).parse(this.statements.trail.all(after, PAGE)));
      yield* page.map(({ entry }) => auditEntryOf(entry));
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
      await othersTurn();
    }
  }

  forgetTrail(person: TrailOwner): Promise<void> {
    return this.commits.add(() => {
      this.statements.forget.run(trailKey(person));
    });
  }

  async sweep(trailSince: Date): Promise<number> {
    const { sweepRecords, sweepTrail } = this.statements;
    let removed = 0;
    for (const sweepSome of [
      () => sweepRecords.run(this.now(), SWEPT_AT_ONCE).changes,
      () => sweepTrail.run(trailSince.getTime(), SWEPT_AT_ONCE).changes,
    ]) {
      for (let some = SWEPT_AT_ONCE; some === SWEPT_AT_ONCE; removed += some) {
        some = await toPromise(sweepSome);
        await othersTurn();
      }
    }
    return removed;
  }

  async close(): Promise<void> {
    this.commits.flush();
    await this.log.close();
    this.database.close();
  }

  /** The write, to be done later; throws at once for what can't be a record, so that nobody else's write fails with it. */
  private writeOf({ collection, key, value, expected, expiresAt }: Put): () => PutResult {
    const etag = randomUUID();
    const text = recordText(value);
    const expires = expiresAt?.getTime() ?? null;
    const stored = storedName(collection);
    return () => {
      const { changes } =
        'absent' in expected
          ? this.statements.insert.run(stored, key, text, etag, expires, this.now())
          : this.statements.update.run(text, etag, expires, stored, key, expected.etag, this.now());
      return changes === 1 ? { kind: 'stored', etag } : { kind: 'conflict' };
    };
  }

  private additionOf(entry: AuditEntry): () => void {
    const [id, owner, at, text] = [
      auditEntryId(entry),
      trailKeyOf(entry),
      Date.parse(entry.at),
      recordText(entry),
    ];
    return () => {
      this.statements.append.run(id, owner, at, text);
    };
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function prepare(database: Database.Database) {
  return {
    select: database.prepare(
      'SELECT value, etag FROM records WHERE collection = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)',
    ),
    // A new record may take the place of an expired one of the same key that still stands there.
    insert: database.prepare(
      `INSERT INTO records (collection, key, value, etag, expires_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (collection, key) DO UPDATE
       SET value = excluded.value, etag = excluded.etag, expires_at = excluded.expires_at
       WHERE records.expires_at <= ?`,
    ),
    update: database.prepare(
      `UPDATE records SET value = ?, etag = ?, expires_at = ?
       WHERE collection = ? AND key = ? AND etag = ? AND (expires_at IS NULL OR expires_at > ?)`,
    ),
    remove: database.prepare(
      'DELETE FROM records WHERE collection = ? AND key = ? AND etag = coalesce(?, etag)',
    ),
    page: database.prepare(
      `SELECT key, value, etag, expires_at FROM records
       WHERE collection = ? AND key > ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY key LIMIT ?`,
    ),
    append: database.prepare(
      'INSERT INTO trail (id, person, at, entry) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    audit: database.prepare(
      `SELECT rowid, at, entry FROM trail WHERE person = ? AND (at, rowid) < (?, ?)
       ORDER BY at DESC, rowid DESC LIMIT ?`,
    ),
    trail: database.prepare('SELECT id, entry FROM trail WHERE id > ? ORDER BY id LIMIT ?'),
    forget: database.prepare('DELETE FROM trail WHERE person = ?'),
    sweepRecords: database.prepare(
      `DELETE FROM records WHERE (collection, key) IN
       (SELECT collection, key FROM records WHERE expires_at <= ? LIMIT ?)`,
    ),
    sweepTrail: database.prepare(
      'DELETE FROM trail WHERE rowid IN (SELECT rowid FROM trail WHERE at < ? LIMIT ?)',
    ),
  };
}

/**
 * A file that was removed or replaced while it is open takes everything that is written, and nobody ever sees it again:
 * before what must not be lost is written, the file's place is looked at.
 */
function fileWatch(file: string): () => void {
  if (file === ':memory:') return () => undefined;
  const { ino } = statSync(file);
  return () => {
    if (statSync(file, { throwIfNoEntry: false })?.ino !== ino) {
      throw new Error('The file of the records is not there any more.');
    }
  };
}

/** The library is synchronous: whoever goes through many rows lets everybody else in after each page. */
function othersTurn(): Promise<void> {
  return setImmediate();
}

/** The library is synchronous, the port is not: what it throws becomes a rejection. */
function toPromise<T>(work: () => T | Promise<T>): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
