import { cleanText } from '../cards/card-text';
import type { Verb } from '../cards/press';
import { FILE_FORMATS } from '../files/document';
import { asFileId, asTenantId } from '../model/identifiers';
import type { Label } from '../model/label';
import type { View, ViewData } from '../cards/view';
import type { FileOffer } from '../files/files';
import type { UploadInfo } from '../files/upload';
import type { FileId } from '../model/identifiers';
import type { Command } from './command';
import type { DialogContext, DialogParts, DialogResult, SignInService } from './context';
import { inPassing } from './context';
import { proveAgain, proveDialog } from './proof';
import type { PlaceWords } from './place-words';
import { isInSentence, messageWords, plainMessage } from './place-words';
import { whereNamed } from './read-text';
import type { ReadText } from './read-text';
import type { ConversationState } from './state';
import { besideReplies, replaceOrSend } from './replies';
import type { Request } from './request';
import type { Reply, Turn } from './turn';

type ProofRequest = Extract<Request, { kind: 'prove' }>;

/** Offers a document as a file: with Teams' own card, or where that is not to be had as a download. */
export async function fileDialog(
  context: DialogContext,
  command: Extract<Command, { kind: 'file' }>,
): Promise<DialogResult> {
  const { files, uploads, caller, language, signInService } = context;
  const { documentId, format, way, otherwise } = command;
  const offer = await files.offer(caller, { documentId, format, language });
  if (offer === undefined) return proveAgain(context, otherwise);
  const download = (why: Why): Promise<View> => linkView(signInService, caller, offer, why);
  if (way === 'download') return inPassing(await download('asked'));
  if (!uploads.isPossible) return inPassing(await download('not-here'));
  const { name: fileName, sizeInBytes } = offer.file;
  return {
    ...inPassing({
      name: 'file-offer',
      data: { offerId: offer.offerId, of: otherwise.of, fileName, sizeInBytes, documentId, format },
    }),
    otherwise: () => download('not-here'),
  };
}

/** "As JSON, please": the file at once; where reading takes longer, below the card of the proof when that is whole. */
export async function provenFileDialog(
  context: DialogContext,
  { format = 'csv', ...request }: ProofRequest,
): Promise<DialogResult> {
  const proven = await proveDialog(context, request);
  const fileOf = async (view: View | undefined): Promise<DialogResult | undefined> => {
    const documentId = view?.name === 'proof' ? asFileId(view.data.documentId) : undefined;
    if (documentId === undefined) return undefined;
    return fileDialog(context, { kind: 'file', way: 'teams', documentId, format, otherwise: request });
  };
  const { follows } = proven;
  if (follows !== undefined) {
    const below = async (): Promise<Reply[]> => {
      const file = await fileOf(await follows.done);
      return file === undefined ? [] : besideReplies(file);
    };
    return { ...proven, follows: { ...follows, below } };
  }
  const [shown] = proven.views;
  const file = await fileOf(shown);
  if (file === undefined) return proven;
  // What was named and is no directory stands on the card alone.
  const isAllFound = shown?.name !== 'proof' || shown.data.unknown === '';
  return isAllFound ? file : { ...file, views: [...proven.views, ...file.views] };
}

const NOTHING = { digest: '', fileName: '', account: '', madeAt: '' };
/** It was taken, is old, or is somebody else's. */
const GONE: View = { name: 'file-check', data: { ...NOTHING, outcome: 'gone' } };

/** Says whether a file is the bot's own, and who made it when: to people of the company in which it was made. */
export async function checkFileDialog(
  { files, caller }: DialogContext,
  digest: string | undefined,
): Promise<DialogResult> {
  if (digest === undefined) return inPassing({ name: 'file-check', data: { ...NOTHING, outcome: 'how' } });
  const known = await files.known(caller.person, digest);
  if (known === undefined) {
    return inPassing({ name: 'file-check', data: { ...NOTHING, digest, outcome: 'unknown' } });
  }
  const { isOwn, name: fileName, account, madeAt } = known;
  const outcome = isOwn ? 'own' : 'colleague';
  return inPassing({ name: 'file-check', data: { outcome, digest, fileName, account, madeAt } });
}

const NAME_LENGTH = 100;

/** What a person pressed on Teams' card for a file. */
export interface FileConsent {
  readonly offerId: FileId;
  /** Where Teams has made a place for the file; absent when the person declined, or Teams tells of none. */
  readonly upload?: UploadInfo | undefined;
  readonly isAccepted: boolean;
  /** The message with Teams' card, if it is known to be one of this bot. */
  readonly activityId: string | undefined;
}

