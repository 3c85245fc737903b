import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PAGES_IN_DOCS, pageAsMarkdown } from '../../../../scripts/pages/page-as-markdown';
import { packageRoot } from '../../../../src/config/package';
import { loadPages } from '../../../../src/http/pages/page-content';

const ROOT = packageRoot(__dirname);

test.each(PAGES_IN_DOCS)('$file is what npm run pages makes of the page', ({ name, file }) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toBe(pageAsMarkdown(loadPages(join(ROOT, 'content')), name));
});
