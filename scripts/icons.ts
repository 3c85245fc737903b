import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { withPage } from './gallery/browser';
import { ICON_SIZES } from './package/check-icons';

/**
 * Draws `appPackage/icons/*.svg` into the PNGs of the app package. `drawn-from.json` beside them keeps the hash of the SVG that
 * each was made from, so that a test sees when one was changed without the other. Run by `npm run icons`, from the folder of the project.
 */
async function main(root: string): Promise<void> {
  const drawnFrom: Record<string, string> = {};
  await withPage(400, async (page) => {
    for (const [name, size] of Object.entries(ICON_SIZES)) {
      const svg = readFileSync(join(root, 'appPackage', 'icons', `${name}.svg`), 'utf8');
      await page.setContent(`<style>body { margin: 0 }</style>${svg}`);
      const clip = { x: 0, y: 0, width: size, height: size };
      const png = await page.screenshot({ clip, omitBackground: true });
      drawnFrom[name] = createHash('sha256').update(svg).digest('hex');
      writeFileSync(join(root, 'appPackage', `${name}.png`), png);
      process.stdout.write(`appPackage/${name}.png: ${size} x ${size}\n`);
    }
  });
  const file = join(root, 'appPackage', 'icons', 'drawn-from.json');
  writeFileSync(file, `${JSON.stringify(drawnFrom, null, 2)}\n`);
}

main(process.cwd()).catch((error: unknown) => {
  process.stderr.write(
    `The icons could not be drawn: ${error instanceof Error ? error.message : 'unknown'}\n`,
  );
  process.exitCode = 1;
});
