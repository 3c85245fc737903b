import type { Directory } from '../model/directory';
import type { OperationId, PartnerId } from '../model/identifiers';
import type { Label } from '../model/label';
import { readPartnerId } from '../understanding/text/partner-id';
import type { PartnerIdReading } from '../understanding/text/partner-id';
import type { Understanding } from '../understanding/understand';
import type { Command } from './command';
import { commandOfPartnerId } from './command-of-press';
import { readDirectories } from './named-directories';
import { correctionIn, isInSentence, messageWords, plainMessage } from './place-words';
import type { MessageWord, PlaceWords } from './place-words';
import { asksMore, MOST_NAMED, whereNamed } from './read-text';
import type { ReadText } from './read-text';
import { isDirectoryRequest } from './request';
import type { DirectoryRequest, LinkRequest, Request } from './request';
import type { ConversationState, DialogState, SigningIn } from './state';

/** What a message means to what the bot has asked; undefined when it is no answer to that. */
export function answerInDialog(
  state: ConversationState,
  read: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  const { dialog } = state;
  const { said, text } = read;
  switch (dialog.kind) {
    case 'asking-partner-id':
      if (knowsNoNumber(said, text)) return WHERE_TO_FIND_IT;
      return isPartnerIdAnswer(said, text)
        ? commandOfPartnerId(inNamed(dialog.request, read, placeWords), text, idIn(said, text))
        : undefined;
    case 'checking-partner-id':
      if (said.label === 'confirm') {
        return { kind: 'do', request: { ...dialog.request, isLengthAccepted: true } };
      }
      if (said.label === 'decline') return askAgain(dialog.request);
      return said.label === 'provide-partner-id'
        ? commandOfPartnerId(inNamed(dialog.request, read, placeWords), text, idIn(said, text))
        : undefined;
    case 'choosing-directory':
      return answerToWhich(dialog, read, placeWords);
    case 'offering-home':
      return said.label === 'confirm' ? { kind: 'do', request: dialog.request } : undefined;
    case 'confirming':
      return typedYes(said, dialog.operationId) ?? besidesOpen(dialog, read, placeWords);
    case 'confirming-batch':
    case 'choosing-many':
      return (
        correctedBatch(dialog, read, placeWords) ?? besidesOpen(dialog, read, placeWords) ?? typedYes(said)
      );
    case 'forgetting':
      return typedYes(said);
    case 'signing-in':
      return whileSigningIn(dialog, read, placeWords);
    case 'idle':
      return undefined;
  }
}

function whileSigningIn(dialog: SigningIn, read: ReadText, words: PlaceWords): Command | undefined {
  const more = dialog.phase === 'failed' ? undefined : withMore(dialog.request, read, words);
  if (more !== undefined) return more;
  const isAsked = asksForOpenSignIn(dialog, read) && !namesAnother(read, words);
  return isAsked ? { kind: 'do', request: dialog.request } : undefined;
}

/** Nothing that changes a link runs on text alone: its button decides. */
function typedYes({ label }: Understanding, operationId?: OperationId): Command | undefined {
  if (label !== 'confirm') return undefined;
  return { kind: 'typed-yes', ...(operationId === undefined ? {} : { operationId }) };
}

/** "Wrong number, it should be 5127255", while many changes wait for their confirmation: the same with that number. */
function correctedBatch(
  dialog: OpenBatch,
  { said, text, place }: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  if (said.partnerId.kind !== 'found' || correctionIn(text, place, placeWords) === undefined)
    return undefined;
  return batchWith(said.partnerId.partnerId, dialog);
}

type OpenBatch = Extract<DialogState, { kind: 'confirming-batch' | 'choosing-many' }>;

/** The changes that wait for their confirmation, with another number. */
export function batchWith(partnerId: PartnerId, dialog: OpenBatch): Command {
  if (dialog.kind === 'confirming-batch')
    return { kind: 'do', request: { kind: 'other-id', batchId: dialog.batchId, partnerId } };
  const { except } = dialog;
  const link = { kind: 'link', isLengthAccepted: false, partnerId, inMany: 'everywhere' } as const;
  return { kind: 'do', request: { ...link, ...(except === undefined ? {} : { except }) } };
}

/** "All but Contoso", in answer to "in which directory?" or of the many that wait for their confirmation. */
export function allOthers(
  { dialog }: ConversationState,
  read: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  if (read.except === undefined || asksMore(read, placeWords)) return undefined;
  if (dialog.kind === 'confirming') return { kind: 'cancel', operationId: dialog.operationId };
  // Whether it says "all" is told with what it leaves alone: see withException.
  if (dialog.kind === 'choosing-directory') return { kind: 'do', request: dialog.request };
  if (dialog.kind !== 'confirming-batch' && dialog.kind !== 'choosing-many') return undefined;
  return { kind: 'do', request: { kind: 'plan-batch', batchId: dialog.batchId, next: 'chosen' } };
}

