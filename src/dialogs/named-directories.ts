import type { Directory } from '../model/directory';
import { plainText } from '../understanding/text/plain-text';
import { domainAt, matchAt, nearNames, readingsOf, textsOf, withoutUnknownIds } from './match-names';
import { isInSentence, isOfCorrection, messageWords, plainMessage } from './place-words';
import type { MessageWord, PlaceWords } from './place-words';

/** A name that fits no directory of the person, and those that it may have meant. */
export interface UnknownName {
  readonly name: string;
  readonly near: readonly Directory[];
  /** It stands where a name is expected: behind "in", or in answer to a question. */
  readonly isStrict: boolean;
}

/** The directories that words name. All empty: the words name none, and mean the one that is worked in. */
export interface NamedDirectories {
  /** In the order in which they were named, each once. */
  readonly found: readonly Directory[];
  /** Those that a name fits equally well. */
  readonly fitting: readonly Directory[];
  readonly unknown: readonly UnknownName[];
  /** For each name that fits several, those. */
  readonly choices: readonly (readonly Directory[])[];
}

/** A directory that a message names somewhere, and what the message says besides. */
export interface Mention {
  /** The words from the first name to the last one. */
  readonly named: string;
  readonly rest: string;
}

/** Words between two separators. */
interface Run {
  readonly words: MessageWord[];
  /** A name is expected here: behind "in", or in answer to a question. */
  isStrict: boolean;
  /** No word such as "for" or "with" is before it. */
  readonly isIn: boolean;
}

const MOST_WORDS_OF_UNKNOWN_NAME = 4;
const SHORTEST_BEGINNING = 3;

/** What the names read so far fit. */
interface Taken {
  readonly found: Set<Directory>;
  readonly fitting: Set<Directory>;
  readonly choices: Directory[][];
}

/** What one name fits: a directory, or several that it does not tell apart. */
function take(fits: readonly Directory[], { found, fitting: several, choices }: Taken): void {
  for (const one of fits) (fits.length > 1 ? several : found).add(one);
  if (fits.length > 1) choices.push([...fits]);
}

/** Reads words that are meant to name directories: "in Contoso and Woodgrove". */
export function readDirectories(
  named: string,
  all: readonly Directory[],
  words: PlaceWords,
): NamedDirectories {
  const { plain, unknownIds } = withoutUnknownIds(plainText(named), all);
  const reading = {
    found: new Set<Directory>(),
    fitting: new Set<Directory>(),
    choices: [] as Directory[][],
    runs: [] as Run[],
    domains: [] as UnknownName[],
  };
  const spoken = messageWords(plain);
  const readings = readingsOf(all);
  let run: Run = { words: [], isStrict: true, isIn: true };
  const next = (isStrict: boolean, isIn = isStrict && run.isIn): void => {
    reading.runs.push(run);
    run = { words: [], isStrict, isIn };
  };
  for (let place = 0; place < spoken.length;) {
    const word = spoken[place];
    if (word === undefined) break;
    if (word.isSeparated) next(run.isStrict);
    const match = matchAt(spoken, place, readings, words);
    if (match !== undefined && run.words.every(({ text }) => isInSentence(words, text))) {
      take(match.directories, reading);
      next(run.isStrict);
      place += match.length;
      continue;
    }
    const domain = domainAt(plain, word.start);
    if (domain !== undefined) {
      reading.domains.push({ name: domain, near: nearTo(domain, all, words), isStrict: run.isStrict });
      next(run.isStrict);
      place += textsOf(domain).length;
      continue;
    }
    if (words.in.has(word.text)) next(true, true);
    else if (words.to.has(word.text))
      next(run.isStrict && run.words.every(({ text }) => words.around.has(text)), false);
    else if (words.and.has(word.text)) next(run.isStrict);
    else run.words.push(word);
    place += 1;
  }
  next(false);
  const unknown = reading.runs.flatMap((one) => readRun(one, plain, all, words, reading));
  const isNamed = reading.found.size + reading.fitting.size > 0;
  return {
    found: [...reading.found],
    fitting: [...reading.fitting].filter((one) => !reading.found.has(one)),
    choices: ambiguous(reading),
    unknown: [
      ...[...unknown, ...reading.domains].filter(
        (one) => !isNamed || one.near.length > 0 || isNameLike(one, words),
      ),
      ...unknownIds.map((name) => ({ name, near: [], isStrict: true })),
    ],
  };
}

