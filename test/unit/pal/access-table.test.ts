import { readFileSync, writeFileSync } from 'node:fs';
import { CASES } from './access-cases';
import { accessTable } from './access-table';

const FILE = 'docs/ACCESS.md';

/** Without what the formatter adds to line a table up. */
function plain(page: string): string {
  return page.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}

test('docs/ACCESS.md says what the table of cases holds', () => {
  if (process.env['WRITE'] === '1') writeFileSync(FILE, accessTable());
  expect(plain(readFileSync(FILE, 'utf8'))).toBe(plain(accessTable()));
});

test('each case names one of the pages that are listed', () => {
  for (const [source] of CASES) expect(accessTable()).toContain(`- ${source}: <https://`);
});
