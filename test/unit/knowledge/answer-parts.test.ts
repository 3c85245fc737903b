import { join } from 'node:path';
import { missingParts } from '../../../scripts/answers/missing-parts';
import { FAQ_LABELS } from '../../../src/model/label';

const ROOT = join(__dirname, '../../..');

test.each(FAQ_LABELS)('the answer %s has all its parts, in every language', (label) => {
  expect(missingParts(ROOT, label)).toEqual([]);
});

test('of a new answer every file is named that it still needs', () => {
  expect(missingParts(ROOT, 'pal-on-the-moon').map((part) => part.split(':')[0])).toEqual([
    'content/en/examples/pal-on-the-moon.txt',
    'knowledge/en/pal-on-the-moon.json',
    'knowledge/de/pal-on-the-moon.json',
    'content/en/label-meanings.json',
    'test/support/own-words.ts',
    'docs/knowledge-map.md',
  ]);
});
