import type { Directory } from '../model/directory';
import { leftAloneIn } from '../pal/batch';
import type { BatchProgress } from '../pal/batch';
import type { Reading } from './match-names';
import { matchAt, nearNames, readingsOf, textsOf } from './match-names';
import { readDirectories } from './named-directories';
import { isInSentence, isOfCorrection, messageWords, plainMessage } from './place-words';
import type { MessageWord, PlaceWords } from './place-words';

/** What a message leaves alone: "everywhere except Contoso". */
export interface Exception {
  /** The words that name it; empty when they can't be told. */
  readonly except: string;
  /** The message without it. */
  readonly rest: string;
  /** It names a directory of the person. */
  readonly isKnown: boolean;
}

interface Message {
  readonly spoken: readonly MessageWord[];
  readonly all: readonly Directory[];
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  readonly words: PlaceWords;
}

/** Words of a message: from one, to before another. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A part of a message that excepts directories, and the names in it. */
interface Part extends Span {
  readonly names: Span;
}

const MOST_WORDS_OF_PHRASE = 5;
const SHORTEST_BEGINNING = 3;
/** "Lass Contoso bitte in Ruhe": so many words may stand between. */
const MOST_BETWEEN = 2;

/** Whether any words stand in a message that could except a directory: cheap, and asks for none. */
export function mayExcept(text: string, words: PlaceWords): boolean {
  const message = { spoken: messageWords(plainMessage(text)), words };
  const phrases = [words.except, words.keep, words.not, words.alone, words.but];
  return message.spoken.some((_, place) => phrases.some((some) => phraseAt(message, place, some) > 0));
}

/** Reads what a message leaves alone, in both languages; undefined when it leaves nothing alone. */
export function exceptionIn(
  text: string,
  all: readonly Directory[],
  words: PlaceWords,
): Exception | undefined {
  const plain = plainMessage(text);
  const spoken = messageWords(plain);
  const parts = partsOf({ spoken, all, readings: readingsOf(all), words });
  if (parts.length === 0) return undefined;
  const startOf = (place: number): number => spoken[place]?.start ?? plain.length;
  const endBefore = (place: number): number => spoken[place - 1]?.end ?? 0;
  const named = parts.map(({ names }) => plain.slice(startOf(names.from), endBefore(names.to)));
  const except = named.includes('') ? '' : named.join(' ; ');
  const kept = [...parts, { from: spoken.length }].map(({ from }, at) =>
    plain.slice(endBefore(parts[at - 1]?.to ?? 0), startOf(from)),
  );
  const rest = kept
    .join(' ')
    .replace(/ {2,}/g, ' ')
    .replace(/^[\s,;]+|[\s,;]+$/g, '');
  return { except, rest, isKnown: leftBy(except, all, words).alone.length > 0 };
}

function partsOf(message: Message): Part[] {
  const parts: Part[] = [];
  let isNamed = false;
  for (let place = 0; place < message.spoken.length;) {
    const length = nameAt(message, place);
    const part: Part | undefined =
      length > 0 ? partAtName(message, place) : partBehind(message, place, isNamed);
    if (part !== undefined) parts.push(part);
    isNamed ||= length > 0 && part === undefined;
    place = part?.to ?? place + Math.max(length, 1);
  }
  return parts;
}

/** "Everywhere, but Contoso not": the names come first. */
function partAtName(message: Message, place: number): Part | undefined {
  const { words } = message;
  const to = endOfNames(message, place, !saysAll(message, place));
  const end =
    to + (phraseAt(message, to, words.not) || phraseAt(message, to, words.except) || aloneAt(message, to));
  if (end === to || !isClauseEnd(message, end)) return undefined;
  return { from: startOfPart(message, place), to: end, names: { from: place, to } };
}

