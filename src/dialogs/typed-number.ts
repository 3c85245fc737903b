import type { PartnerId } from '../model/identifiers';
import type { Label } from '../model/label';
import { batchWith, isCalled } from './answer-in-dialog';
import { LINK } from './command';
import type { Command } from './command';
import { foldWord, isInSentence, isOfCorrection, messageWords, plainMessage } from './place-words';
import type { PlaceWords } from './place-words';
import { whereNamed } from './read-text';
import type { ReadText } from './read-text';
import { isWithoutPlace } from './request';
import type { LinkRequest } from './request';
import type { ConversationState } from './state';

/** What is offered to who asks about a number. */
const ABOUT_NUMBERS: readonly Label[] = ['which-partner-id', 'find-partner-id', 'show-link'];

/**
 * What a message means that holds one PartnerID: whatever `command` goes on with is for that number, never for one given
 * before it. A question about a number begins nothing.
 */
export function withTypedNumber(
  state: ConversationState,
  command: Command,
  read: ReadText,
  words: PlaceWords,
): Command {
  const { partnerId: typed } = read.said;
  if (typed.kind !== 'found') return command;
  const { partnerId } = typed;
  if (asksAbout(read, words)) return isLink(command) ? { kind: 'offer', labels: ABOUT_NUMBERS } : command;
  if (isUnclear(command) && isOnlyNumber(read, words)) {
    const open = requestOfOpen(state, read, words);
    return cardWith(partnerId, state) ?? (open === undefined ? command : linkTo(open, partnerId));
  }
  if (!isLink(command)) return command;
  const { request } = command;
  if (request.kind === 'other-id') return { kind: 'do', request: { ...request, partnerId } };
  // "It should be 5127255": linking is not asked for anew.
  const card =
    request.isCorrection === true && isWithoutPlace(request) ? cardWith(partnerId, state) : undefined;
  if (card !== undefined) return card;
  return request.partnerId === partnerId ? command : linkTo(request, partnerId);
}

type LinkCommand = Extract<Command, { kind: 'do' }> & {
  readonly request: Extract<Extract<Command, { kind: 'do' }>['request'], { kind: 'link' | 'other-id' }>;
};

function isLink(command: Command): command is LinkCommand {
  return command.kind === 'do' && (command.request.kind === 'link' || command.request.kind === 'other-id');
}

/** "No" with a number cancels nothing. */
function isUnclear(command: Command): boolean {
  if (command.kind === 'cancel') return true;
  return command.kind === 'offer' || (command.kind === 'say' && command.view.name === 'unknown');
}

/** Whether the number is right for its length and the company is asked anew. */
function linkTo(request: LinkRequest, partnerId: PartnerId): Command {
  return { kind: 'do', request: { ...request, partnerId, isLengthAccepted: false } };
}

/** "Is 1234567 ours?", not "can you link 1234567 in Contoso?". */
function asksAbout({ text }: ReadText, { ask }: PlaceWords): boolean {
  const [first] = messageWords(plainMessage(text));
  return text.includes('?') && first !== undefined && ask.has(first.text);
}

/** "No wait, take 5127255": nothing in it may name a directory. */
function isOnlyNumber({ text }: ReadText, words: PlaceWords): boolean {
  return messageWords(plainMessage(text)).every(
    (word) => isInSentence(words, word.text) || isOfCorrection(words, word.text),
  );
}

/** What the confirm card that is open would change, with this number. */
function cardWith(partnerId: PartnerId, { dialog }: ConversationState): Command | undefined {
  if (dialog.kind === 'confirming') return linkTo({ ...LINK, insteadOf: dialog.operationId }, partnerId);
  const isOfMany = dialog.kind === 'confirming-batch' || dialog.kind === 'choosing-many';
  return isOfMany ? batchWith(partnerId, dialog) : undefined;
}

/** The link that is open, or was made last where the message says no to it. */
function requestOfOpen(
  { dialog }: ConversationState,
  { text }: ReadText,
  words: PlaceWords,
): LinkRequest | undefined {
  const [first] = messageWords(plainMessage(text));
  switch (dialog.kind) {
    case 'asking-partner-id':
    case 'checking-partner-id':
    case 'offering-home':
      return dialog.request;
    case 'choosing-directory':
    case 'signing-in':
      return dialog.request.kind === 'link' ? dialog.request : undefined;
    case 'idle':
      return first !== undefined && words.no.has(first.text)
        ? { ...LINK, isCorrection: true, corrects: 'last' }
        : undefined;
    case 'confirming':
    case 'confirming-batch':
    case 'choosing-many':
    case 'forgetting':
      return undefined;
  }
}

/** What is asked with a PartnerID. */
export const LINKS: readonly Label[] = ['link-partner-id', 'change-partner-id', 'provide-partner-id'];
/** What stands behind "PartnerID", at the end: behind a colon or "is" it is meant as one, else perhaps. */
const BEHIND_PARTNER_ID =
  /(?:partner[\s-]?(?:id|nummer|number)|mpn(?:[\s-]?id)?)\s*(is\s|ist\s|lautet\s|[:=#])?\s*(\p{L}{3,40})(?:\s+(?:verknüpfen|eintragen|ändern|bitte|please))*\s*[.!]?\s*$/iu;
/** "PartnerID eintragen": what to do with it. */
const GERMAN_VERB = /(?:en|ern|eln)$/i;

/** Digits with letters among them, which are no part of an address, an id or a file. */
const DIGITS_AND_LETTERS =
  /(?<![\p{L}\p{N}.@/_-])(?=\d)(?=\d*\p{L})[\p{L}\d]{4,20}(?![\p{L}\p{N}@/_-]|\.\p{L})/gu;
const FEWEST_DIGITS = 2;

/** "Link my PartnerID abcdefg", "link 12ab in Contoso": letters that stand where the number belongs. */
export function lettersAsNumber(
  { dialog }: ConversationState,
  read: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  const { said, text, place, directories } = read;
  const isLink = LINKS.some((label) => label === said.top3[0]?.label);
  if (!isLink || said.partnerId.kind !== 'none') return undefined;
  const asked = dialog.kind === 'asking-partner-id' ? dialog.request : LINK;
  const mixed = digitsAndLetters(read, placeWords);
  if (mixed !== undefined) {
    const where = whereNamed({ ...read, place: place?.replace(mixed.toLowerCase(), ' ') });
    return { kind: 'mistake', request: { ...asked, ...where }, input: mixed, mistake: 'letters' };
  }
  if (place !== undefined) return undefined;
  const [, sign, input] = BEHIND_PARTNER_ID.exec(text.normalize('NFKC')) ?? [];
  if (input === undefined || isInSentence(placeWords, foldWord(input))) return undefined;
  if (sign === undefined && (said.band === 'answer' || GERMAN_VERB.test(input))) return undefined;
  if (directories.some((one) => isCalled(one, input, said.label))) return undefined;
  return { kind: 'mistake', request: asked, input, mistake: 'letters' };
}

/** A word of both that stands where the number belongs: not behind "in", and in no directory's name. */
function digitsAndLetters({ text, directories }: ReadText, placeWords: PlaceWords): string | undefined {
  const said = text.normalize('NFKC');
  return [...said.matchAll(DIGITS_AND_LETTERS)].find(({ 0: word, index }) => {
    const before = foldWord(/(\p{L}+)\s*$/u.exec(said.slice(0, index))?.[1] ?? '');
    const isName =
      placeWords.in.has(before) || directories.some(({ name }) => foldWord(name).includes(foldWord(word)));
    return !isName && word.replace(/\P{N}/gu, '').length >= FEWEST_DIGITS;
  })?.[0];
}
