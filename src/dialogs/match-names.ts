import type { Directory } from '../model/directory';
import { plainText } from '../understanding/text/plain-text';
import type { MessageWord, PlaceWords } from './place-words';
import { isInSentence, messageWords } from './place-words';

const SHORTEST_BEGINNING = 3;

/** What a directory goes by, as words: its name, its domains, its id. */
export interface Reading {
  readonly directory: Directory;
  readonly words: readonly string[];
  readonly kind: 'name' | 'domain' | 'id';
}

/** All that the directories go by, by the first word. */
export function readingsOf(all: readonly Directory[]): ReadonlyMap<string, readonly Reading[]> {
  const byFirst = new Map<string, Reading[]>();
  for (const directory of all) {
    const { name, defaultDomain, tenantId } = directory;
    const [label = ''] = defaultDomain.split('.');
    const readings = [
      { directory, words: textsOf(name), kind: 'name' },
      { directory, words: textsOf(defaultDomain), kind: 'domain' },
      { directory, words: textsOf(label), kind: 'domain' },
      { directory, words: textsOf(tenantId), kind: 'id' },
    ] as const;
    for (const reading of readings) {
      const [first] = reading.words;
      if (first === undefined) continue;
      const others = byFirst.get(first);
      if (others) others.push(reading);
      else byFirst.set(first, [reading]);
    }
  }
  return byFirst;
}

/** The directories that the words from this place on name best, and how many words that takes. */
export function matchAt(
  spoken: readonly MessageWord[],
  place: number,
  readings: ReadonlyMap<string, readonly Reading[]>,
  words: PlaceWords,
): { readonly directories: readonly Directory[]; readonly length: number } | undefined {
  const matches = (readings.get(spoken[place]?.text ?? '') ?? []).flatMap((reading) => {
    const length = sharedLength(reading.words, spoken, place);
    const isWhole = length === reading.words.length;
    if (!isWhole && reading.kind !== 'name') return [];
    const stands = reading.kind === 'id' || isThisName(reading, isWhole, spoken, place, length, words);
    return stands ? [{ directory: reading.directory, length, weight: 2 * length + (isWhole ? 1 : 0) }] : [];
  });
  const heaviest = Math.max(...matches.map(({ weight }) => weight));
  const best = matches.filter(({ weight }) => weight === heaviest);
  const [first] = best;
  return first && { directories: [...new Set(best.map(({ directory }) => directory))], length: first.length };
}

/** Whether the words are this name, and not the beginning of another one or of the rest of the sentence. */
function isThisName(
  { words: name }: Reading,
  isWhole: boolean,
  spoken: readonly MessageWord[],
  place: number,
  length: number,
  words: PlaceWords,
): boolean {
  const said = name.slice(0, length);
  if (said.every((word) => isInSentence(words, word)) && (!isWhole || length === 1)) return false;
  if (!isWhole && said.join('').length < SHORTEST_BEGINNING) return false;
  const after = spoken[place + length];
  if (isWhole && length > 1) return true;
  return (
    after === undefined || after.isSeparated || isInSentence(words, after.text) || words.verb.has(after.text)
  );
}

function sharedLength(name: readonly string[], spoken: readonly MessageWord[], place: number): number {
  let length = 0;
  while (length < name.length && name[length] === spoken[place + length]?.text) length += 1;
  return length;
}

/** The words of a name. */
export function textsOf(text: string): string[] {
  return messageWords(plainText(text)).map(({ text: word }) => word);
}

/** With a slip in a shorter word, too much else would fit. */
const SHORTEST = 4;
const SHORTEST_FOR_TWO = 7;
const LONGEST = 60;
const MOST_NEAR = 4;

/** The directories whose name or domain is one or two slips away from these words, or begins with their first word. */
export function nearNames(
  said: readonly string[],
  all: readonly Directory[],
  words: PlaceWords,
): Directory[] {
  const whole = said.join(' ');
  const [first = ''] = said;
  const near = all.flatMap((directory) => {
    const name = textsOf(directory.name);
    const candidates = [
      name.join(' '),
      name.slice(0, said.length).join(' '),
      textsOf(directory.defaultDomain.split('.')[0] ?? '').join(' '),
    ];
    const slips = Math.min(...candidates.map((candidate) => slipsBetween(whole, candidate)));
    const sharesFirst = name[0] === first && !isInSentence(words, first) && first.length >= SHORTEST;
    return slips <= allowed(whole.length) || sharesFirst ? [{ directory, slips: Math.min(slips, 3) }] : [];
  });
  const fewest = Math.min(...near.map(({ slips }) => slips));
  return near
    .filter(({ slips }) => slips === fewest)
    .slice(0, MOST_NEAR)
    .map(({ directory }) => directory);
}

function allowed(length: number): number {
  if (length < SHORTEST || length > LONGEST) return -1;
  return length < SHORTEST_FOR_TWO ? 1 : 2;
}

/**
 * How many letters are missing, too many, wrong or swapped with their neighbour: the optimal string alignment distance.
 * Three stands for "more than two".
 */
function slipsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2 || Math.max(one.length, other.length) > LONGEST) return 3;
  const at = (values: readonly number[], column: number): number => values[column] ?? Infinity;
  let [last, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let letter = 1; letter <= one.length; letter += 1) {
    const next = [letter];
    for (let column = 1; column <= other.length; column += 1) {
      const cost = one[letter - 1] === other[column - 1] ? 0 : 1;
      const isSwapped =
        letter > 1 &&
        column > 1 &&
        one[letter - 1] === other[column - 2] &&
        one[letter - 2] === other[column - 1];
      next.push(
        Math.min(
          at(next, column - 1) + 1,
          at(row, column) + 1,
          at(row, column - 1) + cost,
          isSwapped ? at(last, column - 2) + 1 : Infinity,
        ),
      );
    }
    [last, row] = [row, next];
  }
  return Math.min(row[other.length] ?? 3, 3);
}

const TENANT_ID = /(?<![\p{L}\p{N}-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\p{L}\p{N}-])/giu;

/** The text without the tenant ids that are of no directory, each once: their digits are no words of a name. */
export function withoutUnknownIds(
  text: string,
  all: readonly Directory[],
): { readonly plain: string; readonly unknownIds: readonly string[] } {
  const known = new Set<string>(all.map(({ tenantId }) => tenantId));
  const unknownIds = new Set<string>();
  const plain = text.replace(TENANT_ID, (id) => {
    if (known.has(id.toLowerCase())) return id;
    unknownIds.add(id.toLowerCase());
    return ';';
  });
  return { plain, unknownIds: [...unknownIds] };
}

const DOMAIN = /(?<!@)[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?![\p{L}\p{N}-])/uy;

/** The domain that begins here, "customer-3.example": none of its words is one of the sentence. */
export function domainAt(plain: string, start: number): string | undefined {
  DOMAIN.lastIndex = start;
  return DOMAIN.exec(plain)?.[0];
}
