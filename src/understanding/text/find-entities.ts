import { markLookalikes } from './number-lookalikes';
import { markDigitRuns, markMixedWords } from './numbers';
import { plainText } from './plain-text';
import type { MaskedText, Entity } from './entities';
import { withEntities } from './entities';
import type { Word } from './words';
import { wordsOf } from './words';

const GUID = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-z])/gi;
const PARTS = [8, 12, 16, 20, 32];

function hyphenated(written: string): string {
  const hex = written.toLowerCase().replaceAll('-', '');
  return PARTS.map((end, index) => hex.slice(PARTS[index - 1] ?? 0, end)).join('-');
}

/** Marks every GUID, written with hyphens or as 32 hex digits; braces around it don't matter. */
function markGuids(masked: MaskedText): MaskedText {
  const entities = [...masked.text.matchAll(GUID)].map((match): Entity => {
    const place = { start: match.index, end: match.index + match[0].length };
    return { ...place, kind: 'guid', guid: hyphenated(match[0]) };
  });
  return withEntities(masked, entities);
}

/** A text as it reads to a person, and what was recognized in it. */
export interface RecognizedText {
  readonly plain: string;
  /** In the order of the text. */
  readonly entities: readonly Entity[];
}

/**
 * Everything in a plain text that is an id, a domain or a number, in the order of the text. Each step reads only
 * what the steps before it left, so the surest come first.
 */
export function findEntities(plain: string): Entity[] {
  const steps = [markGuids, markWebWords, markLookalikes, markMixedWords, markDigitRuns];
  const { entities } = steps.reduce<MaskedText>((masked, step) => step(masked), {
    text: plain,
    entities: [],
  });
  return [...entities].sort((a, b) => a.start - b.start);
}

/** Reads a text once, for all who look for something in it. */
export function recognized(text: string): RecognizedText {
  const plain = plainText(text);
  return { plain, entities: findEntities(plain) };
}

/** The meaning is read from the beginning of a message; more would only cost time. */
const MAX_READ_LENGTH = 2000;
const MENTION = /<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/gi;

/** A message as it reads to a person, without mentions, and its words. */
export interface MessageWords extends RecognizedText {
  readonly words: readonly Word[];
}

/** Takes a message apart into words; ids, domains and other numbers are tokens. */
export function messageWords(text: string): MessageWords {
  const { plain, entities } = recognized(plainText(text).replace(MENTION, ' '));
  const words = wordsOf(plain, entities).filter(({ start }) => start < MAX_READ_LENGTH);
  return { plain, entities, words };
}

const WORD = /[^\s<>()[\]{}"“”„«»',;!?*|\ue000]+/g;
const LABEL = /^[a-z0-9-]{1,63}$/;
const TOP_LEVEL = /^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,58})$/;
const MAX_DOMAIN_LENGTH = 253;

/** Endings of more than two letters that end a domain even where nothing around says so. */
const GENERIC_ENDINGS = new Set(
  (
    'com net org edu gov mil int info biz name pro app dev cloud tech online site store shop xyz group company ' +
    'solutions services consulting systems digital agency global world network email software technology partners ' +
    'swiss berlin hamburg wien london paris example test local internal corp'
  ).split(' '),
);

/** Two-letter endings that are far more often a file or an abbreviation. */
const NOT_COUNTRIES = new Set('js ts md py sh cs vb'.split(' '));

/** Sites that people mention, and that are no directory of anybody they work for. */
const PUBLIC_SITES = (
  'azure.com microsoft.com microsoftonline.com windows.net office.com office365.com sharepoint.com live.com ' +
  'aka.ms github.com google.com linkedin.com youtube.com bing.com'
).split(' ');

function isPublicSite(domain: string): boolean {
  return PUBLIC_SITES.some((site) => domain === site || domain.endsWith(`.${site}`));
}

function isDomain(word: string): boolean {
  if (word.length > MAX_DOMAIN_LENGTH) return false;
  const labels = word.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length < 2 || !TOP_LEVEL.test(top)) return false;
  if (!labels.every((label) => LABEL.test(label) && !label.startsWith('-') && !label.endsWith('-')))
    return false;
  // "e.g", "p.m"
  if (labels.every((label) => label.length === 1)) return false;
  return top.startsWith('xn--') || GENERIC_ENDINGS.has(top) || (top.length === 2 && !NOT_COUNTRIES.has(top));
}

function entityOf(word: string, start: number): Entity | undefined {
  const place = { start, end: start + word.length };
  if (word.includes('://') || word.startsWith('www.')) return { ...place, kind: 'other' };
  const at = word.indexOf('@');
  if (at > 0 && at < word.length - 1) return { ...place, kind: 'other' };
  const domain = word.toLowerCase();
  if (!isDomain(domain)) return undefined;
  return isPublicSite(domain) ? { ...place, kind: 'other' } : { ...place, kind: 'domain', domain };
}

/** Marks addresses, mail addresses and domains. A domain that could name a directory keeps its name. */
function markWebWords(masked: MaskedText): MaskedText {
  const entities: Entity[] = [];
  for (const match of masked.text.matchAll(WORD)) {
    const dressed = match[0];
    let start = 0;
    while (start < dressed.length && '.:@/-_#'.includes(dressed.charAt(start))) start += 1;
    let end = dressed.length;
    while (end > start && '.:/-_…'.includes(dressed.charAt(end - 1))) end -= 1;
    const entity = entityOf(dressed.slice(start, end), match.index + start);
    if (entity) entities.push(entity);
  }
  return withEntities(masked, entities);
}
