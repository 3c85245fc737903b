import { cutTo } from './card-text';
import type { View } from './view';

/** Larger cards are refused by Teams (28 KB), with the envelope of the message around them. */
export const MOST_CARD_BYTES = 24 * 1024;
/** How many bytes a name may take, tried one after the other while the card is too large. */
export const NAME_BYTES: readonly number[] = [96, 48, 24, 12];
/** Longer than what any card shows of a name: cutting it first keeps the work small. */
const MOST_LETTERS = 400;

/** The fields of a view that hold what others have named: directories, accounts, partners, files. */
const NAMES = new Set([
  'account',
  'currentPartnerName',
  'directoryName',
  'displayName',
  'domain',
  'fileName',
  'homeName',
  'name',
  'named',
  'otherPartners',
  'partnerName',
  'previousPartnerName',
  'scopeName',
  'search',
  'unknown',
]);

/**
 * The view with each name cut to so many bytes of JSON; ids, PartnerIDs and dates stay whole. Names of ordinary length
 * never need it: it keeps a card of many directories with hostile names small enough to be delivered.
 */
export function shortenNames(view: View, mostBytes: number): View {
  const shorten = (node: unknown, isName: boolean): unknown => {
    if (typeof node === 'string') return isName ? cutTo(node.slice(0, MOST_LETTERS), mostBytes) : node;
    if (Array.isArray(node)) return node.map((item: unknown) => shorten(item, isName));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, shorten(value, NAMES.has(key))]),
    );
  };
  return { name: view.name, data: shorten(view.data, false) } as View;
}