/** "Except Contoso", "leave Contoso alone": the names stand behind a word or a few that except them. */
function partBehind(message: Message, place: number, isNamed: boolean): Part | undefined {
  const { length, kind } = beginningAt(message, place);
  if (length === 0) return undefined;
  const first = firstName(message, place + length, kind === 'keep');
  // "Not Contoso, Coho" is Coho in place of Contoso; "except Contoso, Coho" excepts both.
  const to = endOfNames(message, first, kind === 'not' && !isNamed && !saysAll(message, place));
  const nothing = { from: place, to: place + length, names: { from: place, to: place } };
  if (to === first) return kind === 'except' ? nothing : undefined;
  const isName = kind === 'except' || aloneAt(message, to) > 0 || mayBeName(message, first);
  return isName ? { ...wholePart(message, place, to), names: { from: first, to } } : undefined;
}

/** How many words begin an exception here. */
function beginningAt(
  message: Message,
  place: number,
): { readonly length: number; readonly kind: 'except' | 'keep' | 'not' | 'but' } {
  for (const kind of ['except', 'keep', 'not'] as const) {
    const length = phraseAt(message, place, message.words[kind]);
    if (length > 0) return { length, kind };
  }
  return { length: saysAll(message, place) && isBut(message, place) ? 1 : 0, kind: 'but' };
}

/** With "alone" behind the names, and what connects it with the rest. */
function wholePart(message: Message, from: number, to: number): Span {
  const last = phraseAt(message, to, message.words.not);
  const end = to + (aloneAt(message, to) || (isClauseEnd(message, to + last) ? last : 0));
  return { from: startOfPart(message, from), to: isBut(message, end) ? end + 1 : end };
}

/** The words with which the phrases of each list begin: most words of a message begin none, and need no further look. */
const beginnings = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function beginningsOf(phrases: ReadonlySet<string>): ReadonlySet<string> {
  const known = beginnings.get(phrases) ?? new Set([...phrases].map((phrase) => phrase.split(' ')[0] ?? ''));
  beginnings.set(phrases, known);
  return known;
}

/** How many words from here on are one of these phrases. */
function phraseAt({ spoken }: Pick<Message, 'spoken'>, place: number, phrases: ReadonlySet<string>): number {
  if (!beginningsOf(phrases).has(spoken[place]?.text ?? '')) return 0;
  for (let length = MOST_WORDS_OF_PHRASE; length > 0; length -= 1) {
    const said = spoken.slice(place, place + length).map(({ text }) => text);
    if (said.length === length && phrases.has(said.join(' '))) return length;
  }
  return 0;
}

/** How many words from here on name a directory; "stays" behind "Contoso" is none of them. */
function nameAt(message: Message, place: number): number {
  const { spoken, readings, words } = message;
  const length = matchAt(spoken, place, readings, words)?.length ?? 0;
  if (length > 0 || !readings.has(spoken[place]?.text ?? '')) return length;
  const end = spoken.findIndex((_, at) => at > place && phraseAt(message, at, words.alone) > 0);
  return end < 0 ? 0 : (matchAt(spoken.slice(0, end), place, readings, words)?.length ?? 0);
}

function isBut({ spoken, words }: Message, place: number): boolean {
  return words.but.has(spoken[place]?.text ?? '');
}

/** Whether "everywhere" or the like stands before. */
function saysAll({ spoken, words }: Message, place: number): boolean {
  return spoken.slice(0, place).some(({ text }) => words.all.has(text));
}

function isClauseEnd({ spoken }: Message, place: number): boolean {
  return spoken[place]?.isSeparated !== false;
}

/** "Alone", "in Ruhe" behind a name, and the words up to its end. */
function aloneAt(message: Message, to: number): number {
  const { spoken, words } = message;
  for (let between = 0; between <= MOST_BETWEEN; between += 1) {
    const length = phraseAt(message, to + between, words.alone);
    if (length > 0) return between + length;
    const word = spoken[to + between];
    if (word === undefined || word.isSeparated || !isInSentence(words, word.text)) return 0;
  }
  return 0;
}

/** "And", "but" before it connect nothing any more when it is taken out. */
function startOfPart({ spoken, words }: Message, place: number): number {
  const before = spoken[place - 1]?.text ?? '';
  return words.but.has(before) || words.and.has(before) ? place - 1 : place;
}

