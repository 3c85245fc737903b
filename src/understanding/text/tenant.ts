import { spotted } from './find-spots';
import type { Spotted } from './find-spots';
import { namesTenant } from './names-tenant';
import { namesPartnerId } from './partner-id-words';
import { wordsBefore } from './words-before';

const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * The directory that a free message names by domain or GUID, lower-case. A GUID counts only where the words around
 * it say so. Of two ("from contoso.example to fabrikam.example") the one after "to"; otherwise none.
 */
export function findTenant({ plain, spots }: Spotted): string | undefined {
  const named = spots.flatMap((spot) => {
    if (spot.kind === 'domain') return [{ tenant: spot.domain, start: spot.start }];
    if (spot.kind !== 'guid' || namesPartnerId(plain, spot.start)) return [];
    return namesTenant(plain, spot.start, spot.end) ? [{ tenant: spot.guid, start: spot.start }] : [];
  });
  const tenants = new Set(named.map(({ tenant }) => tenant));
  if (tenants.size <= 1) return named[0]?.tenant;
  const after = named.filter(({ start }) => wordsBefore(plain, start, NO_WORDS)[0] === 'to');
  return after.length === 1 ? after[0]?.tenant : undefined;
}

/** Reads a text that is meant to name a directory and nothing else: a domain or a GUID, lower-case. */
export function readTenant(text: string): string | undefined {
  const spots = spotted(text).spots.filter(({ kind }) => kind === 'domain' || kind === 'guid');
  const [spot] = spots;
  if (!spot || spots.length > 1) return undefined;
  if (spot.kind === 'domain') return spot.domain;
  return spot.kind === 'guid' ? spot.guid : undefined;
}
