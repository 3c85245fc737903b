import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkGallery } from './gallery/check-gallery';
import { looksFor } from './gallery/gallery-page';
import { galleryReadme } from './gallery/gallery-readme';
import { smallPng } from './gallery/small-png';

/**
 * Draws every card with every sample into `docs/cards/`, and fails if anybody would have trouble reading one.
 * Run by `npm run gallery`, from the folder of the project.
 */
async function main(root: string): Promise<number> {
  const folder = join(root, 'docs/cards');
  mkdirSync(folder, { recursive: true });
  const reports = await checkGallery(root, {
    locale: 'en-GB',
    looksFor,
    keep: async (page, view) => {
      writeFileSync(join(folder, `${view}.png`), smallPng(await page.locator('main').screenshot()));
    },
  });
  writeFileSync(join(folder, 'README.md'), galleryReadme(reports));
  const faults = reports.flatMap(({ view, faults }) => faults.map((fault) => `${view}: ${fault}`));
  const samples = reports.reduce((sum, report) => sum + report.samples, 0);
  process.stdout.write(`${reports.length} cards, ${samples} samples, ${faults.length} faults\n`);
  if (faults.length > 0) process.stderr.write(`${faults.join('\n')}\n`);
  return faults.length === 0 ? 0 : 1;
}

main(process.cwd()).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(
      `The gallery could not be drawn: ${error instanceof Error ? error.message : 'unknown'}\n`,
    );
    process.exitCode = 1;
  },
);
