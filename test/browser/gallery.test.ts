import { join } from 'node:path';

import { checkGallery } from '../../scripts/gallery/check-gallery';

const TIMEOUT_MS = 120_000;

test.each(['en-GB', 'de-DE'])(
  'every card can be read by everybody in %s: nothing cut off, no accessibility fault, by night and on a phone',
  async (locale) => {
    const reports = await checkGallery(join(__dirname, '../..'), {
      locale,
      looksFor: () => [
        { theme: 'light', widthPx: 360 },
        { theme: 'dark', widthPx: 480 },
      ],
    });
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.filter(({ faults }) => faults.length > 0)).toEqual([]);
  },
  TIMEOUT_MS,
);
