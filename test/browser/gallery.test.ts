import { join } from 'node:path';

import { checkGallery } from '../../scripts/gallery/check-gallery';

const TIMEOUT_MS = 120_000;

test(
  'every card can be read by everybody: no accessibility fault, by day, by night and on a phone',
  async () => {
    const reports = await checkGallery(join(__dirname, '../..'), {
      locale: 'en-GB',
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
