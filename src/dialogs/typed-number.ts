import type { PartnerId } from '../model/identifiers';
import type { Label } from '../model/label';
import { batchWith, isCalled } from './answer-in-dialog';
import { LINK } from './command';
import type { Command } from './command';
import { mentionIn, readDirectories } from './named-directories';
import {
  foldWord,
  isInSentence,
  isOfCorrection,
  messageWords,
  modelIn,
  placeIn,
  plainMessage,
} from './place-words';
import type { PlaceWords } from './place-words';
import { placeOfCorrection, subjectOf, whereNamed } from './read-text';
import type { ReadText } from './read-text';
import { isWithoutPlace } from './request';
import type { LinkRequest } from './request';
import type { ConversationState, DialogState } from './state';

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
    request.isCorrection === true && isWithoutPlace(request) ? openWith(partnerId, state) : undefined;
  if (card !== undefined) return card;
  const placed = inOpenBatch(request, state);
  return request.partnerId === partnerId ? { kind: 'do', request: placed } : linkTo(placed, partnerId);
}

/** "No, 5127255 for Coho" while a batch waits for its confirmation: nothing else of it is dropped. */
function inOpenBatch(request: LinkRequest, { dialog }: ConversationState): LinkRequest {
  const isOfOne = request.named !== undefined && request.inMany === undefined && request.also === undefined;
  return isOfOne && dialog.kind === 'confirming-batch' ? { ...request, inBatch: dialog.batchId } : request;
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

/** What waits for a press or a sign-in, with this number. */
function openWith(partnerId: PartnerId, state: ConversationState): Command | undefined {
  const { dialog } = state;
  return dialog.kind === 'signing-in' && dialog.request.kind === 'link'
    ? linkTo(dialog.request, partnerId)
    : cardWith(partnerId, state);
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

/** What is said of one directory means that one, whatever is open. */
export function saidOfDirectory(
  { dialog }: ConversationState,
  read: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  return (
    asksIfWrong(read, placeWords) ??
    asElsewhere(read, placeWords) ??
    correctionOf(read, placeWords) ??
    insteadThere(dialog, read, placeWords)
  );
}

/** "The same number as in Woodgrove on Coho": what is linked there is for the other one, and nothing changes there. */
function asElsewhere({ said, text, directories }: ReadText, words: PlaceWords): Command | undefined {
  const model = modelIn(text, words);
  const [first] = messageWords(plainMessage(text));
  if (model === undefined || first === undefined || words.ask.has(first.text)) return undefined;
  const isOther =
    said.band === 'answer' && ![...LINKS, 'link-everywhere', 'switch-tenant'].includes(said.label);
  const isKnown = readDirectories(model.named, directories, words).found.length > 0;
  if (isOther || !(model.isClear || isKnown)) return undefined;
  const named = mentionIn(model.rest, directories, words)?.named ?? placeIn(model.rest, words);
  const number =
    said.partnerId.kind === 'found'
      ? { partnerId: said.partnerId.partnerId, isLengthAccepted: false }
      : { numberOf: model.named, isLengthAccepted: true };
  return {
    kind: 'do',
    request: { kind: 'link', ...number, ...(named === undefined ? { isElsewhere: true } : { named }) },
  };
}

/** "No, Woodgrove", "make that Woodgrove instead": what the open card is about, there and not where it would have been. */
function insteadThere(
  dialog: DialogState,
  { said, text, directories, except }: ReadText,
  words: PlaceWords,
): Command | undefined {
  if (said.partnerId.kind === 'found' || text.includes('?')) return undefined;
  const mention = mentionIn(text, directories, words);
  const all = messageWords(plainMessage(text));
  const isInstead = words.no.has(all[0]?.text ?? '') || all.some((word) => words.instead.has(word.text));
  if (mention === undefined || !isInstead || except !== undefined) return undefined;
  const isRestPlain = messageWords(mention.rest).every(
    (word) =>
      isInSentence(words, word.text) || isOfCorrection(words, word.text) || words.instead.has(word.text),
  );
  const open = isRestPlain ? openLink(dialog) : undefined;
  return open && { kind: 'do', request: { ...open, named: mention.named } };
}

/** What the open card would link, without a word of where. */
function openLink(dialog: DialogState): LinkRequest | undefined {
  if (dialog.kind === 'confirming') return { ...LINK, isLengthAccepted: true, insteadOf: dialog.operationId };
  if (!('request' in dialog) || dialog.kind === 'signing-in' || dialog.request.kind !== 'link')
    return undefined;
  // Others that were named wait for this answer, too.
  if (dialog.kind === 'choosing-directory') return dialog.request;
  const { partnerId, isLengthAccepted } = dialog.request;
  return { kind: 'link', isLengthAccepted, ...(partnerId === undefined ? {} : { partnerId }) };
}

/** "Does Contoso have the wrong number?" is a question: what is linked there. */
function asksIfWrong({ said, text, directories }: ReadText, placeWords: PlaceWords): Command | undefined {
  if (!text.includes('?') || said.partnerId.kind === 'found') return undefined;
  const all = messageWords(plainMessage(text));
  const [first] = all;
  const isQuestion =
    first !== undefined && (placeWords.ask.has(first.text) || placeWords.verb.has(first.text));
  if (!isQuestion || !all.some((word) => placeWords.wrong.has(word.text))) return undefined;
  const named = mentionIn(text, directories, placeWords)?.named;
  return named === undefined ? undefined : { kind: 'do', request: { kind: 'show', named } };
}

/** "Zzyzx has the wrong number", "Contoso must be 5127255", "in Contoso gehört 5127255 hin": there, or nowhere when nobody knows it. */
function correctionOf({ said, text }: ReadText, placeWords: PlaceWords): Command | undefined {
  const isOther = said.band === 'answer' && !LINKS.includes(said.label);
  const { partnerId } = said;
  const all = messageWords(plainMessage(text));
  const place =
    said.band === 'decline' && partnerId.kind === 'found'
      ? placeOfCorrection(text, placeWords, partnerId.partnerId)
      : undefined;
  const named = isOther ? undefined : (subjectOf(text, placeWords) ?? place);
  if (named === undefined) return undefined;
  const request: LinkRequest = { ...LINK, named, isCorrection: true };
  if (partnerId.kind === 'found')
    return { kind: 'do', request: { ...request, partnerId: partnerId.partnerId } };
  const isWrong = all.some((word) => placeWords.wrong.has(word.text));
  return isWrong && partnerId.kind === 'none' ? { kind: 'do', request } : undefined;
}

/** What is asked with a PartnerID. */
export const LINKS: readonly Label[] = ['link-partner-id', 'change-partner-id', 'provide-partner-id'];
/** What stands behind "PartnerID", at the end: behind a colon or "is" it is meant as one, else perhaps. */
const BEHIND_PARTNER_ID =
  /(?:partner[\s-]?(?:id|nummer|number)|mpn(?:[\s-]?id)?)\s*(is\s|ist\s|lautet\s|[:=#])?\s*(\p{L}{3,40})(?:\s+(?:verknüpfen|eintragen|ändern|bitte|please))*\s*[.!]?\s*$/iu;
/** Where it is asked for in so many words, the likeliest reading of the letters matters less. */
const LINKING = /(?<!\p{L})(?:link|change|set|verknüpf\p{L}*|eintragen|änder\p{L}*)(?!\p{L})/iu;
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
  if (!mayLink(read) || said.partnerId.kind !== 'none') return undefined;
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

/** Whether a link is what is likeliest asked for, or may be, and its word is said. */
function mayLink({ said: { band, top3 }, text }: ReadText): boolean {
  const likeliest = band === 'answer' || !LINKING.test(text) ? top3.slice(0, 1) : top3;
  return likeliest.some(({ label }) => LINKS.includes(label));
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
