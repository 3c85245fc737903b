import { z } from 'zod';
import { memoize } from '../lib/bounded-map';
import { readJsonFile } from '../lib/json';
import { LANGUAGES } from '../model/language';
import { PLAIN, plainText } from '../understanding/text/plain-text';

const list = z.array(z.string().min(1)).transform((words) => words.map(foldWord));
const placeWordsSchema = z
  .object({
    /** A directory's name is expected behind these. */
    in: list,
    /** One may stand behind these. */
    to: list,
    /** Between two names. */
    and: list,
    /** Beside a name, or instead of one: "the directory", "here", and what a column of a list is called. */
    around: list,
    /** The person's home directory. */
    home: list,
    /** It too, beside a word for a directory, or where a directory is expected: "my own", "in our company". */
    own: list,
    /** A directory. */
    directory: list,
    /** "Two days ago", "from yesterday": when, not where. */
    time: list,
    /** What a subscription is called in general. */
    subscription: list,
    /** For whom a proof is: "for my manager". */
    recipient: list,
    /** Everywhere: "everything". */
    all: list,
    /** "Find Contoso". */
    find: list,
    /** What else such a message is made of. */
    sentence: list,
    /** Phrases before what is left alone: "everywhere except Contoso". */
    except: list,
    /** The same where a name stands behind them: "not in Contoso". */
    not: list,
    /** The same, with "the link in" between: "keep the link in Contoso". */
    keep: list,
    /** Behind a name that is left alone: "leave Contoso alone". */
    alone: list,
    /** "Everything but Contoso"; behind what is left alone, what is wanted goes on: "not in Contoso but in Coho". */
    but: list,
    /** "No, it should be …": a correction begins with it. */
    no: list,
    /** "Wrong number": the last change is to be corrected. */
    wrong: list,
    /** "Is 1234567 ours?": a question about what follows begins with it. */
    ask: list,
    /** What else a correction is made of: "in all three, it should be". */
    correction: list,
    /** Behind a name: "Contoso has the wrong number". */
    verb: list,
    /** What waits is wanted in one more directory: "and Contoso too". */
    also: list,
    /** Another directory than that of the open card: "no, Contoso instead". */
    instead: list,
    /** "The same number as in Contoso": what is linked there is wanted elsewhere. */
    like: list,
  })
  .strict();

/** The words around the names of directories, of all languages together: people mix them. Folded, see foldWord. */
export type PlaceWords = Readonly<Record<keyof z.infer<typeof placeWordsSchema>, ReadonlySet<string>>>;

/** A word of a message: folded, where it stands in the plain text, and whether a comma or the like is before it. */
export interface MessageWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isSeparated: boolean;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const SEPARATOR = /[,;/+&|\n]|[.!?:]\s|["”]\s+["“„]/;
/** More words than a person types; the rest is left unread. */
const MOST_WORDS = 400;

/** Reads `content/<language>/places.json` of all languages; throws when one is not right. */
export function loadPlaceWords(contentFolder: string): PlaceWords {
  const all = LANGUAGES.map((language) =>
    readJsonFile(placeWordsSchema, contentFolder, language, 'places.json'),
  );
  const together = (key: keyof PlaceWords): ReadonlySet<string> =>
    new Set(all.flatMap((words) => words[key]));
  return {
    in: together('in'),
    to: together('to'),
    and: together('and'),
    around: together('around'),
    home: together('home'),
    own: together('own'),
    directory: together('directory'),
    time: together('time'),
    subscription: together('subscription'),
    recipient: together('recipient'),
    all: together('all'),
    find: together('find'),
    sentence: together('sentence'),
    except: together('except'),
    not: together('not'),
    keep: together('keep'),
    alone: together('alone'),
    but: together('but'),
    no: together('no'),
    wrong: together('wrong'),
    ask: together('ask'),
    correction: together('correction'),
    verb: together('verb'),
    also: together('also'),
    instead: together('instead'),
    like: together('like'),
  };
}

