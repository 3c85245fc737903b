import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trialFolder } from '../../../src/doctor/check-records';
import { makeFolder, nearestExisting } from '../../../src/storage/sqlite-file';

const top = mkdtempSync(join(tmpdir(), 'pal-folder-'));
afterAll(() => {
  rmSync(top, { recursive: true });
});

test('a folder is made with those above it, and made again without harm', () => {
  const folder = join(top, 'a', 'b', 'c');
  expect(nearestExisting(folder)).toBe(top);
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

// Node's own recursive way would never come back from the second.
test.each([
  ['below a file', () => join(top, 'file', 'pal', 'data')],
  ['below /proc', () => '/proc/pal/data'],
])('%s no folder can be made: it throws with a code, at once', (_, folder) => {
  writeFileSync(join(top, 'file'), '');
  expect(() => {
    makeFolder(folder());
  }).toThrow(/^E[A-Z]+: /);
  expect(() => trialFolder(folder())).toThrow(/^E[A-Z]+: /);
});

test('where a folder would be made is tried beside it, and nothing of the trial stays', () => {
  const parent = mkdtempSync(join(top, 'trial-'));
  const trial = trialFolder(join(parent, 'not', 'yet'));
  expect(readdirSync(parent)).toHaveLength(1);
  writeFileSync(join(trial.path, 'record'), '');
  trial.remove();
  expect(readdirSync(parent)).toEqual([]);
});

test('a folder that is there is tried itself, and stays', () => {
  const parent = mkdtempSync(join(top, 'there-'));
  const trial = trialFolder(parent);
  trial.remove();
  expect(trial.path).toBe(parent);
  expect(statSync(parent).isDirectory()).toBe(true);
});
