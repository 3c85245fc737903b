import type { Directory } from '../model/directory';
import { asTenantId } from '../model/identifiers';
import type { PartnerId } from '../model/identifiers';
import { isFaqLabel } from '../model/label';
import type { Label } from '../model/label';
import { plainText } from '../understanding/text/plain-text';
import type { Understanding } from '../understanding/understand';
import { exceptionIn, mayExcept } from './exceptions';
import { mentionIn } from './named-directories';
import type { Mention } from './named-directories';
import {
  isInSentence,
  isOfCorrection,
  isRecipient,
  messageWords,
  placeIn,
  plainMessage,
  subjectIn,
} from './place-words';
import type { MessageWord, PlaceWords } from './place-words';
import type { LinkRequest } from './request';

/** A message as the conversation reads it: what it asks, and the words in it that name directories. */
export interface ReadText {
  readonly text: string;
  readonly said: Understanding;
  /** Words that name directories, still to be found among the person's. */
  readonly place?: string | undefined;
  /** The message only names directories: what was done last is wanted there too. `show`: it asks. */
  readonly more?: 'again' | 'show';
  /** The words that name what it leaves alone; empty when they can't be told. The text is without them. */
  readonly except?: string;
  /** The person's directories, as far as they were needed to read it. */
  readonly directories: readonly Directory[];
}

/** What is needed to read a message. */
export interface TextReader {
  readonly understand: (text: string, isAnswer: boolean) => Promise<Understanding>;
  readonly placeWords: PlaceWords;
  /** Whether the person was just asked for a directory. */
  readonly isChoosing: boolean;
  /** Whether a change waits for their confirmation, or its directories to be chosen. */
  readonly isConfirming?: boolean;
  /** The person's directories; `mayAsk`: if they are not remembered, ARM may be asked for them. */
  readonly directories: (mayAsk: boolean) => Promise<readonly Directory[]>;
}

/** What a message may ask to do in one directory. */
const IN_DIRECTORY: readonly Label[] = [
  'link-partner-id',
  'change-partner-id',
  'provide-partner-id',
  'unlink-partner-id',
  'show-link',
  'export-proof',
  'switch-tenant',
  'my-history',
  'undo',
  'check-access',
];

/** Behind the words of a button: "Link what is missing (4)". */
const COUNT = /\s\(\d{1,4}\)\s*$/;
/** In characters. */
const LONGEST_FEW = 300;

/** What is left alone counts for a change only: a question about what is not linked in Contoso is about Contoso. */
const CHANGES: readonly Label[] = [
  'link-partner-id',
  'change-partner-id',
  'provide-partner-id',
  'unlink-partner-id',
  'link-everywhere',
  'undo',
];

/** Reads a message; what a change is to leave alone is taken out of it. */
export async function readText(reader: TextReader, typed: string, isAnswer: boolean): Promise<ReadText> {
  const text = typed.replace(COUNT, '');
  const read = await readWhole(reader, text, isAnswer);
  if (!mayExcept(text, reader.placeWords)) return read;
  const isOpen = reader.isChoosing || reader.isConfirming === true || isOfChange(read);
  if (!isOpen && exceptionIn(text, read.directories, reader.placeWords) === undefined) return read;
  const directories = await reader.directories(isOpen || read.said.band !== 'answer');
  const exception = exceptionIn(text, directories, reader.placeWords);
  if (exception === undefined || (isFaqLabel(read.said.label) && !exception.isKnown)) return read;
  const other = await readRest(reader, read, exception.rest, isAnswer);
  return isOpen || isOfChange(other) ? { ...other, directories, except: exception.except } : read;
}

/** What a message asks besides what it leaves alone. */
async function readRest(
  reader: TextReader,
  { said: { language, ...said } }: ReadText,
  rest: string,
  isAnswer: boolean,
): Promise<ReadText> {
  if (rest === '') return { text: rest, said: { ...said, language }, directories: [] };
  const other = await readWhole(reader, rest, isAnswer);
  // What an offer would lead to knows of no exception.
  const band = isOfChange(other) ? 'answer' : other.said.band;
  return { ...other, said: { ...other.said, band, language: language ?? other.said.language } };
}

function isOfChange({ said, more }: ReadText): boolean {
  return more === 'again' || (said.band !== 'decline' && CHANGES.includes(said.label));
}

