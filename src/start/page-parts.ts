import { join } from 'node:path';

import { packageVersion } from '../config/package-version';
import type { Settings } from '../config/settings';
import { loadPages } from '../http/pages/page-content';
import type { PageContents } from '../http/pages/page-content';
import type { PageFrame } from '../http/pages/write-page';

/** What the pages for people and administrators are made of. */
export function pageParts(
  root: string,
  { operator, azure, publicUrl }: Settings,
): { readonly pages: PageContents; readonly frame: PageFrame } {
  const frame = { operator, clientId: azure.clientId, publicUrl, version: packageVersion(root) };
  return { pages: loadPages(join(root, 'content')), frame };
}
