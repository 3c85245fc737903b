import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { overdueIn } = jest.requireActual<{ overdueIn: (folder: string, today: Date) => string[] }>(
  '../../../scripts/check-reviews.cjs',
);

const folder = mkdtempSync(join(tmpdir(), 'reviews-'));

beforeAll(() => {
  mkdirSync(join(folder, 'en'));
  writeFileSync(join(folder, 'en/old.json'), '{ "reviewed": "2026-05-27" }');
  writeFileSync(join(folder, 'en/fresh.json'), '{ "reviewed": "2026-05-28" }');
  writeFileSync(join(folder, 'en/nothing-found.json'), '{ "text": "has no day" }');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('lint names an entry that nobody has checked for six months, and no other', () => {
  expect(overdueIn(folder, new Date('2026-11-27'))).toEqual(['en/old.json: reviewed 2026-05-27']);
  expect(overdueIn(folder, new Date('2026-11-26'))).toEqual([]);
});
