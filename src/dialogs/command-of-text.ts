import type { Directory } from '../model/directory';
import type { PartnerId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';
import { isFaqLabel } from '../model/label';
import type { Label } from '../model/label';
import { LANGUAGES } from '../model/language';
import type { Language } from '../model/language';
import type { Person } from '../model/person';
import type { PartnerIdReading } from '../understanding/text/partner-id';
import { readPartnerId } from '../understanding/text/partner-id';
import type { Understanding } from '../understanding/understand';
import type { Known } from './explain';
import { commandOfPartnerId } from './command-of-press';
import { accessOfText } from './access';
import { LINK } from './command';
import type { Command } from './command';
import type { HistoryWish } from './history';
import { audienceOf, commandOfCustomer } from './customer';
import { readDirectories } from './named-directories';
import { foldWord, isInSentence } from './place-words';
import type { PlaceWords } from './place-words';
import type { ReadText } from './read-text';
import { fileToCheck, isAboutHistory } from './take-along';
import { isDirectoryRequest } from './request';
import type { LinkRequest, Request } from './request';
import type { ConversationState, DialogState, SigningIn } from './state';

/** What a message means here: inside a dialog its own answers are read first, then everything else. */
export function commandOfText(
  state: ConversationState,
  read: ReadText,
  person: Person,
  placeWords: PlaceWords,
): Command {
  const meaning =
    fileToCheck(read) ??
    answerInDialog(state, read, placeWords) ??
    search(read, placeWords) ??
    more(state, read) ??
    lettersAsNumber(state, read, placeWords) ??
    commandOfCustomer(state, read.said) ??
    accessOfText(read, placeWords) ??
    fromAnywhere(state, read, person);
  const [language, wantedLanguage] = [read.said.language, read.said.wantedLanguage].map(spoken);
  if (language === undefined && wantedLanguage === undefined) return meaning;
  return { ...meaning, language, wantedLanguage };
}

/** One of the languages that the bot speaks. */
function spoken(language: string | undefined): Language | undefined {
  return LANGUAGES.find((one) => one === language);
}

function answerInDialog(
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
        ? commandOfPartnerId(dialog.request, text, idIn(said, text))
        : undefined;
    case 'checking-partner-id':
      if (said.label === 'confirm') {
        return { kind: 'do', request: { ...dialog.request, isLengthAccepted: true } };
      }
      if (said.label === 'decline') return askAgain(dialog.request);
      return said.label === 'provide-partner-id'
        ? commandOfPartnerId(dialog.request, text, idIn(said, text))
        : undefined;
    case 'choosing-directory':
      return answerToWhich(dialog, read, placeWords);
    case 'offering-home':
      return said.label === 'confirm' ? { kind: 'do', request: dialog.request } : undefined;
    case 'confirming':
      // Nothing that changes a link runs on text alone: its button decides.
      return said.label === 'confirm' ? { kind: 'typed-yes', operationId: dialog.operationId } : undefined;
    case 'confirming-batch':
    case 'choosing-many':
    case 'forgetting':
      return said.label === 'confirm' ? { kind: 'typed-yes' } : undefined;
    case 'signing-in':
      return asksForOpenSignIn(dialog, said) ? { kind: 'do', request: dialog.request } : undefined;
    case 'idle':
      return undefined;
  }
}

/** Where the PartnerID stands and who knows it; the form stays open. */
const WHERE_TO_FIND_IT: Command = { kind: 'explain', how: 'ask', topic: 'find-partner-id' };
const ABOUT_ONES_NUMBER: readonly Label[] = ['find-partner-id', 'which-partner-id'];
/** A label that is among the likeliest by chance is less likely than this. */
const LIKELY_FROM = 0.1;
const MOST_WORDS_OF_NOT_KNOWING = 6;
/** Only fixed phrases, such as "no", are as sure as this. */
const FIXED_PHRASE_FROM = 0.9999;

/** "I don't know my number", "no idea": in answer to "which PartnerID?" that cancels nothing, and is no number. */
function knowsNoNumber({ band, label, confidence, top3 }: Understanding, text: string): boolean {
  if (/\d/.test(text.normalize('NFKC'))) return false;
  const isNo = top3[0]?.label === 'decline';
  // "Ich kenne sie nicht" sounds like what the bot can't do, too.
  const isShort = text.trim().split(/\s+/).length <= MOST_WORDS_OF_NOT_KNOWING;
  if (band === 'answer')
    return isShort && (label === 'limits' || (label === 'decline' && confidence < FIXED_PHRASE_FROM));
  return isNo || top3.some((one) => ABOUT_ONES_NUMBER.includes(one.label) && one.confidence >= LIKELY_FROM);
}

