import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './support';

const page = readFileSync(join(ROOT, 'docs', 'STORE.md'), 'utf8');
const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
const rules = [...page.matchAll(/^\| (\d+) +\| (.+) \|$/gm)].map(([, number = '', rest = '']) => ({
  number,
  rest,
}));

test('the page has all 17 rules', () => {
  expect(rules.map(({ number }) => Number(number))).toEqual(
    Array.from({ length: 17 }, (_, index) => index + 1),
  );
});

test.each(rules)(
  'rule $number says how it is met, and names tests that are there or what is looked at by hand',
  ({ rest }) => {
    const shown = rest.split(' | ').at(-1) ?? '';
    const named = [...shown.matchAll(/`(?:test\/)?([\w/-]+\.test\.ts)`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !files.some((file) => file.endsWith(name)))).toEqual([]);
    expect(shown).toMatch(/\.test\.ts|_by hand_/);
  },
);
