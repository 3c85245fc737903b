import type { PartnerId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';
import { isFaqLabel } from '../model/label';
import type { Label } from '../model/label';
import { LANGUAGES } from '../model/language';
import type { Language } from '../model/language';
import type { Person } from '../model/person';
import type { Understanding } from '../understanding/understand';
import type { FilledIn } from './explain';
import { commandOfPartnerId } from './command-of-press';
import { accessOfText } from './access';
import { allOthers, answerInDialog } from './answer-in-dialog';
import { commandOfLabel, LINK, undoOfOthers, withException } from './command';
import type { Command } from './command';
import { historyNamed } from './history';
import { askedFirst, commandOfCustomer, questionOfCustomer } from './customer';
import { asksForConsents } from './customer-request';
import { namedInCorrection, readDirectories } from './named-directories';
import {
  correctionIn,
  foldWord,
  isRecipient,
  messageWords,
  placeIn,
  plainMessage,
  saysWhen,
} from './place-words';
import type { PlaceWords } from './place-words';
import { MOST_NAMED, whereNamed } from './read-text';
import type { ReadText } from './read-text';
import { fileToCheck, fileWanted, isAboutHistory } from './take-along';
import { lettersAsNumber, LINKS, saidOfDirectory, withTypedNumber } from './typed-number';
import { isWithoutPlace } from './request';
import type { LinkRequest, Request } from './request';
import type { ConversationState, DialogState } from './state';
import { undoOfLast } from './state';

/**
 * What a message means here: inside a dialog its own answers are read first, then everything else. `ofClient`: the language
 * that the person's Teams is set to.
 */
export function commandOfText(
  state: ConversationState,
  read: ReadText,
  person: Person,
  placeWords: PlaceWords,
  ofClient: Language = 'en',
): Command {
  const said =
    beforeAll(state, read, placeWords) ??
    allOthers(state, read, placeWords) ??
    answerInDialog(state, read, placeWords) ??
    questionOfCustomer(state, read) ??
    search(read, placeWords) ??
    more(state, read) ??
    lettersAsNumber(state, read, placeWords) ??
    commandOfCustomer(state, read, () => ofPartner(state, read, person, placeWords)) ??
    ofPartner(state, read, person, placeWords);
  const numbered = withTypedNumber(state, said, read, placeWords);
  const meaning = askedFirst(state, withException(numbered, read, placeWords));
  const [language, wantedLanguage] = [languageIn(read, ofClient), spoken(read.said.wantedLanguage)];
  if (language === undefined && wantedLanguage === undefined) return meaning;
  return { ...meaning, language, wantedLanguage };
}

/** What is meant wherever the conversation stands. */
function beforeAll(state: ConversationState, read: ReadText, placeWords: PlaceWords): Command | undefined {
  const isForm = state.dialog.kind === 'asking-partner-id';
  return (
    fileToCheck(read) ??
    (state.audience === 'customer' ? undefined : asksForConsents(read)) ??
    fileWanted(state, read, placeWords) ??
    saidOfDirectory(state, read, placeWords) ??
    (isForm ? correction(state, read, placeWords) : undefined)
  );
}

function ofPartner(
  state: ConversationState,
  read: ReadText,
  person: Person,
  placeWords: PlaceWords,
): Command {
  return (
    undoOfOthers(state, read) ??
    correction(state, read, placeWords) ??
    accessOfText(read, placeWords) ??
    fromAnywhere(state, read, person, placeWords)
  );
}

/** A shorter message may be a command: "help" is said in every language, and shows none where Teams is set to another. */
const FEWEST_WORDS = 3;

function languageIn({ said, text }: ReadText, ofClient: Language): Language | undefined {
  const language = spoken(said.language);
  const isShort = messageWords(plainMessage(text)).length < FEWEST_WORDS;
  return language === 'en' && ofClient !== 'en' && isShort ? undefined : language;
}

/** One of the languages that the bot speaks. */
function spoken(language: string | undefined): Language | undefined {
  return LANGUAGES.find((one) => one === language);
}

/** "Find Contoso": it in the overview. A question that is understood is answered instead. */
function search({ said, text }: ReadText, { find }: PlaceWords): Command | undefined {
  const [first = '', ...rest] = text.normalize('NFKC').trim().split(/\s+/);
  if (said.band === 'answer' || rest.length === 0 || !find.has(foldWord(first))) return undefined;
  const sought = rest.join(' ').slice(0, MOST_SOUGHT);
  return { kind: 'do', request: { kind: 'overview', filter: 'all', page: 1, search: sought } };
}

const MOST_SOUGHT = 60;

/** "And Fourth Coffee": what was done last, there too. */
function more(
  { audience, lastAction, lastPartnerId }: ConversationState,
  read: ReadText,
): Command | undefined {
  if (read.more === undefined || (audience === 'customer' && lastAction === undefined)) return undefined;
  const where = whereNamed(read);
  const isLookedAt = lastAction === 'show' || lastAction === 'check-access';
  const action = read.more === 'show' && !isLookedAt ? 'show' : (lastAction ?? 'show');
  if (action !== 'link') return { kind: 'do', request: { kind: action, ...where } };
  return { kind: 'do', request: { ...linkWith(lastPartnerId), ...where } };
}

function linkWith(partnerId: PartnerId | undefined): LinkRequest {
  return partnerId === undefined ? LINK : { kind: 'link', partnerId, isLengthAccepted: true };
}

function fromAnywhere(
  state: ConversationState,
  read: ReadText,
  person: Person,
  placeWords: PlaceWords,
): Command {
  const { said } = read;
  if (said.band === 'offer') return offered(read, placeWords);
  if (isFaqLabel(said.label))
    return { kind: 'explain', how: 'ask', topic: said.label, known: knownFrom(said) };
  switch (said.label) {
    case 'link-partner-id':
    case 'change-partner-id':
    case 'provide-partner-id':
      return linkCommand(read);
    case 'unlink-partner-id':
      return { kind: 'do', request: { kind: 'unlink', ...whereNamed(read) } };
    case 'show-link':
      return { kind: 'do', request: { kind: 'show', ...whereNamed(read) } };
    case 'link-everywhere':
      return everywhere(state, said);
    case 'export-proof':
      return proofCommand(read);
    case 'switch-tenant':
      return { kind: 'do', request: { kind: 'switch-directory', ...whereNamed(read) } };
    case 'undo':
      return undoCommand(state, read, placeWords);
    case 'sign-in':
      return { kind: 'do', request: waitingForSignIn(state) ?? { kind: 'sign-in' }, wantsCard: true };
    case 'my-history':
      return { kind: 'history', ...historyNamed(read) };
    case 'limits':
      return { kind: 'limits', text: read.text };
    case 'greeting':
      return { kind: 'say', view: { name: 'greeting', data: { displayName: person.displayName } } };
    case 'thanks':
      return { kind: 'say', view: { name: 'thanks', data: {} } };
    case 'out-of-scope':
      return (
        aboutWhatIsKnown(state, read, placeWords) ?? { kind: 'say', view: { name: 'unknown', data: {} } }
      );
    case 'show-all-links':
    case 'check-access':
    case 'which-tenant':
    case 'sign-out':
    case 'forget-me':
    case 'cancel':
    case 'decline':
    case 'help':
    case 'switch-language':
    case 'as-customer':
    case 'as-partner':
    case 'confirm':
      return commandOfLabel(said.label) ?? { kind: 'say', view: { name: 'unknown', data: {} } };
  }
}

/** What is offered to who asks something about an open change that is not understood: "who is VanArsdel?". */
const ABOUT_A_CHANGE: readonly Label[] = ['several-partners', 'which-partner-id', 'remove-former-partner'];

/** What is not understood, but names a directory or asks about the change on the open card: the nearest there is. */
function aboutWhatIsKnown(
  { dialog }: ConversationState,
  { place, text, directories }: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  const { found } = readDirectories(place ?? '', directories, placeWords);
  if (place !== undefined && found.length > 0)
    return { kind: 'offer', labels: ['show-link', 'check-access'], place };
  const isChange = dialog.kind === 'confirming' || dialog.kind === 'confirming-batch';
  return isChange && text.includes('?') ? { kind: 'offer', labels: ABOUT_A_CHANGE } : undefined;
}

/** The last change; in a directory that is named the last one there. Of an earlier one, all of them to choose from. */
function undoCommand(state: ConversationState, read: ReadText, placeWords: PlaceWords): Command {
  const { place = '', directories, said, text } = read;
  const { found, fitting, unknown } = readDirectories(place, directories, placeWords);
  if (found.length + fitting.length + unknown.length > 0 || asTenantId(place) !== undefined)
    return { kind: 'do', request: { kind: 'undo-in', ...whereNamed(read) } };
  if (saysWhen(text, placeWords)) return { kind: 'history' };
  const last = undoOfLast(state) ?? ({ kind: 'show', asked: 'undo' } as const);
  // What is only guessed, or may be about the open card, undoes nothing without its own card.
  const isSure = said.isExact === true && state.dialog.kind === 'idle';
  return { kind: 'do', request: last.kind === 'undo' && !isSure ? { ...last, isAsked: true } : last };
}

/** As much of a message as may name directories. */
const MOST_LETTERS = 1_000;

function offered({ said, text, place }: ReadText, placeWords: PlaceWords): Command {
  // The last change is not the one that is meant.
  if (said.top3[0]?.label === 'undo' && saysWhen(text, placeWords)) return { kind: 'history' };
  if (isProofForSomebody(said, text, placeWords))
    return { kind: 'do', request: { kind: 'prove', of: 'links' } };
  // "What does it cost my customer?" The words say so as well.
  const isAboutTerms = said.asCustomer?.topic === 'explain-pal-to-customer';
  if (isAboutTerms && said.top3[0]?.label === 'what-is-pal')
    return { kind: 'explain', how: 'ask', topic: 'what-is-pal' };
  const labels = said.top3.map(({ label }) => label);
  return { kind: 'offer', labels, ...(place === undefined ? {} : { place: place.slice(0, MOST_LETTERS) }) };
}

/** In this, an offer doubts only whose proof it is: who is to see "a proof for my boss" is not who is to be linked. */
const SURE_OF_PROOF = 0.8;

function isProofForSomebody({ top3: [best] }: Understanding, text: string, placeWords: PlaceWords): boolean {
  const isProof = best?.label === 'export-proof' && best.confidence >= SURE_OF_PROOF;
  return isProof && isRecipient(placeWords, placeIn(text, placeWords) ?? '');
}

/** What a new sign-in should go on with. Not a pressed undo: no text confirms it. */
function waitingForSignIn({ dialog }: ConversationState): Request | undefined {
  return dialog.kind === 'signing-in' && dialog.request.kind !== 'undo' ? dialog.request : undefined;
}

/** "Link 1234567 everywhere", "change it everywhere to 2345678", "unlink everywhere". */
function everywhere({ lastPartnerId }: ConversationState, { action, partnerId }: Understanding): Command {
  if (action === 'unlink') return { kind: 'do', request: { kind: 'unlink', inMany: 'all' } };
  const given =
    partnerId.kind === 'found' ? { ...LINK, partnerId: partnerId.partnerId } : linkWith(lastPartnerId);
  return { kind: 'do', request: { ...given, inMany: action === 'change' ? 'all' : 'everywhere' } };
}

function proofCommand(read: ReadText): Command {
  const of = isAboutHistory(read.text) ? 'history' : 'links';
  return { kind: 'do', request: { kind: 'prove', of, ...(of === 'links' ? whereNamed(read) : {}) } };
}

function linkCommand(read: ReadText): Command {
  const { said, text } = read;
  const isCorrection = said.label !== 'link-partner-id';
  const request: LinkRequest = { ...LINK, ...whereNamed(read), ...(isCorrection ? { isCorrection } : {}) };
  return said.partnerId.kind === 'none'
    ? { kind: 'do', request }
    : commandOfPartnerId(request, text, said.partnerId);
}

/** "Wrong number, it should be 5127255": of what was changed last, or in the directory that it names. */
function correction(
  { dialog }: ConversationState,
  { said, text, place, directories }: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  const isOther = said.band === 'answer' && said.label !== 'link-everywhere' && !LINKS.includes(said.label);
  if (!isOpenToCorrection(dialog) || said.partnerId.kind !== 'found' || isOther) return undefined;
  const named = namedInCorrection(text, place, directories, placeWords)?.slice(0, MOST_NAMED);
  const corrects = correctionIn(text, named === undefined ? place : undefined, placeWords);
  const where = named === undefined ? { corrects } : { named };
  const { partnerId } = said.partnerId;
  return corrects && { kind: 'do', request: { ...LINK, partnerId, isCorrection: true, ...where } };
}

/** Nothing is open, or a link for which no directory was named or chosen yet. */
function isOpenToCorrection(dialog: DialogState): boolean {
  if (dialog.kind === 'idle') return true;
  if (dialog.kind !== 'asking-partner-id' && dialog.kind !== 'choosing-directory') return false;
  return dialog.request.kind === 'link' && isWithoutPlace(dialog.request);
}

/** What a question names goes into the commands of its answer. */
function knownFrom(said: Understanding): FilledIn {
  return {
    ...(said.tenant === undefined ? {} : { tenant: said.tenant }),
    ...(said.partnerId.kind === 'found' ? { partnerId: said.partnerId.partnerId } : {}),
  };
}