/** Where the PartnerID stands and who knows it; the form stays open. */
const WHERE_TO_FIND_IT: Command = { kind: 'explain', how: 'ask', topic: 'find-partner-id' };
const ABOUT_ONES_NUMBER: readonly Label[] = ['find-partner-id', 'which-partner-id'];
/** A label that is among the likeliest by chance is less likely than this. */
const LIKELY_FROM = 0.1;
const MOST_WORDS_OF_NOT_KNOWING = 6;
/** "My number", "unsere PartnerID": what was asked for, said back. */
const ONES_NUMBER =
  /^\W*(?:(?:it['’]?s|use|take|das\s+ist|nimm)\s+)?(?:my|mine|our|ours|the|mein\p{L}*|unser\p{L}*|die)\s+(?:own\s+|usual\s+|eigene\s+|übliche\s+)?(?:compan(?:y|ies)['’]?s?\s+|firma\s+)?(?:(?:partner|mpn|pal)[\s-]*)?(?:number|nummer|id|mpn)\W*$/iu;
/** Only fixed phrases, such as "no", are as sure as this. */
const FIXED_PHRASE_FROM = 0.9999;

/** "I don't know my number", "no idea": in answer to "which PartnerID?" that cancels nothing, and is no number. */
function knowsNoNumber({ band, label, confidence, top3 }: Understanding, text: string): boolean {
  if (/\d/.test(text.normalize('NFKC'))) return false;
  if (ONES_NUMBER.test(text)) return true;
  // "Ich kenne sie nicht" sounds like what the bot can't do, too.
  const isShort = text.trim().split(/\s+/).length <= MOST_WORDS_OF_NOT_KNOWING;
  if (band === 'answer')
    return isShort && (label === 'limits' || (label === 'decline' && confidence < FIXED_PHRASE_FROM));
  const [likeliest] = top3;
  const isNo = likeliest?.label === 'decline' || (isShort && likeliest?.label === 'limits');
  return isNo || top3.some((one) => ABOUT_ONES_NUMBER.includes(one.label) && one.confidence >= LIKELY_FROM);
}

/** The request where the message says, if it names a directory of the person beside the number. */
function inNamed(request: LinkRequest, read: ReadText, words: PlaceWords): LinkRequest {
  const { found, fitting, unknown } = readDirectories(read.place ?? '', read.directories, words);
  if (found.length + fitting.length === 0 && !unknown.some(({ near }) => near.length > 0)) return request;
  const { partnerId, isLengthAccepted } = request;
  return {
    kind: 'link',
    isLengthAccepted,
    ...(partnerId === undefined ? {} : { partnerId }),
    ...whereNamed(read),
  };
}

/** "And Coho too", "same for Coho", while a link or a removal waits for a sign-in: there as well. */
function withMore(request: Request, read: ReadText, words: PlaceWords): Command | undefined {
  const name = isOfDirectories(request) ? nameOfMore(read, words) : undefined;
  if (name === undefined || !isOfDirectories(request)) return undefined;
  const { tenantId, also = [], named, ...rest } = request;
  const chosen = tenantId === undefined ? also : [...also, tenantId];
  const before = chosen.length === 0 ? {} : { also: chosen };
  return {
    kind: 'do',
    request: { ...rest, ...before, named: named === undefined ? name : `${named}, ${name}` },
  };
}

/** "And Coho too" while a change waits for its confirmation: all of it on the next card, and nothing is dropped. */
function besidesOpen(
  dialog: Extract<DialogState, { kind: 'confirming' }> | OpenBatch,
  read: ReadText,
  words: PlaceWords,
): Command | undefined {
  const name = nameOfMore(read, words);
  if (name === undefined || dialog.kind === 'choosing-many') return undefined;
  const request: Request =
    dialog.kind === 'confirming'
      ? { kind: 'link', isLengthAccepted: true, besides: dialog.operationId, named: name }
      : { kind: 'other-id', batchId: dialog.batchId, besides: name };
  return { kind: 'do', request };
}

/** A change in directories that are named or chosen, or still to be asked for. */
function isOfDirectories(request: Request): request is Extract<Request, { kind: 'link' | 'unlink' }> {
  if (request.kind === 'unlink') return request.inMany === undefined;
  if (request.kind !== 'link') return false;
  return [request.inMany, request.corrects, request.insteadOf].every((one) => one === undefined);
}

/** The words that name one more directory, and say that it is wanted besides. */
function nameOfMore({ said, text }: ReadText, words: PlaceWords): string | undefined {
  const isOther = said.band === 'answer' && !MAY_BE_MORE.includes(said.label);
  if (isOther || text.includes('?') || said.partnerId.kind === 'found') return undefined;
  const plain = plainMessage(text);
  const all = messageWords(plain);
  const isMore = words.and.has(all[0]?.text ?? '') || all.some((word) => words.also.has(word.text));
  const isSentence = all.some((word) => words.ask.has(word.text) || words.verb.has(word.text));
  const isName = (word: MessageWord): boolean => !isInSentence(words, word.text);
  const [first, last] = [all.find(isName), all.findLast(isName)];
  if (!isMore || isSentence || first === undefined || last === undefined) return undefined;
  return plain.slice(first.start, last.end);
}

/** What "also in Coho" is taken for. */
const MAY_BE_MORE: readonly Label[] = [
  'link-partner-id',
  'change-partner-id',
  'provide-partner-id',
  'unlink-partner-id',
  'switch-tenant',
  'link-everywhere',
];

/** "OK", "done", or what nobody understands, while a sign-in waits: its button comes right there. Not for another directory. */
function asksForOpenSignIn(
  { phase, request }: SigningIn,
  { said: { label }, more, place }: ReadText,
): boolean {
  if (phase === 'silent' || more !== undefined || place !== undefined) return false;
  // What was pressed goes on with a press, or with the sign-in itself.
  const isPressed = request.kind === 'execute' || request.kind === 'run-batch' || request.kind === 'undo';
  return !isPressed && (label === 'confirm' || label === 'out-of-scope');
}

/** "And Fourth Coffee": another directory than that of the sign-in, even if nobody knows it. */
function namesAnother({ text }: ReadText, placeWords: PlaceWords): boolean {
  const [first, ...rest] = messageWords(plainMessage(text));
  return (
    first !== undefined &&
    placeWords.and.has(first.text) &&
    rest.some((word) => !isInSentence(placeWords, word.text))
  );
}

type OpenChoice = Extract<DialogState, { kind: 'choosing-directory' }>;

/** In answer to "in which directory?": its number in the list, its name, or what may be one. */
function answerToWhich(
  { request, listed }: OpenChoice,
  read: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  const { said, text, directories } = read;
  if (!isDirectoryRequest(request)) return undefined;
  const { except: _, ...asked } = request;
  const number = NUMBER_IN_LIST.exec(text.normalize('NFKC'))?.[1];
  const byNumber = number === undefined ? undefined : listed?.[Number(number) - 1];
  if (byNumber !== undefined) return { kind: 'do', request: { ...asked, tenantId: byNumber } };
  const isOther = said.band === 'answer' && !MAY_BE_A_NAME.includes(said.label);
  if (isOther && !directories.some((one) => isCalled(one, text, said.label))) return undefined;
  const named = readDirectories(text, directories, placeWords);
  const isKnown =
    named.found.length + named.fitting.length > 0 || named.unknown.some(({ near }) => near.length > 0);
  const isFree = isKnown || said.band === 'decline' || said.label === 'switch-tenant';
  return isFree ? withNumberGiven({ ...asked, named: text.slice(0, MOST_NAMED) }, read) : undefined;
}

/** Another number that is given with the name of a directory is for that one only, in place of what was asked for before. */
function withNumberGiven(request: DirectoryRequest, { said, text }: ReadText): Command {
  if (request.kind !== 'link' || said.partnerId.kind !== 'found') return { kind: 'do', request };
  const { also: _, stillOpen: __, unknown: ___, ...alone } = request;
  const isSame = said.partnerId.partnerId === request.partnerId;
  return commandOfPartnerId(isSame ? request : alone, text, said.partnerId);
}

const NUMBER_IN_LIST = /^\s*(?:#|no\.?|nr\.?|number|nummer)?\s*(\d{1,2})\s*[.)]?\s*$/i;
/** A name may be taken for one of these. */
const MAY_BE_A_NAME: readonly Label[] = ['switch-tenant', 'provide-partner-id', 'out-of-scope'];

/** Whether the text is the name or the domain of a directory; the beginning of one, unless it is a word of the bot. */
export function isCalled({ name, defaultDomain }: Directory, text: string, label: Label): boolean {
  const said = text.normalize('NFKC').trim().toLowerCase();
  const names = [name.normalize('NFKC').trim().toLowerCase(), defaultDomain.toLowerCase()];
  if (names.includes(said)) return true;
  return (
    said.length >= SHORTEST_BEGINNING &&
    !OWN_WORDS.includes(label) &&
    names.some((one) => one.startsWith(said))
  );
}

const SHORTEST_BEGINNING = 3;
const OWN_WORDS: readonly Label[] = [
  'cancel',
  'decline',
  'help',
  'undo',
  'sign-in',
  'sign-out',
  'forget-me',
  'thanks',
];

/** In answer to "which PartnerID?" the whole text should be the number; a sentence around it is fine too. */
function idIn(said: Understanding, text: string): PartnerIdReading {
  return said.partnerId.kind === 'found' ? said.partnerId : readPartnerId(text);
}

function askAgain(request: LinkRequest): Command {
  const { partnerId: _, ...rest } = request;
  return { kind: 'do', request: { ...rest, isLengthAccepted: false } };
}

/** In answer to "which PartnerID?": what has digits, or is nothing else, was meant as one. */
function isPartnerIdAnswer(said: Understanding, text: string): boolean {
  if (said.label === 'provide-partner-id' || said.band === 'decline') return true;
  return said.band === 'offer' && /\d/.test(text.normalize('NFKC'));
}