/**
 * Puts the file where the person has allowed it, once; where that does not work, or they declined, the same file is there
 * as a download. A card that was pressed before is told so, and one of somebody else is nobody's.
 */
export async function answerFileConsent(
  { files, uploads, signInService }: Pick<DialogParts, 'files' | 'uploads' | 'signInService'>,
  turn: Turn,
  { offerId, upload, isAccepted, activityId }: FileConsent,
): Promise<Reply[]> {
  const taken = turn.isPersonal ? await files.take(turn.person, offerId) : ({ kind: 'gone' } as const);
  if (taken.kind !== 'file') return [{ kind: 'say', view: GONE }];
  const { file, offer } = taken;
  const uploaded =
    upload === undefined || !uploads.isKnown(upload.contentUrl)
      ? undefined
      : await uploads.put(file, upload.uploadUrl);
  if (upload !== undefined && uploaded?.kind === 'done') {
    const { contentUrl, uniqueId } = upload;
    // Teams may have given it another name; what comes by way of a client is shown as far as a card may show it.
    const fileName = cleanText(upload.name, NAME_LENGTH) || file.name;
    const info: View = { name: 'file-info', data: { fileName, contentUrl, uniqueId, fileType: file.format } };
    const sent: View = { name: 'file-sent', data: { fileName, digest: file.digest } };
    return [replaceOrSend(activityId, info), { kind: 'say', view: sent }];
  }
  const again = await files.offer(turn, offer, true);
  if (again === undefined) return [{ kind: 'say', view: GONE }];
  const view = await linkView(signInService, turn, again, isAccepted ? 'failed' : 'declined');
  return [replaceOrSend(activityId, view)];
}

type Why = ViewData<'file-link'>['why'];

async function linkView(
  signInService: Pick<SignInService, 'beginDownload'>,
  caller: DialogContext['caller'],
  { offerId, file }: FileOffer,
  why: Why,
): Promise<View> {
  const url = await signInService.beginDownload(caller, offerId);
  return { name: 'file-link', data: { fileName: file.name, digest: file.digest, url, why } };
}

/** A SHA-256 in hex; some programs write it in pairs. */
const DIGEST_IN_TEXT = /(?<![0-9a-f])(?:[0-9a-f]{2}[ :]?){31}[0-9a-f]{2}(?![0-9a-f])/i;
const ASKS_ABOUT_A_FILE =
  /\b(?:check|verify|genuine|authentic|prüf\w*|überprüf\w*|echt\w*)\b.*\b(?:file|export|digest|hash|datei|prüfsumme)\b|\b(?:file|export|digest|hash|datei|prüfsumme)\b.*\b(?:check|verify|genuine|authentic|prüf\w*|überprüf\w*|echt\w*)\b/iu;
const IS_ABOUT_HISTORY = /\b(?:history|decisions|verlauf\w*|historie|entscheidungen)\b/iu;

/** "Check this file", with the digest of one, wherever in the conversation it is asked; undefined for anything else. */
export function fileToCheck({ text, said }: ReadText): Command | undefined {
  const digest = DIGEST_IN_TEXT.exec(text)?.[0].replace(/[ :]/g, '').toLowerCase();
  if (digest !== undefined) return { kind: 'check-file', digest };
  return said.label === 'export-proof' && ASKS_ABOUT_A_FILE.test(text) ? { kind: 'check-file' } : undefined;
}

const FILE = /\b(?:csv|json|excel|xlsx?|spreadsheet|files?|dateien|datei|download|herunter(?:zu)?laden)\b/giu;
const AS_FILE =
  /\b(?:as|als)\s+(?:an?\s+|eine?\s+)?(?:csv|json|excel|xlsx?|spreadsheet|file|datei)\b|\bin\s+(?:an?\s+|eine[rm]?\s+)?(?:csv|json|excel|xlsx)\b/iu;
/** Nothing can be read from somebody's file. */
const FROM_FILE =
  /\b(?:import|upload|einles|einzulesen|einspiel|hochl[aä]d|hochzulad)|\b(?:from|aus)\s+(?:\p{L}+\s+)?(?:csv|json|excel|file|datei)/iu;