/** "OK", "done", or what nobody understands, while a sign-in waits: its button comes right there. */
function asksForOpenSignIn({ phase, request }: SigningIn, { label }: Understanding): boolean {
  if (phase === 'silent') return false;
  // What was pressed goes on with a press, or with the sign-in itself.
  const isPressed = request.kind === 'execute' || request.kind === 'run-batch' || request.kind === 'undo';
  return !isPressed && (label === 'confirm' || label === 'out-of-scope');
}

/** In answer to "in which directory?": its number in the list, its name, or what may be one. */
function answerToWhich(
  { request, listed }: Extract<DialogState, { kind: 'choosing-directory' }>,
  { said, text, directories }: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  if (!isDirectoryRequest(request)) return undefined;
  const number = NUMBER_IN_LIST.exec(text.normalize('NFKC'))?.[1];
  const byNumber = number === undefined ? undefined : listed?.[Number(number) - 1];
  if (byNumber !== undefined) return { kind: 'do', request: { ...request, tenantId: byNumber } };
  const isOther = said.band === 'answer' && !MAY_BE_A_NAME.includes(said.label);
  if (isOther && !directories.some((one) => isCalled(one, text, said.label))) return undefined;
  const named = readDirectories(text, directories, placeWords);
  const isKnown =
    named.found.length + named.fitting.length > 0 || named.unknown.some(({ near }) => near.length > 0);
  const isFree = isKnown || said.band === 'decline' || said.label === 'switch-tenant';
  return isFree ? { kind: 'do', request: { ...request, named: text.slice(0, MOST_NAMED) } } : undefined;
}

