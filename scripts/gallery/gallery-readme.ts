import { languageOf } from '../../src/model/language';
import type { Language } from '../../src/model/language';

import type { SheetReport } from './check-gallery';

const ABOUT: Readonly<Record<Language, readonly string[]>> = {
  en: [
    '# The cards\n',
    'Every card with every sample: in a light and a dark chat, and at phone width.',
    'Drawn by `npm run gallery` from the templates and samples in `cards/`; the people and companies are made up.',
    'A few of them [in German](de/README.md).\n',
  ],
  de: [
    '# Cards in German\n',
    'A few of [the cards](../README.md), with the words of `content/de/`: in a light chat, and at phone width.\n',
  ],
};

/** The page that shows all pictures of a part of the gallery. */
export function galleryReadme(locale: string, reports: readonly SheetReport[]): string {
  const sections = reports.map(({ view }) => `## ${view}\n\n![The card ${view}](${view}.png)\n`);
  return [...ABOUT[languageOf(locale)], ...sections].join('\n');
}
