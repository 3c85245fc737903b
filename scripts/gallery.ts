import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkGallery } from './gallery/check-gallery';
import type { SheetReport, Tour } from './gallery/check-gallery';
import { DAY, looksFor, PHONE } from './gallery/gallery-page';
import { galleryReadme } from './gallery/gallery-readme';

/** What `docs/cards/` shows: every card in English, and a few of them in German, by day and on a phone. */
const TOURS: readonly { folder: string; tour: Tour }[] = [
  { folder: 'docs/cards', tour: { locale: 'en-GB', looksFor } },
  {
    folder: 'docs/cards/de',
    tour: {
      locale: 'de-DE',
      looksFor: () => [DAY, PHONE],
      views: ['answer', 'confirm-link', 'done-linked', 'help', 'partner-id-form'],
    },
  },
];

/** Pictures are looked at on a page, and kept for ever in the repository. */
const MOST_HEIGHT_PX = 1_600;

/**
 * Draws the cards with every sample into `docs/cards/`, and fails if anybody would have trouble reading one.
 * Run by `npm run gallery`, from the folder of the project.
 */
async function main(root: string): Promise<number> {
  const reports = [];
  for (const { folder, tour } of TOURS) reports.push(...(await draw(root, join(root, folder), tour)));
  const faults = reports.flatMap(({ view, faults }) => faults.map((fault) => `${view}: ${fault}`));
  const samples = reports.reduce((sum, report) => sum + report.samples, 0);
  const folders = TOURS.map(({ folder }) => `${folder}/README.md`).join(' and ');
  process.stdout.write(
    `${reports.length} sheets, ${samples} samples, ${faults.length} faults; look at them in ${folders}\n`,
  );
  if (faults.length > 0) process.stderr.write(`${faults.join('\n')}\n`);
  return faults.length === 0 ? 0 : 1;
}

async function draw(root: string, folder: string, tour: Tour): Promise<SheetReport[]> {
  mkdirSync(folder, { recursive: true });
  const reports = await checkGallery(root, {
    ...tour,
    keep: async (page, view) => {
      await page.evaluate(`shortenSheet(${MOST_HEIGHT_PX})`);
      writeFileSync(join(folder, `${view}.png`), await page.locator('main').screenshot());
    },
  });
  writeFileSync(join(folder, 'README.md'), galleryReadme(tour.locale, reports));
  return reports;
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