/**
 * Reads a message whole. The names of the person's directories are words that the bot knows: where one stands in the way of
 * understanding ("unlink contoso"), the rest is read without it.
 */
async function readWhole(reader: TextReader, text: string, isAnswer: boolean): Promise<ReadText> {
  const { placeWords } = reader;
  const said = await reader.understand(text, isAnswer);
  const isSure = said.band === 'answer' && !isAboutNames(said);
  if (isSure && !reader.isChoosing && !mayName(said, text, placeWords))
    return { text, said, directories: [] };
  const directories = await reader.directories(!isSure || reader.isChoosing);
  const place = placeOf(text, said, placeWords);
  const mention = namesIn(text, place, directories, placeWords) ?? unknownNames(said, text, place);
  const aside = readWithout(mention, isSure);
  if (aside === undefined) {
    return { text, said, directories, place: mention?.named ?? anyName(said, placeWords) };
  }
  const besides = await readBeside(reader, said, aside, isAnswer);
  return {
    text,
    directories,
    ...(besides ?? { said, place: isSure ? aside.named : (place ?? aside.named) }),
  };
}

/** What asks for something in a directory, or says no to one: "no, Woodgrove". */
function mayName({ label }: Understanding, text: string, placeWords: PlaceWords): boolean {
  if (IN_DIRECTORY.includes(label)) return true;
  const isNo = label === 'decline' || label === 'cancel';
  return isNo && messageWords(plainMessage(text)).some((word) => !isInSentence(placeWords, word.text));
}

/** Names are taken away where the message is not understood with them, or they outweigh the rest: a pasted list. */
function readWithout(mention: Mention | undefined, isSure: boolean): Mention | undefined {
  return isSure && (mention?.named.length ?? 0) <= LONGEST_FEW ? undefined : mention;
}

/** What a message asks that was understood only without the names in it; undefined when it was not even then. */
async function readBeside(
  { understand, placeWords }: TextReader,
  said: Understanding,
  { named, rest }: Mention,
  isAnswer: boolean,
): Promise<Pick<ReadText, 'said' | 'place' | 'more'> | undefined> {
  const besides = await understand(rest, isAnswer);
  if (besides.band !== 'decline' && IN_DIRECTORY.includes(besides.label)) {
    // The rest may be too short to show its language.
    const { partnerId, language = besides.language } = said;
    return { said: { ...besides, band: 'answer', partnerId, language }, place: named };
  }
  const isOnlyNames = messageWords(plainText(rest)).every(({ text }) => isInSentence(placeWords, text));
  return isOnlyNames ? { said, place: named, more: rest.includes('?') ? 'show' : 'again' } : undefined;
}

/** What turns on whether the names in it are directories': "is woodgrove linked?" may be about a colleague. */
function isAboutNames(said: Understanding): boolean {
  const isOfOthers = said.label === 'see-all-links' && said.subject === 'other';
  return said.label === 'limits' || isOfOthers || isListOfNames(said);
}

/** Many directories, each by its name: not everywhere. */
function isListOfNames({ label, where }: Understanding): boolean {
  return (label === 'link-everywhere' || label === 'show-all-links') && !where.isEverywhere;
}

/** Names of the person's directories: in the words behind "in" and the like, anywhere else, or both. */
function namesIn(
  text: string,
  place: string | undefined,
  directories: readonly Directory[],
  placeWords: PlaceWords,
): Mention | undefined {
  const mention = mentionIn(text, directories, placeWords);
  if (mention === undefined || place === undefined) return mention;
  if (!place.includes(mention.named)) return { ...mention, named: `${mention.named}, ${place}` };
  // "In Contoso rückgängig": what stands behind the name is of the sentence, unless it may be one more name.
  const beside = messageWords(place.replace(mention.named, ' '));
  if (beside.every((word) => isInSentence(placeWords, word.text))) return { ...mention, named: place };
  return { named: place, rest: plainMessage(text).replace(place, '') };
}

/** Names none of which is known; behind other words than "in" and the like only where directories are asked about. */
function unknownNames(said: Understanding, text: string, place: string | undefined): Mention | undefined {
  if (place === undefined || !(IN_DIRECTORY.includes(said.label) || isListOfNames(said))) return undefined;
  return { named: place, rest: plainMessage(text).replace(place, '') };
}

