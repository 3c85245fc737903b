import { join } from 'node:path';
import { loadCommands, loadOfferTitles } from '../../../src/cards/commands';
import { packageRoot } from '../../../src/config/package';
import { LANGUAGES } from '../../../src/model/language';

const CONTENT = join(packageRoot(__dirname), 'content');

test.each(LANGUAGES)('in %s every command that may be offered has a name for its button', (language) => {
  const named = [
    ...loadCommands(CONTENT, language).map(({ label }) => label),
    ...loadOfferTitles(CONTENT, language).keys(),
  ];
  expect(named).toEqual(
    expect.arrayContaining([
      'link-partner-id',
      'show-link',
      'unlink-partner-id',
      'show-all-links',
      'link-everywhere',
      'export-proof',
      'check-access',
      'my-history',
    ]),
  );
  expect(new Set(named).size).toBe(named.length);
});
