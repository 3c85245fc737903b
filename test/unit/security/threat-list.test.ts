import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const threats = JSON.parse(readFileSync(join(ROOT, 'test/support/threat-list.json'), 'utf8')) as {
  readonly id: string;
  readonly threat: string;
  readonly answer: string;
}[];

function idsTried(): Set<string> {
  const files = ['security', 'faults', 'full'].flatMap((folder) =>
    readdirSync(join(ROOT, 'test', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(ROOT, 'test', folder, name), 'utf8')),
  );
  return new Set(files.flatMap((text) => [...text.matchAll(/\bT\d\d\b/g)].map(([id]) => id)));
}

test('there are 43 threats, each with its own id and words', () => {
  expect(threats).toHaveLength(43);
  expect(new Set(threats.map(({ id }) => id)).size).toBe(43);
  for (const { threat, answer } of threats) expect(threat.length * answer.length).toBeGreaterThan(0);
});

test('every threat is tried by a test, and nothing is tried that is not listed', () => {
  const tried = idsTried();
  const known = new Set(threats.map(({ id }) => id));
  expect([...known].filter((id) => !tried.has(id))).toEqual([]);
  expect([...tried].filter((id) => !known.has(id))).toEqual([]);
});
