import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  dependencies: z.record(z.string()).optional(),
  optionalDependencies: z.record(z.string()).optional(),
  /** npm installs these too: those that are there ship. */
  peerDependencies: z.record(z.string()).optional(),
  devDependencies: z.record(z.string()).optional(),
});
const lockfileSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(packageSchema) });

/** What package-lock.json says, by the place of each package; the project itself is at ''. */
export type Lockfile = z.infer<typeof lockfileSchema>;

/** A package that is installed where the bot runs. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As npm writes it: algorithm, dash, base64. */
  readonly integrity: string;
  /** An SPDX expression; empty when its package.json has none. */
  readonly licence: string;
  /** For some platforms only. */
  readonly isOptional: boolean;
  /** What it needs, as `name@version`. */
  readonly needs: readonly string[];
}

const FOLDER = 'node_modules/';

/** Reads the lockfile of the project; throws when it is not right. */
export function readLockfile(root: string): Lockfile {
  return lockfileSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
}

/**
 * Everything that `npm ci --omit=dev` can install, once for each version, by name. Made from the lockfile itself:
 * `npm sbom --omit dev` leaves out what a development package needs too.
 */
export function shippedPackages({ packages }: Lockfile): ShippedPackage[] {
  const shipped = new Map<string, ShippedPackage>();
  for (const [place, one] of Object.entries(packages)) {
    if (place === '' || one.dev === true) continue;
    const name = one.name ?? nameAt(place);
    shipped.set(`${name}@${one.version}`, {
      name,
      version: one.version,
      integrity: one.integrity ?? '',
      licence: one.license ?? '',
      isOptional: one.optional === true,
      needs: neededBy(place, packages),
    });
  }
  return [...shipped].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, found]) => found);
}

/** What the package at a place needs and finds, as `name@version`. */
export function neededBy(place: string, packages: Lockfile['packages']): string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[place] ?? {};
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const found = names.flatMap((name) => {
    const where = placeOf(name, place, packages);
    const one = where === undefined ? undefined : packages[where];
    return one === undefined ? [] : [`${one.name ?? name}@${one.version}`];
  });
  return [...new Set(found)].sort();
}

/** Where Node finds a package for the one at `from`: beside it, or in a folder above. */
function placeOf(name: string, from: string, packages: Lockfile['packages']): string | undefined {
  const place = from === '' ? FOLDER + name : `${from}/${FOLDER}${name}`;
  if (place in packages) return place;
  if (from === '') return undefined;
  const above = from.lastIndexOf(`/${FOLDER}`);
  return placeOf(name, above === -1 ? '' : from.slice(0, above), packages);
}

function nameAt(place: string): string {
  return place.slice(place.lastIndexOf(FOLDER) + FOLDER.length);
}
