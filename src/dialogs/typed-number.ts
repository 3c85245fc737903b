import type { PartnerId } from '../model/identifiers';
import type { Label } from '../model/label';
import { batchWith } from './answer-in-dialog';
import { LINK } from './command';
import type { Command } from './command';
import { isInSentence, isOfCorrection, messageWords, plainMessage } from './place-words';
import type { PlaceWords } from './place-words';
import type { ReadText } from './read-text';
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
  const card = isWithoutPlace(request) ? cardWith(partnerId, state) : undefined;
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

/** "It should be 5127255": neither a directory is named, nor linking asked for anew. */
function isWithoutPlace({ isCorrection, ...request }: LinkRequest): boolean {
  const places = [request.tenantId, request.named, request.inMany, request.also];
  return isCorrection === true && places.every((one) => one === undefined);
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