/** Where the names begin; `isKeep`: "keep the link in Contoso" says more before them. */
function firstName(message: Message, from: number, isKeep: boolean): number {
  const { spoken, words } = message;
  let place = from;
  for (let word = spoken[place]; word !== undefined; word = spoken[place]) {
    const isOfSentence = isKeep && !word.isSeparated && !words.and.has(word.text) && !isOwn(message, place);
    const length = fillerAt(message, place) || (isOfSentence && isInSentence(words, word.text) ? 1 : 0);
    if (length === 0 || nameAt(message, place) > 0) break;
    place += length;
  }
  return place;
}

/** What may stand around a name: "in", "the directory", "not". */
function fillerAt(message: Message, place: number): number {
  const { spoken, words } = message;
  const text = spoken[place]?.text ?? '';
  if (isOwn(message, place)) return 0;
  if (words.in.has(text) || words.to.has(text) || words.around.has(text)) return 1;
  return phraseAt(message, place, words.except) || phraseAt(message, place, words.not);
}

function isOwn({ spoken, words }: Message, place: number): boolean {
  const text = spoken[place]?.text ?? '';
  return words.home.has(text) || words.own.has(text);
}

/** The end of the names that begin at a word; that word itself when there is none. */
function endOfNames(message: Message, first: number, isOne: boolean): number {
  const { spoken, words } = message;
  let [place, end] = [first, first];
  for (let word = spoken[place]; word !== undefined; word = spoken[place]) {
    const isAfter = (isOne && word.isSeparated) || isBut(message, place) || aloneAt(message, place) > 0;
    if (isAfter && end > first) break;
    const length = nameAt(message, place) || (isOtherName(message, place) ? 1 : 0);
    const between = fillerAt(message, place) || (words.and.has(word.text) ? 1 : 0);
    if (length + between === 0) break;
    place += length || between;
    if (length > 0) end = place;
  }
  return end;
}

/** A word for home, or one that is of no sentence. */
function isOtherName(message: Message, place: number): boolean {
  const { spoken, words } = message;
  const text = spoken[place]?.text ?? '';
  const { keep, except, not } = words;
  if ([keep, except, not].some((phrases) => phraseAt(message, place, phrases) > 0)) return false;
  return isOwn(message, place) || !(isInSentence(words, text) || isOfCorrection(words, text));
}

/** Whether a word behind "not" is a name, or meant as one: "not sure" is none. */
function mayBeName(message: Message, place: number): boolean {
  const { spoken, all, words } = message;
  const text = spoken[place]?.text ?? '';
  if (all.length === 0 || isOwn(message, place) || nameAt(message, place) > 0) return true;
  if (words.in.has(spoken[place - 1]?.text ?? '')) return true;
  const isBeginning = ({ name, defaultDomain }: Directory): boolean =>
    text.length >= SHORTEST_BEGINNING &&
    [...textsOf(name), ...textsOf(defaultDomain)].some((one) => one.startsWith(text));
  return all.some(isBeginning) || nearNames([text], all, words).length > 0;
}

/** Directories, without those that are left alone. */
export interface Left {
  readonly left: readonly Directory[];
  /** Those that are named, or may be meant. */
  readonly alone: readonly Directory[];
  /** There is no doubt which ones those are. */
  readonly isClear: boolean;
  /** Names among them that fit no directory. */
  readonly unknown: string;
}

/** The directories but those that the words of an exception name. */
export function leftBy(except: string | undefined, all: readonly Directory[], words: PlaceWords): Left {
  if (except === undefined) return { left: all, alone: [], isClear: true, unknown: '' };
  const { found, fitting, choices, unknown } = readDirectories(except, all, words);
  const meant = new Set([...found, ...fitting, ...unknown.flatMap(({ near }) => near)]);
  return {
    left: all.filter((one) => !meant.has(one)),
    alone: all.filter((one) => meant.has(one)),
    isClear: found.length > 0 && choices.length + unknown.length === 0,
    unknown: unknown.flatMap(({ name, near }) => (near.length === 0 ? [name] : [])).join(', '),
  };
}

/** What a batch leaves alone, for a request that takes its place. */
export function exceptOf(batch: Pick<BatchProgress, 'leftOut'>): { readonly except?: string } {
  const asked = leftAloneIn(batch).map(({ tenantId }) => tenantId);
  return asked.length === 0 ? {} : { except: asked.join(' ; ') };
}