function nearTo(domain: string, all: readonly Directory[], words: PlaceWords): Directory[] {
  return nearNames(textsOf(domain), all, words);
}

/**
 * The names that fit several and are told by nothing else. A row of a table has the name and, beside it, the domain or the
 * id: each of those tells one of the names before it is asked about.
 */
function ambiguous({ found, choices }: Taken): Directory[][] {
  const open: Directory[][] = [];
  const used = new Set<Directory>();
  for (const some of choices) {
    const named = some.find((one) => found.has(one) && !used.has(one));
    if (named !== undefined) used.add(named);
    else open.push(some.filter((one) => !found.has(one)));
  }
  return open.filter((some) => some.length > 0);
}

/** What a message says of directories without a word such as "in": "unlink contoso". Undefined: nothing. */
export function mentionIn(text: string, all: readonly Directory[], words: PlaceWords): Mention | undefined {
  const plain = plainMessage(text);
  const spoken = messageWords(plain);
  const readings = readingsOf(all);
  let [first, last] = [-1, -1];
  for (let place = 0; place < spoken.length; place += 1) {
    const length = matchAt(spoken, place, readings, words)?.length ?? 0;
    if (length === 0) continue;
    if (first < 0) first = place;
    last = place + length - 1;
    place = last;
  }
  if (first < 0) [first, last] = nearMention(spoken, all, words);
  const [from, to] = [spoken[first], spoken[last]];
  if (from === undefined || to === undefined) return undefined;
  const kept = lastBeforePlace(spoken, first, words);
  const before = plain.slice(0, spoken[kept]?.end ?? 0);
  return { named: plain.slice(from.start, to.end), rest: `${before} ${plain.slice(to.end)}`.trim() };
}

/** Words that belong to no sentence and are a slip or two away from a name; -1 when there are none. */
function nearMention(
  spoken: readonly MessageWord[],
  all: readonly Directory[],
  words: PlaceWords,
): [first: number, last: number] {
  const isName = ({ text }: MessageWord): boolean => !isInSentence(words, text);
  const first = spoken.findIndex(isName);
  const after = spoken.findIndex((word, place) => place > first && !isName(word));
  const last = (after < 0 ? spoken.length : after) - 1;
  const said = spoken.slice(first, last + 1).map(({ text }) => text);
  const isShort = first >= 0 && said.length <= MOST_WORDS_OF_UNKNOWN_NAME;
  return isShort && nearNames(said, all, words).length > 0 ? [first, last] : [-1, -1];
}

/** Where the sentence ends before "in the directory …"; the whole way where no such words stand there. */
function lastBeforePlace(spoken: readonly MessageWord[], first: number, words: PlaceWords): number {
  const isLeadIn = (place: number): boolean => {
    const word = spoken[place]?.text ?? '';
    return words.in.has(word) || words.to.has(word);
  };
  let beside = first - 1;
  while (words.around.has(spoken[beside]?.text ?? '')) beside -= 1;
  if (!isLeadIn(beside)) return first - 1;
  while (isLeadIn(beside)) beside -= 1;
  return beside;
}

/** The name in words that no directory was found in: by its beginning or a part of it, else it is unknown. */
function readRun(
  run: Run,
  plain: string,
  all: readonly Directory[],
  words: PlaceWords,
  reading: Taken,
): UnknownName[] {
  const home = isHome(run, words) ? all.find(({ kind }) => kind === 'home') : undefined;
  if (home !== undefined) {
    reading.found.add(home);
    return [];
  }
  const isBeside = ({ text }: MessageWord): boolean => words.around.has(text);
  // "Coho should have": a name ends before its verb.
  const verb = run.words.findIndex(({ text }, place) => place > 0 && words.verb.has(text));
  const beforeVerb = run.words.slice(0, verb < 0 ? undefined : verb);
  const first = beforeVerb.findIndex((word) => !isBeside(word));
  const last = beforeVerb.findLastIndex((word) => !isBeside(word));
  const name = beforeVerb.slice(first, last + 1);
  const [from, to] = [name[0], name.at(-1)];
  if (first < 0 || from === undefined || to === undefined) return [];
  if (!run.isStrict && name.every(({ text }) => isInSentence(words, text))) return [];
  const fits = fitting(name, all, words);
  const fitted = fits.length > 0 ? [fits] : eachFitting(name, all, words);
  for (const some of fitted) take(some, reading);
  if (fitted.length > 0) return [];
  const texts = name.map(({ text }) => text);
  const near = nearNames(texts, all, words);
  if (near.length === 0 && isOnlyTime(texts, words)) return [];
  const { isStrict } = run;
  return [{ name: plain.slice(from.start, to.end), near, isStrict }];
}

