import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import Database from 'libsql';
import { packageRoot } from '../../../src/config/package';
import { systemClock } from '../../../src/model/clock';
import { forEach } from '../../../src/lib/async';
import { COLLECTIONS } from '../../../src/storage/record-store';
import { openSqliteStore } from '../../../src/storage/sqlite-store';
import { Azurite } from '../../support/azurite';
import { trailEntry } from '../../support/record-store-promises';

const ROOT = packageRoot(__dirname);
const ID = '5c7d1c30-31d8-4ae6-a7c3-2f6a3d3f6a55';
const OF_EACH = 40;
const TOTAL = OF_EACH * (COLLECTIONS.length + 1);
const TABLES = ['palrecords', 'palaudittrail'];

let azurite: Azurite;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pal-move-'));
  azurite = await Azurite.start();
  await seed(fileIn('seed'));
  copyFolder('seed', 'full');
});
afterAll(async () => {
  await azurite.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const name of TABLES) await table(name).deleteTable();
});

function table(name: string): TableClient {
  return TableClient.fromConnectionString(azurite.connectionString, name, { allowInsecureConnection: true });
}

async function inTables(): Promise<number> {
  const counts = TABLES.map(async (name) => {
    try {
      return await forEach(table(name).listEntities(), () => Promise.resolve());
    } catch {
      // There is no table.
      return 0;
    }
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function fileIn(name: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name, 'pal-assistant.db');
}

/** A process keeps its hold on a file that it has closed, until its memory is tidied: the copy is nobody’s. */
function copyFolder(from: string, to: string): void {
  cpSync(join(folder, from), join(folder, to), { recursive: true });
}

/** Records of all collections with all kinds of texts, and lines of the audit trail of several persons. */
async function seed(file: string): Promise<void> {
  const store = openSqliteStore(file, systemClock);
  const later = new Date(Date.now() + 60 * 60 * 1000);
  for (let number = 0; number < OF_EACH; number += 1) {
    for (const collection of COLLECTIONS) {
      const value = { schema: 1, number, text: `漢字 🤝 "${'x'.repeat(number * 60)}`, 7: null };
      const expires = number % 2 === 0 ? later : undefined;
      await store.put(collection, `key/${number}#ä`, value, { absent: true }, expires);
    }
    const personObjectId = `person-${number % 7}`;
    await store.append(trailEntry(`operation-${number}`, number, { personObjectId }));
  }
  await store.close();
}

/** All that a file keeps but the versions, which each store gives by itself. */
function contentOf(name: string): unknown {
  copyFolder(name, `${name}-read`);
  const database = new Database(fileIn(`${name}-read`));
  const all = [
    database.prepare('SELECT collection, key, value, expires_at FROM records ORDER BY collection, key').all(),
    database.prepare('SELECT id, person, at, entry FROM trail ORDER BY id').all(),
  ];
  database.close();
  return JSON.stringify(all);
}

/** Runs the command as the image has it, on the file in a folder and the tables. */
async function move(
  from: string,
  to: string,
  { data = 'full', killAt, more = [] }: { data?: string; killAt?: number; more?: string[] } = {},
): Promise<{ exitCode: number | null; signal: string | null; text: string }> {
  const preload = killAt === undefined ? [] : ['-r', join(ROOT, 'test/support/kill-at-request.cjs')];
  const program = [...preload, join(ROOT, 'dist/src/bin/move-records.js')];
  const child = spawn(process.execPath, [...program, '--from', from, '--to', to, ...more], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      KILL_AT_REQUEST: String(killAt ?? ''),
      PAL_ENVIRONMENT: 'local',
      PUBLIC_URL: 'http://localhost:3978',
      AAD_AUTHORITY_HOST: 'http://127.0.0.1:1',
      ARM_ENDPOINT: 'http://127.0.0.1:1',
      AAD_APP_CLIENT_ID: ID,
      SECRET_AAD_APP_CLIENT_SECRET: 'not asked for here',
      SECRET_AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
      DATA_FOLDER: join(folder, data),
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { exitCode, signal, text };
}

test('all records move to the tables and back, and are the same to the byte', async () => {
  const there = await move('sqlite', 'azure');
  expect(there.text).toContain('nothing is missing, nothing differs');
  expect(there.exitCode).toBe(0);
  expect(await inTables()).toBe(TOTAL);
  expect(await move('azure', 'sqlite', { data: 'back' })).toMatchObject({ exitCode: 0 });
  expect(contentOf('back')).toBe(contentOf('full'));
});

test('a move that is killed in the middle, at any point, is taken up by running it again', async () => {
  // At the first writes, in the middle, and while it compares.
  for (const killAt of [3, TOTAL / 2, TOTAL + 20]) {
    expect(await move('sqlite', 'azure', { killAt })).toMatchObject({ signal: 'SIGKILL' });
  }
  expect(await inTables()).toBeGreaterThan(0);
  expect(await move('sqlite', 'azure')).toMatchObject({ exitCode: 0 });
  expect(await inTables()).toBe(TOTAL);
  // Two requests a page, a few pages: it dies among the writes to the file.
  for (const killAt of [2, 9]) {
    expect(await move('azure', 'sqlite', { data: 'killed', killAt })).toMatchObject({ signal: 'SIGKILL' });
  }
  expect(await move('azure', 'sqlite', { data: 'killed' })).toMatchObject({ exitCode: 0 });
  expect(contentOf('killed')).toBe(contentOf('full'));
});

test('a record that is there already and another one stays, and is told', async () => {
  const store = openSqliteStore(fileIn('other-seed'), systemClock);
  await store.put('operations', 'key/1#ä', { schema: 1, number: 'of the target' }, { absent: true });
  await store.close();
  copyFolder('other-seed', 'other');
  expect(await move('sqlite', 'azure')).toMatchObject({ exitCode: 0 });
  const { exitCode, text } = await move('azure', 'sqlite', { data: 'other' });
  expect(exitCode).toBe(65);
  expect(text).toMatch(/operations +40 +39 +1 +0 +0 +1\n/);
  const kept = openSqliteStore(fileIn('other'), systemClock);
  expect((await kept.get('operations', 'key/1#ä'))?.value).toMatchObject({ number: 'of the target' });
  await kept.close();
});

test('a dry run counts and writes nothing', async () => {
  const { exitCode, text } = await move('sqlite', 'azure', { more: ['--dry-run'] });
  expect(exitCode).toBe(0);
  expect(text).toMatch(/audit trail +40\n/);
  expect(await inTables()).toBe(0);
});

test('a file that somebody uses is not moved', async () => {
  copyFolder('seed', 'used');
  const user = openSqliteStore(fileIn('used'), systemClock);
  const { exitCode, text } = await move('sqlite', 'azure', { data: 'used' });
  await user.close();
  expect(exitCode).toBe(69);
  expect(text).toContain('stop the bot first');
  expect(await inTables()).toBe(0);
});

test.each([
  ['the same store twice', 'azure', 'azure', 64, 'Usage: '],
  ['a store that there is not', 'sqlite', 'memory', 64, 'Usage: '],
])('%s: the usage is shown', async (_, from, to, exitCode, says) => {
  const seen = await move(from, to);
  expect(seen.exitCode).toBe(exitCode);
  expect(seen.text).toContain(says);
});

test('a folder without records is told, and nothing is made there', async () => {
  expect(await move('sqlite', 'azure', { data: 'empty' })).toMatchObject({ exitCode: 66 });
});
