import { namesPartnerId, wordSet, wordsAfter, wordsBefore } from './entities';
import type { RecognizedText } from './find-entities';

const LOOK_THROUGH = wordSet(
  "the my our a id guid number is this customer's client's with die der das den dem mein meinem unser unserem ist nummer",
);
const BEFORE = wordSet(
  'tenant tenants directory directories in at for into inside within domain organization organisation org customer client use ' +
    'im bei beim für verzeichnis mandant mandanten kunde kunden kundenverzeichnis kundentenant',
);
const AFTER = wordSet('tenant directory customer verzeichnis mandant');
const SWITCH = wordSet('switch move go jump change wechsle wechsel wechseln geh gehe');
const OTHER_THING = wordSet(
  'subscription object app application resource partner partnerid mpn correlation request',
);

/** Whether the words around a place in a text make what stands there a directory ("in tenant …", "switch to …"). */
export function namesTenant(text: string, start: number, end: number): boolean {
  const before = wordsBefore(text, start, LOOK_THROUGH);
  const [nearest = ''] = before;
  if (OTHER_THING.has(nearest)) return false;
  if (BEFORE.has(nearest)) return true;
  if (nearest === 'to' || nearest === 'zu') {
    const isAboutId = before.some((word) => OTHER_THING.has(word));
    return !isAboutId && before.some((word) => SWITCH.has(word) || word === 'tenant' || word === 'directory');
  }
  return wordsAfter(text, end)
    .slice(0, 3)
    .some((word) => AFTER.has(word));
}

const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * The directory that a free message names by domain or GUID, lower-case. A GUID counts only where the words around
 * it say so. Of two ("from contoso.example to fabrikam.example") the one after "to"; otherwise none.
 */
export function findTenant({ plain, entities }: RecognizedText): string | undefined {
  const named = entities.flatMap((entity) => {
    if (entity.kind === 'domain') return [{ tenant: entity.domain, start: entity.start }];
    if (entity.kind !== 'guid' || namesPartnerId(plain, entity.start)) return [];
    return namesTenant(plain, entity.start, entity.end) ? [{ tenant: entity.guid, start: entity.start }] : [];
  });
  const tenants = new Set(named.map(({ tenant }) => tenant));
  if (tenants.size <= 1) return named[0]?.tenant;
  const after = named.filter(({ start }) => wordsBefore(plain, start, NO_WORDS)[0] === 'to');
  return after.length === 1 ? after[0]?.tenant : undefined;
}
