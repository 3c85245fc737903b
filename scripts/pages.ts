import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadPages } from '../src/http/pages/page-content';

import { PAGES_IN_DOCS, pageAsMarkdown } from './pages/page-as-markdown';

/** Writes the pages that reviewers read without a running bot into `docs/`. Run by `npm run pages`. */
const root = process.cwd();
const contents = loadPages(join(root, 'content'));
for (const { name, file } of PAGES_IN_DOCS) {
  writeFileSync(join(root, file), pageAsMarkdown(contents, name));
  process.stdout.write(`${file}\n`);
}
