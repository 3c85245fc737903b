import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LABELS } from '../../../src/model/label';
import { loadLabelMeanings } from '../../../src/understanding/label-model';

const CONTENT = join(__dirname, '../../../content');

test('every label has a line of its own that says what it stands for', () => {
  const meanings = loadLabelMeanings(CONTENT);
  expect(Object.keys(meanings).sort()).toEqual([...LABELS].sort());
  expect(new Set(Object.values(meanings)).size).toBe(LABELS.length);
});

test('a missing, a foreign and a two-line meaning are refused, by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meanings-'));
  try {
    mkdirSync(join(folder, 'en'));
    const { help: _, ...rest } = loadLabelMeanings(CONTENT);
    for (const [wrong, name] of [
      [rest, 'help'],
      [{ ...rest, help: 'asks for help', 'no-label': 'asks for nothing' }, 'no-label'],
      [{ ...rest, help: 'asks for help\nand more' }, 'help'],
    ] as const) {
      writeFileSync(join(folder, 'en/label-meanings.json'), JSON.stringify(wrong));
      expect(() => loadLabelMeanings(folder)).toThrow(name);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
