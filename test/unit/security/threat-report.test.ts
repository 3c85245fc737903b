import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package';

const START = '<!-- threats: made by npm run threat-report -->';
const END = '<!-- end of threats -->';
const PAGE = `# Security\n\n${START}\n\nan old table\n\n${END}\n\nWhat stands after it.\n`;

const { withThreats } = createRequire(__filename)(
  join(packageRoot(__dirname), 'scripts', 'threat-report.cjs'),
) as { withThreats: (page: string, lines: string) => string };

function rowOf(page: string, id: string): string | undefined {
  return page.split('\n').find((line) => line.startsWith(`| ${id} |`));
}

const FOUND = [
  { id: 'T01', what: 'forged tokens', tried: 12, passed: 12 },
  { id: 'T01', what: 'old tokens', tried: 3, passed: 2, figure: 'at most 4 ms' },
];
const LINES = FOUND.map((found) => `${JSON.stringify(found)}\n`).join('');

test('each threat has a row with all that the tests found of it, what did not hold too', () => {
  const page = withThreats(PAGE, LINES);
  expect(rowOf(page, 'T01')).toMatch(
    /\| forged tokens: 12 of 12 passed; old tokens: 2 of 3 passed, at most 4 ms \|$/,
  );
  expect(rowOf(page, 'T02')).toMatch(/\| not in this run \|$/);
  expect(page).not.toContain('an old table');
});

test('what stands around the table stays, and writing it twice changes nothing more', () => {
  const page = withThreats(PAGE, LINES);
  expect(page.startsWith(`# Security\n\n${START}\n`)).toBe(true);
  expect(page.endsWith(`\n${END}\n\nWhat stands after it.\n`)).toBe(true);
  expect(withThreats(page, LINES)).toBe(page);
});

test.each(['# Security\n', `${START}\n`, `${END}\n${START}\n`])(
  'a page without a place for it is left alone: %j',
  (page) => {
    expect(() => withThreats(page, LINES)).toThrow('no place');
  },
);