const POLITE = /^(?:as|als|please|pls|plz|bitte|now|jetzt|only|nur)$/u;
/** The likeliest meaning of a message that is only offered. */
const LIKELY = 0.5;
/** What is shown of links and decisions can be had as a file instead. */
const SHOWS: readonly Label[] = ['show-link', 'show-all-links', 'see-all-links', 'my-history'];
/** "And the whole thing as json": longer messages say what they want beside it. */
const FEW_WORDS = 6;

/**
 * "As CSV, please", "proof for Contoso as JSON": the file at once, of what is named or was shown last, else of all
 * directories; undefined for anything else. Without a word on the format it is the one for Excel.
 */
export function fileWanted(
  { shownLast = ALL_LINKS }: Pick<ConversationState, 'shownLast'>,
  read: ReadText,
  placeWords: PlaceWords,
): Command | undefined {
  if (!isFileWanted(read, placeWords)) return undefined;
  const { text, said } = read;
  const format = /\bjson\b/iu.test(text) ? 'json' : 'csv';
  const isHistory = IS_ABOUT_HISTORY.test(text) || said.label === 'my-history';
  const what = isHistory ? { of: 'history' as const } : (namedForFile(read, placeWords) ?? shownLast);
  return { kind: 'do', request: { kind: 'prove', ...what, format } };
}

const ALL_LINKS = { of: 'links' } as const;

function isFileWanted({ text, said }: ReadText, placeWords: PlaceWords): boolean {
  if (text.match(FILE) === null || FROM_FILE.test(text)) return false;
  const isAsFile = AS_FILE.test(text);
  const words = messageWords(plainMessage(text)).map((word) => word.text);
  const isBeside = (word: string): boolean =>
    POLITE.test(word) || placeWords.around.has(word) || placeWords.to.has(word) || placeWords.also.has(word);
  if (words.every((word) => word.match(FILE) !== null || isBeside(word))) return true;
  if (said.band === 'answer')
    return said.label === 'export-proof' || (SHOWS.includes(said.label) && isAsFile);
  const [best] = said.top3;
  const isLikely = said.band === 'offer' && best?.label === 'export-proof' && best.confidence >= LIKELY;
  return isLikely || (isAsFile && (words.length <= FEW_WORDS || best?.label === 'export-proof'));
}

/** The directories that such a message names, or all where it says so; undefined: it does not say. */
function namedForFile(
  read: ReadText,
  placeWords: PlaceWords,
): NonNullable<ConversationState['shownLast']> | undefined {
  const place = read.place?.replace(FILE, ' ').trim() ?? '';
  if (messageWords(place).some((word) => !isInSentence(placeWords, word.text)))
    return { ...ALL_LINKS, ...whereNamed({ ...read, place }) };
  const words = messageWords(plainMessage(read.text));
  const isAll = read.said.where.isEverywhere || words.some((word) => placeWords.all.has(word.text));
  return isAll ? ALL_LINKS : undefined;
}

/** Whether an export is to be of one's own decisions. */
export function isAboutHistory(text: string): boolean {
  return IS_ABOUT_HISTORY.test(text);
}

const FILE_VERBS = ['prove', 'proof-card', 'get-file', 'get-link'] as const satisfies readonly Verb[];
type FileVerb = (typeof FILE_VERBS)[number];

/** The fields that come with such a press. */
interface FilePress {
  readonly documentId?: string;
  readonly format?: string;
  readonly directoryId?: string;
  readonly topic?: string;
}

/** Whether a press is about what people take along. */
export function isForFile(verb: Verb): verb is FileVerb {
  return FILE_VERBS.some((one) => one === verb);
}

/** What a card proves: all directories, the one it names, or one's own decisions. */
function proofOf({ topic, directoryId = '' }: FilePress): ProofRequest {
  const tenantId = asTenantId(directoryId);
  return {
    kind: 'prove',
    of: topic === 'history' ? 'history' : 'links',
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}

/** A document that a card offers as a file, as a download or to be forwarded; a card without one proves anew. */
export function fileCommandOfPress(press: FilePress, verb: FileVerb): Command {
  const documentId = asFileId(press.documentId ?? '');
  const format = FILE_FORMATS.find((one) => one === press.format) ?? 'csv';
  const otherwise = proofOf(press);
  if (verb === 'prove' || documentId === undefined) return { kind: 'do', request: otherwise };
  if (verb === 'proof-card') return { kind: verb, documentId, otherwise };
  return { kind: 'file', way: verb === 'get-file' ? 'teams' : 'download', documentId, format, otherwise };
}