/** "Contoso woodgrove coho": a row of names with nothing between them, each of which is one word of another directory. */
function eachFitting(
  name: readonly MessageWord[],
  all: readonly Directory[],
  words: PlaceWords,
): (readonly Directory[])[] {
  const each = name.map((word) => fitting([word], all, words));
  const isRow = each.every((some) => some.length === 1) && new Set(each.flat()).size === name.length;
  return isRow ? each : [];
}

/** "At home", "my own directory", "in our company"; not the "own" of "on my own" or "for my own company". */
function isHome({ words: run, isIn }: Run, words: PlaceWords): boolean {
  const texts = run.map(({ text }) => text);
  const isOwn = [...words.own].some((own) => ` ${texts.join(' ')} `.includes(` ${own} `));
  const isNamed = texts.some((text) => words.home.has(text));
  const isDirectory = isIn || texts.some((text) => words.directory.has(text));
  return (isNamed || (isOwn && isDirectory)) && texts.every((text) => isInSentence(words, text));
}

/** "In two days", "last week". */
function isOnlyTime(texts: readonly string[], words: PlaceWords): boolean {
  return texts.some((text) => words.time.has(text)) && texts.every((text) => isInSentence(words, text));
}

/** The directories whose name or domain begins with these letters, or holds these words. */
function fitting(name: readonly MessageWord[], all: readonly Directory[], words: PlaceWords): Directory[] {
  if (name.every(({ text }) => isInSentence(words, text))) return [];
  const said = name.map(({ text }) => text).join(' ');
  const begins = (text: string): boolean =>
    said.length >= SHORTEST_BEGINNING && textsOf(text).join(' ').startsWith(said);
  const beginning = all.filter((one) => begins(one.name) || begins(one.defaultDomain));
  return beginning.length > 0
    ? beginning
    : all.filter((one) => ` ${textsOf(one.name).join(' ')} `.includes(` ${said} `));
}

/**
 * Beside names that were found, a domain is one more, and so are a few words between separators; anything longer is the
 * sentence going on, unless hardly any of its words could be one of a sentence.
 */
function isNameLike({ name, isStrict }: UnknownName, words: PlaceWords): boolean {
  if (domainAt(name, 0) === name) return isStrict;
  const texts = textsOf(name);
  const ofSentence = texts.filter((text) => isInSentence(words, text)).length;
  const isCorrection = texts.every((text) => isInSentence(words, text) || isOfCorrection(words, text));
  const isShort =
    texts.length <= MOST_WORDS_OF_UNKNOWN_NAME ||
    (texts.length <= 2 * MOST_WORDS_OF_UNKNOWN_NAME && 4 * ofSentence <= texts.length);
  return isStrict && isShort && !isCorrection && !isInSentence(words, texts[0] ?? '');
}

/** The directories that "oh no, Contoso has the wrong number" names; `place`: the words behind "in", if there are any. */
export function namedInCorrection(
  text: string,
  place: string | undefined,
  all: readonly Directory[],
  words: PlaceWords,
): string | undefined {
  const mayBeName = (word: string): boolean => !isInSentence(words, word) && !isOfCorrection(words, word);
  const near = messageWords(plainMessage(text)).find(
    (word) => mayBeName(word.text) && nearNames([word.text], all, words).length > 0,
  );
  const named = mentionIn(text, all, words)?.named ?? near?.text;
  if (named === undefined || place === undefined) return named;
  return place.includes(named) ? place : `${named}, ${place}`;
}
