import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RELEASE_FILES } from './release/release-files';

/**
 * Writes what a release says of the packages in it: `docs/sbom.cdx.json` and `docs/LICENCES.md`, from the lockfile.
 * `npm run sbom` and `npm run licences` write one of them. Reaches no network.
 */
const root = process.cwd();
const wanted = process.argv.slice(2);
for (const { verb, file, make } of RELEASE_FILES) {
  if (wanted.length > 0 && !wanted.includes(verb)) continue;
  writeFileSync(join(root, file), make(root));
  process.stdout.write(`${file}\n`);
}
