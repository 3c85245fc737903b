import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { axeFaults } from '../../scripts/gallery/axe-faults';
import { withPage } from '../../scripts/gallery/browser';
import { packageRoot } from '../../src/config/package';
import { PAGE_NAMES, loadPages } from '../../src/http/pages/page-content';
import { writePage } from '../../src/http/pages/write-page';
import { LANGUAGES } from '../../src/model/language';

const ROOT = packageRoot(__dirname);
const CONTENTS = loadPages(join(ROOT, 'content'));
const FRAME = {
  operator: { name: 'Fabrikam Consulting', contact: 'https://support.fabrikam.example/contact' },
  clientId: '5d1c6a3e-0000-4000-8000-000000000001',
  publicUrl: 'https://bot.fabrikam.example',
  version: '1.2.3',
  trailDaysAfterForget: 0,
};
/** Where pictures of the pages go, for looking at them; absent: none are made. */
const PICTURES = process.env['PAGE_PICTURES'];

test.each([
  ['light', 320],
  ['dark', 1100],
] as const)(
  'every page can be read by everybody, %s and %i pixels wide: no accessibility fault, nothing beside the screen',
  async (colorScheme, widthPx) => {
    const faults = await withPage(widthPx, async (page) => {
      await page.emulateMedia({ colorScheme });
      const found: string[] = [];
      for (const language of LANGUAGES) {
        for (const name of PAGE_NAMES) {
          await page.setContent(writePage(CONTENTS, name, language, FRAME));
          await page.addScriptTag({ path: join(ROOT, 'node_modules/axe-core/axe.min.js') });
          const tooWide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
          const here = [...(await axeFaults(page, 'html')), ...(tooWide === true ? ['too wide'] : [])];
          found.push(...here.map((fault) => `${name} in ${language}: ${fault}`));
          if (PICTURES !== undefined) {
            mkdirSync(PICTURES, { recursive: true });
            const path = join(PICTURES, `${name}-${language}-${colorScheme}-${widthPx}.png`);
            await page.screenshot({ path, fullPage: true });
          }
        }
      }
      return found;
    });
    expect(faults).toEqual([]);
  },
);