const NUMBER_IN_LIST = /^\s*(?:#|no\.?|nr\.?|number|nummer)?\s*(\d{1,2})\s*[.)]?\s*$/i;
/** A name may be taken for one of these. */
const MAY_BE_A_NAME: readonly Label[] = ['switch-tenant', 'provide-partner-id', 'out-of-scope'];
/** As much of a message as may name directories. */
const MOST_LETTERS = 1_000;
/** As much of it as is searched for names: a hundred of them, pasted. */
const MOST_NAMED = 8_000;

/** Whether the text is the name or the domain of a directory; the beginning of one, unless it is a word of the bot. */
function isCalled({ name, defaultDomain }: Directory, text: string, label: Label): boolean {
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

/** "Find Contoso": it in the overview. A question that is understood is answered instead. */
function search({ said, text }: ReadText, { find }: PlaceWords): Command | undefined {
  const [first = '', ...rest] = text.normalize('NFKC').trim().split(/\s+/);
  if (said.band === 'answer' || rest.length === 0 || !find.has(foldWord(first))) return undefined;
  const sought = rest.join(' ').slice(0, MOST_SOUGHT);
  return { kind: 'do', request: { kind: 'overview', filter: 'all', page: 1, search: sought } };
}

const MOST_SOUGHT = 60;

/** "And Fourth Coffee": what was done last, there too. */
function more({ lastAction, lastPartnerId }: ConversationState, read: ReadText): Command | undefined {
  if (read.more === undefined) return undefined;
  const where = whereNamed(read);
  const isLookedAt = lastAction === 'show' || lastAction === 'check-access';
  const action = read.more === 'show' && !isLookedAt ? 'show' : (lastAction ?? 'show');
  if (action !== 'link') return { kind: 'do', request: { kind: action, ...where } };
  return { kind: 'do', request: { ...linkWith(lastPartnerId), ...where } };
}

function linkWith(partnerId: PartnerId | undefined): LinkRequest {
  return partnerId === undefined ? LINK : { kind: 'link', partnerId, isLengthAccepted: true };
}

function fromAnywhere(state: ConversationState, read: ReadText, person: Person): Command {
  const { said, place } = read;
  if (said.band === 'offer') return offered(read);
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
    case 'show-all-links':
      return { kind: 'do', request: { kind: 'overview', filter: 'all', page: 1, isAgain: true } };
    case 'link-everywhere':
      return everywhere(state, said);
    case 'export-proof':
      return proofCommand(read);
    case 'check-access':
      return { kind: 'do', request: { kind: 'check-access' } };
    case 'which-tenant':
      return { kind: 'do', request: { kind: 'which-directory' } };
    case 'switch-tenant':
      return { kind: 'do', request: { kind: 'switch-directory', ...whereNamed(read) } };
    case 'undo':
      // In a directory that was named only what is there now is shown: the last change may be another one's.
      return state.lastDone === undefined || place !== undefined
        ? { kind: 'do', request: { kind: 'show', ...whereNamed(read) } }
        : { kind: 'do', request: { kind: 'undo', operationId: state.lastDone } };
    case 'sign-in':
      return { kind: 'do', request: waitingForSignIn(state) ?? { kind: 'sign-in' }, wantsCard: true };
    case 'sign-out':
      return { kind: 'sign-out' };
    case 'forget-me':
      return { kind: 'forget' };
    case 'my-history':
      return { kind: 'history', ...historyNamed(read) };
    case 'cancel':
    case 'decline':
      return { kind: 'cancel' };
    case 'help':
    case 'switch-language':
      return { kind: 'help' };
    case 'limits':
      return { kind: 'limits', text: read.text };
    case 'as-customer':
    case 'as-partner':
      return audienceOf(said.label);
    case 'greeting':
      return { kind: 'say', view: { name: 'greeting', data: { displayName: person.displayName } } };
    case 'thanks':
      return { kind: 'say', view: { name: 'thanks', data: {} } };
    case 'confirm':
    case 'out-of-scope':
      return { kind: 'say', view: { name: 'unknown', data: {} } };
  }
}

function offered({ said, place }: ReadText): Command {
  const labels = said.top3.map(({ label }) => label);
  return { kind: 'offer', labels, ...(place === undefined ? {} : { place: place.slice(0, MOST_LETTERS) }) };
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
  const request: LinkRequest = { ...LINK, ...whereNamed(read) };
  return said.partnerId.kind === 'none'
    ? { kind: 'do', request }
    : commandOfPartnerId(request, text, said.partnerId);
}

const LINKS: readonly Label[] = ['link-partner-id', 'change-partner-id', 'provide-partner-id'];
/** What stands behind "PartnerID", at the end: behind a colon or "is" it is meant as one, else perhaps. */
const BEHIND_PARTNER_ID =
  /(?:partner[\s-]?(?:id|nummer|number)|mpn(?:[\s-]?id)?)\s*(is\s|ist\s|lautet\s|[:=#])?\s*(\p{L}{3,40})(?:\s+(?:verknüpfen|eintragen|ändern|bitte|please))*\s*[.!]?\s*$/iu;
/** "PartnerID eintragen": what to do with it. */
const GERMAN_VERB = /(?:en|ern|eln)$/i;

/** "Link my PartnerID abcdefg": letters that stand where the number belongs. */
function lettersAsNumber(
  { dialog }: ConversationState,
  read: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  const { said, text, place, directories } = read;
  const isLink = LINKS.some((label) => label === said.top3[0]?.label);
  if (!isLink || place !== undefined || said.partnerId.kind !== 'none') return undefined;
  const [, sign, input] = BEHIND_PARTNER_ID.exec(text.normalize('NFKC')) ?? [];
  if (input === undefined || isInSentence(placeWords, foldWord(input))) return undefined;
  if (sign === undefined && (said.band === 'answer' || GERMAN_VERB.test(input))) return undefined;
  if (directories.some((one) => isCalled(one, input, said.label))) return undefined;
  const request = dialog.kind === 'asking-partner-id' ? dialog.request : LINK;
  return { kind: 'mistake', request, input, mistake: 'letters' };
}

/** What a question names goes into the commands of its answer. */
function knownFrom(said: Understanding): Known {
  return {
    ...(said.tenant === undefined ? {} : { tenant: said.tenant }),
    ...(said.partnerId.kind === 'found' ? { partnerId: said.partnerId.partnerId } : {}),
  };
}

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

/** "History of Contoso". */
function historyNamed(read: ReadText): Pick<HistoryWish, 'tenantIds' | 'named'> {
  const { tenantId, named } = whereNamed(read);
  if (tenantId !== undefined) return { tenantIds: [tenantId] };
  return named === undefined ? {} : { named };
}

function whereNamed({ place }: ReadText): Partial<Pick<LinkRequest, 'tenantId' | 'named'>> {
  if (place === undefined) return {};
  const tenantId = asTenantId(/^(?:\S+\s+)?(\S+)$/.exec(place)?.[1] ?? '');
  return tenantId === undefined ? { named: place.slice(0, MOST_NAMED) } : { tenantId };
}
