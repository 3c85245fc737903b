import type { SheetReport } from './check-gallery';

/** The page that shows all pictures of the gallery. */
export function galleryReadme(reports: readonly SheetReport[]): string {
  const sections = reports.map(({ view }) => `## ${view}\n\n![The card ${view}](${view}.png)\n`);
  return [
    '# The cards\n',
    'Every card with every sample: in a light and a dark chat, and at phone width.',
    'Drawn by `npm run gallery` from the templates and samples in `cards/`; the people and companies are made up.\n',
    ...sections,
  ].join('\n');
}
