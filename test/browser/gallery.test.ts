import { join } from 'node:path';

import { checkGallery } from '../../scripts/gallery/check-gallery';

const PHONE = { theme: 'light', widthPx: 360 } as const;
const NIGHT = { theme: 'dark', widthPx: 480 } as const;

// Colours are the same in both languages; German words are longer, and a phone is where that shows.
test.each([
  ['en-GB', [PHONE, NIGHT]],
  ['de-DE', [PHONE]],
])(
  'every card can be read by everybody in %s: nothing cut off, no accessibility fault, by night and on a phone',
  async (locale, looks) => {
    const reports = await checkGallery(join(__dirname, '../..'), {
      locale,
      looksFor: () => looks,
    });
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.filter(({ faults }) => faults.length > 0)).toEqual([]);
  },
);
