import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadPictureTexts } from '../src/cards/answer-fields';
import { LANGUAGES } from '../src/model/language';
import { PICTURE_LOOKS, PICTURE_NAMES, pictureFile } from '../src/model/picture';
import { withPage } from './gallery/browser';
import { filledPicture } from './pictures/fill-picture';

/** Twice the size in which it is shown, so that it is sharp on a phone. */
const SCALE = 2;

/**
 * Draws `content/pictures/*.svg` into PNGs, in each language, light and dark. `drawn-from.json` beside them keeps the hash
 * of the SVG that each was made from, so that a test sees when a drawing or a word was changed without it. Run by
 * `npm run pictures`, from the folder of the project.
 */
async function main(root: string): Promise<void> {
  const content = join(root, 'content');
  const drawnFrom: Record<string, string> = {};
  await withPage(1_000, async (page) => {
    for (const name of PICTURE_NAMES) {
      const template = readFileSync(join(content, 'pictures', `${name}.svg`), 'utf8');
      for (const language of LANGUAGES) {
        for (const look of PICTURE_LOOKS) {
          const svg = filledPicture(template, loadPictureTexts(content, language)[name].labels, look);
          await page.setContent(
            `<style>body { margin: 0; zoom: ${SCALE} } svg { display: block }</style>${svg}`,
          );
          const png = await page.locator('svg').screenshot({ omitBackground: true });
          const file = pictureFile(name, language, look);
          drawnFrom[file] = createHash('sha256').update(svg).digest('hex');
          writeFileSync(join(content, 'pictures', file), png);
        }
      }
    }
  });
  writeFileSync(join(content, 'pictures', 'drawn-from.json'), `${JSON.stringify(drawnFrom, null, 2)}\n`);
  process.stdout.write(`${Object.keys(drawnFrom).length} pictures in content/pictures\n`);
}

main(process.cwd()).catch((error: unknown) => {
  process.stderr.write(
    `The pictures could not be drawn: ${error instanceof Error ? error.message : 'unknown'}\n`,
  );
  process.exitCode = 1;
});
