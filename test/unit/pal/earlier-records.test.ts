import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { loadState } from '../../../src/dialogs/state';
import type { Person } from '../../../src/model/person';
import { asObjectId, asOperationId, asTenantId } from '../../../src/model/identifiers';
import { Operations, historyOf } from '../../../src/pal/operations';
import type { RecordStore } from '../../../src/storage/record-store';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { Conversations } from '../../../src/teams/conversations';
import { all } from '../../support/record-store-promises';

/** A moment after the file was written. */
const NOW = new Date('2026-11-27T15:28:00Z');
const ROBIN: Person = {
  tenantId: asTenantId('19ad1d3f-c1f9-4a63-b1a6-b04ecfb7e9bd')!,
  objectId: asObjectId('4b054567-7f48-419d-8a5c-58e0140c2794')!,
  displayName: 'Robin Weber',
};
const CHAT = `personal-3|${ROBIN.tenantId}.${ROBIN.objectId}`;

const clock = { now: () => NOW };
let folder: string;
let store: RecordStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pal-records-'));
  const file = join(folder, 'pal-assistant.db');
  const database = new Database(file);
  database.exec(readFileSync(join(__dirname, '../../support/records-of-0.1.0.sql'), 'utf8'));
  database.close();
  store = openSqliteStore(file, clock);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

test('every operation that version 0.1.0 put on record is read, wherever it stands', async () => {
  const operations = new Operations(store, clock);
  const read = await Promise.all(
    (await all(store.list('operations'))).map(({ key }) => operations.find(asOperationId(key)!)),
  );
  const statuses = read.map((stored) => stored?.operation.status);
  expect(statuses.sort()).toEqual(['cancelled', 'done', 'done', 'done', 'failed', 'planned', 'unknown']);
  expect(await all(store.list('quarantine'))).toEqual([]);
});

test('its conversation goes on where it stood: the change that waits can be begun, and its end is told', async () => {
  const { state, trouble } = await loadState(store, CHAT, NOW);
  expect(trouble).toBeUndefined();
  if (state.dialog.kind !== 'confirming') throw new Error('It waits for no confirmation.');
  const operations = new Operations(store, clock);
  const stored = await operations.find(state.dialog.operationId);
  const executing = await operations.move(stored!, { status: 'executing' });
  const failed = await operations.move(executing!, { status: 'failed', problemCode: 'arm-failed' });
  expect(failed?.operation.status).toBe('failed');
  expect((await historyOf(store, ROBIN))[0]).toMatchObject({ outcome: 'failed', after: '6098754' });
});

test('what it wrote into the audit trail is the history, and where people are reached is known', async () => {
  const history = await historyOf(store, ROBIN);
  expect(history.map(({ outcome, isUndo }) => [outcome, isUndo])).toEqual([
    ['unclear', false],
    ['failed', false],
    ['cancelled', false],
    ['done', true],
    ['done', false],
    ['done', false],
  ]);
  const found = await new Conversations(store, clock.now).find(CHAT);
  expect(found).toMatchObject({ name: 'Robin Weber', place: { channelId: 'msteams' } });
});