/** The words behind "in" and the like. A proof "for my manager" names no directory. */
function placeOf(text: string, said: Understanding, placeWords: PlaceWords): string | undefined {
  const place = placeIn(text, placeWords, numberIn(said));
  return isForSomebody(said, place, placeWords) ? undefined : place;
}

/** A domain or id, or words that may name a directory. */
function anyName(said: Understanding, placeWords: PlaceWords): string | undefined {
  const { tenant, directoryWords } = said;
  return tenant ?? (isForSomebody(said, directoryWords, placeWords) ? undefined : directoryWords);
}

function isForSomebody({ top3 }: Understanding, words: string | undefined, placeWords: PlaceWords): boolean {
  return words !== undefined && top3[0]?.label === 'export-proof' && isRecipient(placeWords, words);
}

function numberIn({ partnerId }: Understanding): string | undefined {
  return partnerId.kind === 'found' ? partnerId.partnerId : undefined;
}

/** As much of it as is searched for names: a hundred of them, pasted. */
export const MOST_NAMED = 8_000;

/** Where a message says: the directory's id, or the words that name it. */
export function whereNamed({ place }: ReadText): Partial<Pick<LinkRequest, 'tenantId' | 'named'>> {
  if (place === undefined) return {};
  const tenantId = asTenantId(/^(?:\S+\s+)?(\S+)$/.exec(place)?.[1] ?? '');
  return tenantId === undefined ? { named: place.slice(0, MOST_NAMED) } : { tenantId };
}

/** Whether a message asks for something besides what it leaves alone. */
export function asksMore({ said, text }: ReadText, placeWords: PlaceWords): boolean {
  if (text === '') return false;
  const { home, own } = placeWords;
  // "Remove the link everywhere": not what was asked for before.
  const isRemoval = said.label === 'link-everywhere' && said.action === 'unlink';
  const isChange = isRemoval || (said.band === 'answer' && NOT_EVERYTHING.includes(said.label));
  const isOther = messageWords(plainMessage(text)).some(
    ({ text: word }) => !isInSentence(placeWords, word) || home.has(word) || own.has(word),
  );
  return isChange || isOther || said.partnerId.kind === 'found';
}

/** What "everything" may be taken for is none of them. */
const NOT_EVERYTHING: readonly Label[] = [
  'link-partner-id',
  'change-partner-id',
  'unlink-partner-id',
  'undo',
  'sign-out',
  'forget-me',
  'cancel',
];

/** "In Contoso gehört 5127255 hin": behind the name stands nothing but that its number is another one. */
export function placeOfCorrection(text: string, words: PlaceWords, partnerId: PartnerId): string | undefined {
  const place = placeIn(text, words, partnerId);
  const spoken = messageWords(plainMessage(place ?? ''));
  const isPlain = plainIn(words);
  const name = spoken.findIndex((word) => !isPlain(word));
  const end = spoken.findIndex((word, at) => at > name && isPlain(word));
  const behind = untilNumber(spoken.slice(end));
  const isCorrection = messageWords(plainMessage(text)).some((word) => isOfCorrection(words, word.text));
  return isCorrection && name >= 0 && end > name && behind.every(isPlain) ? place : undefined;
}

/** "Contoso must be 5127255", not "the list has a new rule: link 5127255": nothing else is said before the number. */
export function subjectOf(text: string, words: PlaceWords): string | undefined {
  const subject = subjectIn(text, words);
  if (subject === undefined) return undefined;
  const plain = plainMessage(text);
  const behind = messageWords(plain.slice(plain.indexOf(subject) + subject.length));
  return untilNumber(behind).every(plainIn(words)) ? subject : undefined;
}

function untilNumber(spoken: readonly MessageWord[]): readonly MessageWord[] {
  const number = spoken.findIndex(({ text }) => NUMBER.test(text));
  return number < 0 ? spoken : spoken.slice(0, number);
}

function plainIn(words: PlaceWords): (word: MessageWord) => boolean {
  return ({ text }) => isInSentence(words, text) || isOfCorrection(words, text) || words.verb.has(text);
}

const NUMBER = /^\p{N}+$/u;
