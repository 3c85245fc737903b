import { randomUUID } from 'node:crypto';
import Database from 'libsql';
import { z } from 'zod';
import type { Clock } from '../model/clock';
import type {
  AuditEntry,
  Collection,
  Expectation,
  PutResult,
  RecordStore,
  StoredRecord,
} from './record-store';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    etag TEXT NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (collection, key)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    entry TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS audit_by_person ON audit (person);
`;

const recordRow = z.object({ value: z.string(), etag: z.string() });
const auditRow = z.object({ entry: z.string() });

/**
 * The embedded store: one SQLite file, durable across a killed process (WAL, synchronous FULL).
 * `file` may be `:memory:` for unit tests.
 */
export function openSqliteStore(file: string, clock: Clock): RecordStore {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 2000');
  database.exec(SCHEMA);
  return new SqliteStore(database, clock);
}

class SqliteStore implements RecordStore {
  private readonly select;
  private readonly insert;
  private readonly update;
  private readonly remove;
  private readonly purge;
  private readonly appendAudit;
  private readonly selectAudit;

  constructor(
    private readonly database: Database.Database,
    private readonly clock: Clock,
  ) {
    this.select = database.prepare(
      'SELECT value, etag FROM records WHERE collection = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)',
    );
    this.insert = database.prepare(
      'INSERT INTO records (collection, key, value, etag, expires_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.update = database.prepare(
      'UPDATE records SET value = ?, etag = ?, expires_at = ? WHERE collection = ? AND key = ? AND etag = ?',
    );
    this.remove = database.prepare('DELETE FROM records WHERE collection = ? AND key = ?');
    this.purge = database.prepare('DELETE FROM records WHERE expires_at <= ?');
    this.appendAudit = database.prepare('INSERT INTO audit (person, entry) VALUES (?, ?)');
    this.selectAudit = database.prepare('SELECT entry FROM audit WHERE person = ? ORDER BY number');
  }

  get(collection: Collection, key: string): Promise<StoredRecord | undefined> {
    return soon(() => {
      const row = this.select.get(collection, key, this.clock.now().getTime());
      if (row === undefined) return undefined;
      const { value, etag } = recordRow.parse(row);
      return { value: JSON.parse(value) as unknown, etag };
    });
  }

  put(
    collection: Collection,
    key: string,
    value: unknown,
    expected: Expectation,
    expiresAt?: Date,
  ): Promise<PutResult> {
    return soon(() => {
      const etag = randomUUID();
      const json = JSON.stringify(value);
      const expires = expiresAt?.getTime() ?? null;
      // Also makes room for a new record where an expired one of the same key still stands.
      this.purge.run(this.clock.now().getTime());
      const { changes } =
        'absent' in expected
          ? this.insert.run(collection, key, json, etag, expires)
          : this.update.run(json, etag, expires, collection, key, expected.etag);
      return changes === 1 ? { kind: 'stored', etag } : { kind: 'conflict' };
    });
  }

  delete(collection: Collection, key: string): Promise<void> {
    return soon(() => {
      this.remove.run(collection, key);
    });
  }

  append(entry: AuditEntry): Promise<void> {
    return soon(() => {
      this.appendAudit.run(`${entry.personTenantId}.${entry.personObjectId}`, JSON.stringify(entry));
    });
  }

  audit(personTenantId: string, personObjectId: string): Promise<AuditEntry[]> {
    return soon(() =>
      this.selectAudit
        .all(`${personTenantId}.${personObjectId}`)
        .map((row) => JSON.parse(auditRow.parse(row).entry) as AuditEntry),
    );
  }

  close(): Promise<void> {
    return soon(() => {
      this.database.close();
    });
  }
}

/** The library is synchronous, the port is not: what it throws becomes a rejection. */
function soon<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
