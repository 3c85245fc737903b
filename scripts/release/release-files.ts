import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { licencesPage } from './licences';
import { neededBy, readLockfile, shippedPackages } from './lockfile';
import { sbomOf } from './sbom';

const productSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
});

/** What is made from the lockfile and kept in the repository. */
export const RELEASE_FILES: readonly {
  readonly verb: 'sbom' | 'licences';
  readonly file: string;
  readonly make: (root: string) => string;
}[] = [
  {
    verb: 'sbom',
    file: 'docs/sbom.cdx.json',
    make: (root) => {
      const lockfile = readLockfile(root);
      const described = productSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
      const product = { ...described, needs: neededBy('', lockfile.packages) };
      return `${JSON.stringify(sbomOf(product, shippedPackages(lockfile)), undefined, 1)}\n`;
    },
  },
  {
    verb: 'licences',
    file: 'docs/LICENCES.md',
    make: (root) => licencesPage(shippedPackages(readLockfile(root))),
  },
];
