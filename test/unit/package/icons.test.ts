import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkIcons } from '../../../scripts/package/check-icons';

import { FILES, ROOT } from './support';

const { color, outline } = FILES.icons;

test('the icons keep the rules of Teams', () => {
  expect(checkIcons(FILES.icons)).toEqual([]);
});

test.each(['color', 'outline'] as const)('%s.png is drawn from the SVG that is there now', (name) => {
  const svg = readFileSync(join(ROOT, 'appPackage', 'icons', `${name}.svg`));
  const drawnFrom = JSON.parse(
    readFileSync(join(ROOT, 'appPackage', 'icons', 'drawn-from.json'), 'utf8'),
  ) as object;
  // Not so? npm run icons
  expect(drawnFrom).toHaveProperty(name, createHash('sha256').update(svg).digest('hex'));
});

test.each([
  ['swapped', { color: outline, outline: color }, /is 32 x 32, not 192 x 192.*is 192 x 192, not 32 x 32/s],
  [
    'an outline with colours and no transparency',
    { color, outline: color },
    /another colour.*no transparent/s,
  ],
  ['a colour icon with holes', { color: outline, outline }, /has transparent parts/],
  ['no picture', { color: Buffer.from('GIF89a'), outline }, /is not a PNG that can be read/],
  ['a torn picture', { color: color.subarray(0, 20), outline }, /is not a PNG that can be read/],
])('%s: refused', (_, icons, wanted) => {
  const wrong = checkIcons(icons).map(({ where, wrong: what }) => `${where} ${what}`);
  expect(wrong.join('\n')).toMatch(wanted);
});
