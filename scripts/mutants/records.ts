import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const sqlite = inRoom('src/storage', ['test/unit/storage/sqlite-store.test.ts']);
const tables = inRoom('src/storage', [
  'test/unit/storage/azure-store.test.ts',
  'test/integration/storage/azure-store.test.ts',
]);

/** What keeps the records right: conditional writes, ends of life, what waits for the disk. */
export const RECORDS: readonly Mutant[] = [
  sqlite(
    'WHERE records.expires_at <= ?`',
    'WHERE 1 = 1 OR ? > 0`',
    'a new record never takes the place of one that is there',
  ),
  sqlite(
    'AND key = ? AND etag = ? AND',
    'AND key = ? AND (etag = ? OR 1 = 1) AND',
    'a write over a newer version is a conflict',
  ),
  sqlite(
    "changes === 1 ? { kind: 'stored', etag }",
    "changes >= 0 ? { kind: 'stored', etag }",
    'a conflict is told',
  ),
  sqlite(
    "AND key = ? AND (expires_at IS NULL OR expires_at > ?)',",
    "AND key = ? AND (1 = 1 OR expires_at > ?)',",
    'what has expired is not read',
  ),
  sqlite('this.log.synced().then(', 'Promise.resolve().then(', 'operations and the trail wait for the disk'),
  sqlite(
    'isForDisk: !SAID_AGAIN.has(collection)',
    'isForDisk: true',
    'what can be said again does not wait for the disk',
  ),
  sqlite(
    'isForDisk: !SAID_AGAIN.has(collection)',
    'isForDisk: false',
    'what can’t be said again waits for the disk',
  ),
  sqlite(
    'this.isDoubtful ||= error !== null;',
    '',
    'what a disk has refused is brought into the file before anything more is written',
  ),
  sqlite(
    "if (result.kind === 'stored') add();",
    'add();',
    'a change that came too late adds no line to the trail',
  ),
  sqlite(
    'FROM trail WHERE person = ? AND (at, rowid)',
    'FROM trail WHERE (person = ? OR 1 = 1) AND (at, rowid)',
    'the history is one person’s',
  ),
  sqlite(
    'DELETE FROM trail WHERE person = ?',
    'DELETE FROM trail WHERE person <> ?',
    '"forget me" leaves colleagues’ lines',
  ),
  sqlite('WHERE at < ? LIMIT', 'WHERE at > ? LIMIT', 'the sweep takes the old lines'),
  sqlite(
    'SELECT collection, key FROM records WHERE expires_at <= ?',
    'SELECT collection, key FROM records WHERE expires_at >= ?',
    'the sweep takes what has expired',
  ),
  tables(
    '[NOT_FOUND, PRECONDITION_FAILED], (abortSignal) =>\n        records',
    '[NOT_FOUND], (abortSignal) =>\n        records',
    'a newer version in the tables is a conflict',
  ),
  tables(
    'if (entity === undefined || this.isOver(entity)) return undefined;',
    'if (entity === undefined) return undefined;',
    'what has expired in the tables is not read',
  ),
  tables(
    "if (there?.write === write) return { kind: 'stored', etag: etagOf(there) };",
    '',
    'a write whose answer was lost counts as done',
  ),
  tables('readEntity(found)?.etag);', "'*');", 'the sweep leaves what was written anew'),
];
