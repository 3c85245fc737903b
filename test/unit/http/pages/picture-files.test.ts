import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { filledPicture } from '../../../../scripts/pictures/fill-picture';
import { loadPictureTexts } from '../../../../src/cards/answer-fields';
import { packageRoot } from '../../../../src/config/package';
import { LANGUAGES } from '../../../../src/model/language';
import { PICTURE_LOOKS, PICTURE_NAMES, pictureFile } from '../../../../src/model/picture';

const CONTENT = join(packageRoot(__dirname), 'content');
const templateOf = (name: string): string => readFileSync(join(CONTENT, 'pictures', `${name}.svg`), 'utf8');
const all = LANGUAGES.flatMap((language) =>
  PICTURE_NAMES.flatMap((name) => PICTURE_LOOKS.map((look) => ({ language, name, look }))),
);

test.each(all)(
  'the $look drawing "$name" in "$language" is made of the SVG and the words that are there now',
  ({ language, name, look }) => {
    const svg = filledPicture(templateOf(name), loadPictureTexts(CONTENT, language)[name].labels, look);
    const drawnFrom = JSON.parse(
      readFileSync(join(CONTENT, 'pictures', 'drawn-from.json'), 'utf8'),
    ) as Record<string, string>;
    // Not so? npm run pictures
    expect(drawnFrom[pictureFile(name, language, look)]).toBe(createHash('sha256').update(svg).digest('hex'));
  },
);

test.each([
  ['a place without a word', {}, /no word for "partnerDirectory"|no word for "customerDirectory"/],
  ['a word without a place', { elsewhere: 'x' }, /no place for "elsewhere"/],
])('%s is named, not drawn', (_, labels, wanted) => {
  expect(() => filledPicture(templateOf('link'), labels, 'light')).toThrow(wanted);
});