/** A word as names are compared: lower-case and without accents, "Zürich" like "zurich". */
export function foldWord(word: string): string {
  if (PLAIN.test(word)) return word.toLowerCase();
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

/** How Teams writes a mention of the bot. */
export const MENTION = /<at\b[^<>]{0,200}>[^<>]{0,200}<\/at>/gi;

const FEW = 4;
/** A message as its names are looked for: plain, without mentions of the bot. A dozen rules read it, one after the other. */
export const plainMessage = memoize((one) => plainText(one.replace(MENTION, ' ').replace(/\t/g, '\n')), FEW);
/** The words of a text, which `plainText` has folded. */
export const messageWords = memoize(wordsOf, FEW);

function wordsOf(plain: string): readonly MessageWord[] {
  const words: MessageWord[] = [];
  let before = 0;
  for (const match of plain.matchAll(WORD)) {
    const end = match.index + match[0].length;
    const isSeparated = SEPARATOR.test(plain.slice(before, match.index));
    words.push({ text: foldWord(match[0]), start: match.index, end, isSeparated });
    before = end;
    if (words.length >= MOST_WORDS) break;
  }
  return words;
}

/**
 * The part of a message that may name directories, from the first word such as "in" on: "in Contoso and Woodgrove".
 * `partnerId` is no name. Undefined when the message has no such part.
 */
export function placeIn(text: string, words: PlaceWords, partnerId?: string): string | undefined {
  const plain = plainMessage(text);
  const all = withoutNumber(messageWords(plain), words, partnerId);
  const mayNameAfter = (place: number): boolean => {
    const isStrict = words.in.has(all[place]?.text ?? '');
    return all
      .slice(place + 1)
      .some(({ text: word }) => isStrict || words.home.has(word) || !isInSentence(words, word));
  };
  const from = all.findIndex(
    ({ text: word }, place) => (words.in.has(word) || words.to.has(word)) && mayNameAfter(place),
  );
  const [first, last] = [all[from], all.at(-1)];
  return first && last ? plain.slice(first.start, last.end) : undefined;
}

const IN_SENTENCE = [
  'in',
  'to',
  'and',
  'around',
  'home',
  'own',
  'time',
  'subscription',
  'all',
  'find',
  'sentence',
] as const;

/** Whether a word belongs to the sentence rather than to a name. */
export function isInSentence(words: PlaceWords, word: string): boolean {
  return /^\p{N}+$/u.test(word) || IN_SENTENCE.some((key) => words[key].has(word));
}

/** Whether words say for whom something is, and no directory: "my manager", "the customer's admin". */
export function isRecipient(words: PlaceWords, text: string): boolean {
  const said = messageWords(text).map((one) => one.text);
  return (
    said.some((word) => words.recipient.has(word)) &&
    said.every((word) => words.recipient.has(word) || isInSentence(words, word))
  );
}

/** Whether a correction is made of such words: "no, the number is wrong, it should be". */
export function isOfCorrection(words: PlaceWords, word: string): boolean {
  return words.no.has(word) || words.wrong.has(word) || words.correction.has(word);
}

/**
 * "Wrong number, it should be 5127255", "no, it must be 5127255 in all three": the last change is meant, in `all` of its
 * directories where that is said. Undefined when it is no correction, or may name a directory.
 */
export function correctionIn(
  text: string,
  place: string | undefined,
  words: PlaceWords,
): 'last' | 'all' | undefined {
  const said = messageWords(plainMessage(text)).map((one) => one.text);
  const [first = ''] = said;
  const isNo = words.no.has(first) && said.some((word) => words.correction.has(word));
  if (text.includes('?') || !(isNo || said.some((word) => words.wrong.has(word)))) return undefined;
  const named = messageWords(place ?? '').map((one) => one.text);
  if (named.some((word) => !isInSentence(words, word) && !isOfCorrection(words, word))) return undefined;
  return said.some((word) => words.all.has(word)) ? 'all' : 'last';
}

const MOST_WORDS_OF_SUBJECT = 6;

/** The name that "oh no, Zzyzx has the wrong number" begins with, whether or not it is known; not that of a question. */
export function subjectIn(text: string, words: PlaceWords): string | undefined {
  const plain = plainMessage(text);
  const said = messageWords(plain);
  const [opening] = said;
  if (text.includes('?') || opening === undefined) return undefined;
  if (words.ask.has(opening.text) || words.verb.has(opening.text)) return undefined;
  const isPlain = ({ text: word }: MessageWord): boolean =>
    isInSentence(words, word) || isOfCorrection(words, word);
  const from = said.findIndex((word) => !isPlain(word));
  const verb = said.findIndex((word, place) => place > from && words.verb.has(word.text));
  const named = said.slice(from, verb);
  const [first, last] = [named[0], named.at(-1)];
  if (from < 0 || verb < 0 || first === undefined || last === undefined) return undefined;
  const isBefore = said.slice(0, from).every((word) => !words.in.has(word.text) && !words.to.has(word.text));
  const isName = named.every(
    (word) => !isPlain(word) || words.and.has(word.text) || words.around.has(word.text),
  );
  const hasNumber = named.some((word) => /\p{N}{2}/u.test(word.text));
  return isBefore && isName && !hasNumber && named.length <= MOST_WORDS_OF_SUBJECT
    ? plain.slice(first.start, last.end)
    : undefined;
}

/** "I would like …" is a wish. */
const WISHES = ['would', 'd', 'i', 'we', 'you', 'if', 'not'];

/** The directory whose number is wanted elsewhere, in "the same number as in Contoso", and the message without it. */
export interface Model {
  readonly named: string;
  readonly rest: string;
  /** It can be nothing else: "in" stands before the name, or the message speaks of the same. */
  readonly isClear: boolean;
}

/** See Model; undefined when no name stands behind "as" and the like. */
export function modelIn(text: string, words: PlaceWords): Model | undefined {
  const plain = plainMessage(text);
  const all = messageWords(plain);
  const textAt = (place: number): string => all[place]?.text ?? '';
  const like = all.findIndex(
    ({ text: word }, place) => words.like.has(word) && !WISHES.includes(textAt(place - 1)),
  );
  if (like < 0) return undefined;
  let from = like + 1;
  while (words.in.has(textAt(from)) || words.around.has(textAt(from))) from += 1;
  const behind = all.slice(from);
  const end = behind.findIndex(
    (word, place) =>
      isInSentence(words, word.text) || words.verb.has(word.text) || (place > 0 && word.isSeparated),
  );
  const [first, last] = [behind[0], (end < 0 ? behind : behind.slice(0, end)).at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const isClear = words.in.has(textAt(like + 1)) || all.some((word) => words.also.has(word.text));
  const rest = `${plain.slice(0, all[like]?.start)} ${plain.slice(last.end)}`;
  return { named: plain.slice(first.start, last.end), rest, isClear };
}

/** Whether a message says that something was before today: "the link from two days ago". */
export function saysWhen(text: string, words: PlaceWords): boolean {
  return messageWords(plainMessage(text)).some((one) => words.time.has(one.text));
}

/** The words but those that are the digits of the number, however they are grouped, and "to" before them: no place is meant. */
function withoutNumber(
  said: readonly MessageWord[],
  words: PlaceWords,
  number: string | undefined,
): readonly MessageWord[] {
  if (number === undefined) return said;
  for (let from = 0; from < said.length; from += 1) {
    let digits = '';
    for (let to = from; to < said.length && number.startsWith(digits); to += 1) {
      digits += said[to]?.text ?? '';
      if (digits !== number) continue;
      const before = said.slice(0, from);
      const isTo = words.to.has(before.at(-1)?.text ?? '');
      return [...(isTo ? before.slice(0, -1) : before), ...said.slice(to + 1)];
    }
  }
  return said;
}
