import type { PartnerIdMistake, View } from '../cards/view';
import type { FileFormat } from '../files/document';
import type { CustomerRequest } from '../model/problem';
import type { BatchId, CorrelationId, FileId, OperationId, TenantId } from '../model/identifiers';
import type { Label } from '../model/label';
import type { Language } from '../model/language';
import type { FilledIn } from './explain';
import type { HistoryWish } from './history';
import { messageWords, plainMessage } from './place-words';
import type { PlaceWords } from './place-words';
import type { ReadText } from './read-text';
import type { DirectoryRequest, LinkRequest, Request } from './request';
import type { ConversationState } from './state';

/** The language of a message, and the one that it asks for. */
interface Spoken {
  readonly language?: Language | undefined;
  readonly wantedLanguage?: Language | undefined;
}

/** What a message or a press means in the conversation it was made in. */
export type Command = Spoken &
  Meaning & {
    /** Who had said that they are the customer goes on as the partner, and is one from here on. */
    readonly isPartners?: true;
  };

type Meaning =
  /** `wantsCard`: the person asks for a sign-in card by name, and gets a new one. */
  | { readonly kind: 'do'; readonly request: Request; readonly wantsCard?: true }
  /** Something was entered as a PartnerID that is none. */
  | {
      readonly kind: 'mistake';
      readonly request: LinkRequest;
      readonly input: string;
      readonly mistake: PartnerIdMistake;
    }
  | { readonly kind: 'cancel'; readonly operationId?: OperationId }
  /** "Yes" to a card that only its button can confirm: says so. */
  | { readonly kind: 'typed-yes'; readonly operationId?: OperationId }
  /** The card of a planned change once more. */
  | { readonly kind: 'show-again'; readonly operationId: OperationId }
  | { readonly kind: 'sign-out' }
  /** Ends what has not begun of a batch. */
  | { readonly kind: 'stop-batch'; readonly batchId: BatchId }
  /** "Forget me": asks first. */
  | { readonly kind: 'forget' }
  /** The button of that card: forgets. */
  | { readonly kind: 'forget-now'; readonly operationId: OperationId }
  /** What the person decided so far. */
  | ({ readonly kind: 'history' } & HistoryWish)
  /** A document as a file: through Teams, or as a download. `otherwise`: what to prove anew when it is old. */
  | {
      readonly kind: 'file';
      readonly way: 'teams' | 'download';
      readonly documentId: FileId;
      readonly format: FileFormat;
      readonly otherwise: Extract<Request, { kind: 'prove' }>;
    }
  /** The proof as a card that can be forwarded. */
  | { readonly kind: 'proof-card'; readonly documentId: FileId; readonly otherwise: Request }
  /** Whether a file is the bot's own; without its digest, how to tell that. */
  | { readonly kind: 'check-file'; readonly digest?: string }
  /** A question: its answer, a guide, or a text for the customer. `known`: what the message itself named. */
  | {
      readonly kind: 'explain';
      readonly how: 'ask' | 'guide' | 'for-customer' | 'customer-concerns';
      readonly topic: string;
      readonly known?: FilledIn;
      /** A customer asks. */
      readonly isCustomers?: true;
    }
  /** "I'm the customer", and back. */
  | { readonly kind: 'audience'; readonly audience: 'customer' | 'partner' }
  /** Asks who has said that they are the customer whether to do this as the partner. */
  | { readonly kind: 'ask-if-partner'; readonly request: Request }
  /** A message to the administrator of a directory: what they are asked for. */
  | { readonly kind: 'ask-customer'; readonly about: CustomerRequest; readonly tenantId: TenantId }
  /** The same to those of all directories that have not approved the bot. `page`: from 1. */
  | { readonly kind: 'ask-for-consents'; readonly page: number }
  /** Not sure: these were the likeliest, best first. */
  | {
      readonly kind: 'offer';
      readonly labels: readonly Label[];
      /** The words of the message that may name directories: what is chosen is done there. */
      readonly place?: string;
    }
  /** The question for the directory once more; `isMissing`: it came without an answer. */
  | { readonly kind: 'choose-again'; readonly request: DirectoryRequest; readonly isMissing: boolean }
  | { readonly kind: 'help' }
  /** What the bot can't do: which of it, by the words of the message; no words ask for all of it. */
  | { readonly kind: 'limits'; readonly text: string }
  /** An answer that changes nothing and leaves the dialog as it is. */
  | { readonly kind: 'say'; readonly view: View };

/** "Link", with nothing known yet. */
export const LINK: LinkRequest = { kind: 'link', isLengthAccepted: false };

/** What a label asks for by itself, with nothing named beside it: said, or pressed on "what do you mean?". */
const COMMANDS: Readonly<Partial<Record<Label, Command>>> = {
  'show-all-links': { kind: 'do', request: { kind: 'overview', filter: 'all', page: 1, isAgain: true } },
  'link-everywhere': { kind: 'do', request: { ...LINK, inMany: 'everywhere' } },
  'link-partner-id': { kind: 'do', request: LINK },
  'change-partner-id': { kind: 'do', request: LINK },
  'provide-partner-id': { kind: 'do', request: LINK },
  'show-link': { kind: 'do', request: { kind: 'show' } },
  'unlink-partner-id': { kind: 'do', request: { kind: 'unlink' } },
  'export-proof': { kind: 'do', request: { kind: 'prove', of: 'links' } },
  'check-access': { kind: 'do', request: { kind: 'check-access' } },
  'which-tenant': { kind: 'do', request: { kind: 'which-directory' } },
  'switch-tenant': { kind: 'do', request: { kind: 'switch-directory' } },
  'sign-in': { kind: 'do', request: { kind: 'sign-in' } },
  'sign-out': { kind: 'sign-out' },
  'forget-me': { kind: 'forget' },
  'my-history': { kind: 'history' },
  undo: { kind: 'do', request: { kind: 'show', asked: 'undo' } },
  cancel: { kind: 'cancel' },
  decline: { kind: 'cancel' },
  help: { kind: 'help' },
  'switch-language': { kind: 'help' },
  limits: { kind: 'limits', text: '' },
  'as-customer': { kind: 'audience', audience: 'customer' },
  'as-partner': { kind: 'audience', audience: 'partner' },
};

/** The command that a label stands for; undefined for questions and for what is no command. */
export function commandOfLabel(label: string): Command | undefined {
  return new Map<string, Command>(Object.entries(COMMANDS)).get(label);
}

/** How a kind of command is treated, whatever it is about. */
export interface CommandRule {
  /** In a group it leads to the chat with the bot alone: it changes a link, needs a sign-in, or names customers. */
  readonly personalOnly: boolean;
  /** It is answered in passing: the dialog that is open stays open. */
  readonly keepsDialog: boolean;
  /** It can't be answered without what is remembered of the conversation. */
  readonly needsState: boolean;
}

const CHANGES: CommandRule = { personalOnly: true, keepsDialog: false, needsState: true };
const LOOKS: CommandRule = { personalOnly: false, keepsDialog: true, needsState: false };

/** Every kind of command; a new one does not compile without its rule. */
export const COMMAND_RULES: Readonly<Record<Exclude<Command['kind'], 'do'>, CommandRule>> = {
  mistake: CHANGES,
  cancel: { personalOnly: false, keepsDialog: false, needsState: true },
  'typed-yes': CHANGES,
  'show-again': CHANGES,
  'choose-again': CHANGES,
  'sign-out': { personalOnly: false, keepsDialog: false, needsState: false },
  forget: CHANGES,
  'forget-now': CHANGES,
  'stop-batch': CHANGES,
  history: { personalOnly: true, keepsDialog: true, needsState: false },
  audience: { personalOnly: false, keepsDialog: true, needsState: true },
  'ask-if-partner': { personalOnly: true, keepsDialog: true, needsState: true },
  'ask-customer': { personalOnly: true, keepsDialog: true, needsState: false },
  'ask-for-consents': { personalOnly: true, keepsDialog: true, needsState: false },
  file: { personalOnly: true, keepsDialog: true, needsState: false },
  'proof-card': { personalOnly: true, keepsDialog: true, needsState: false },
  'check-file': { personalOnly: true, keepsDialog: true, needsState: false },
  explain: LOOKS,
  offer: LOOKS,
  help: LOOKS,
  limits: LOOKS,
  say: LOOKS,
};

/** Every kind of request. */
export const REQUEST_RULES: Readonly<Record<Request['kind'], CommandRule>> = {
  link: CHANGES,
  unlink: CHANGES,
  show: LOOKS,
  'switch-directory': { personalOnly: false, keepsDialog: false, needsState: true },
  'which-directory': { personalOnly: true, keepsDialog: true, needsState: false },
  execute: CHANGES,
  undo: CHANGES,
  'undo-in': CHANGES,
  'sign-in': CHANGES,
  overview: { personalOnly: true, keepsDialog: true, needsState: false },
  'check-access': { personalOnly: true, keepsDialog: true, needsState: false },
  prove: { personalOnly: true, keepsDialog: true, needsState: false },
  'check-all-access': { personalOnly: true, keepsDialog: true, needsState: false },
  'run-batch': CHANGES,
  'plan-batch': CHANGES,
  'other-id': CHANGES,
  'choose-many': CHANGES,
};

/** How a command is treated. */
export function ruleOf(command: Command): CommandRule {
  if (command.kind !== 'do') return COMMAND_RULES[command.kind];
  const { request } = command;
  // Nobody who wants to undo asks to be shown to the others of a group.
  const isOwnBusiness = request.kind === 'show' && request.asked === 'undo';
  return { ...REQUEST_RULES[request.kind], ...(isOwnBusiness ? { personalOnly: true } : {}) };
}

/** What a message leaves alone goes with the change that it asks for: in the others that are named, everywhere else, or it asks where. */
export function withException(command: Command, read: ReadText, words: PlaceWords): Command {
  const { except } = read;
  if (except === undefined) return command;
  if (command.kind === 'offer')
    return {
      ...command,
      labels: command.labels.filter((label) => label !== 'link-everywhere' && label !== 'undo'),
    };
  if (command.kind === 'mistake')
    return { ...command, request: inTheOthers(command.request, except, read, words) };
  return command.kind === 'do'
    ? { ...command, request: requestExcept(command.request, except, read, words) }
    : command;
}

function requestExcept(request: Request, except: string, read: ReadText, words: PlaceWords): Request {
  const { kind } = request;
  if (kind === 'link') return inTheOthers(request, except, read, words);
  if (kind === 'unlink') return { ...request, except, ...whereElse(request, read, words, 'all' as const) };
  if (kind === 'other-id') {
    const { partnerId } = request;
    return inTheOthers(partnerId === undefined ? LINK : { ...LINK, partnerId }, except, read, words);
  }
  if (kind === 'undo') return { kind: 'undo-in', isElsewhere: true, except };
  return kind === 'undo-in' || kind === 'plan-batch' ? { ...request, except } : request;
}

function inTheOthers(request: LinkRequest, except: string, read: ReadText, words: PlaceWords): LinkRequest {
  if ((request.corrects ?? request.insteadOf) !== undefined) return { ...request, except };
  const inMany = request.isCorrection === true ? 'all' : 'everywhere';
  return { ...request, except, ...whereElse(request, read, words, inMany) };
}

/** Where a change is wanted that leaves some alone: nothing where it says so already. */
function whereElse<T>(
  { tenantId, named, inMany, also }: Extract<Request, { kind: 'link' | 'unlink' }>,
  { said, text }: ReadText,
  { all }: PlaceWords,
  everywhere: T,
): { readonly inMany?: T; readonly isElsewhere?: true } {
  if ([tenantId, named, inMany, also].some((one) => one !== undefined)) return {};
  const isAll =
    said.where.isEverywhere || messageWords(plainMessage(text)).some((word) => all.has(word.text));
  return isAll ? { inMany: everywhere } : { isElsewhere: true };
}

/** What is asked about somebody else: nothing of the person who asks is shown in its place, and nothing begins. */
export function onlyOwn(command: Command, correlationId: CorrelationId): Command {
  return command.kind === 'do' || ruleOf(command).personalOnly
    ? { kind: 'say', view: { name: 'problem', data: { code: 'only-own', correlationId } } }
    : command;
}

/** "What Maria did", "my colleague's change": names begin with a capital, so that "what I did" and "the change" are one's own. */
const DONE_BY_OTHERS =
  /\b[Ww](?:hat|as)\s+(?!I\b|Ich\b)(?:(?:my|our|the|mein\p{L}*|unser\p{L}*|der|die)\s+\p{L}+|\p{Lu}\p{Ll}+|he|she|they|er|somebody|someone|jemand)\s+(?:\p{L}+\s+)?(?:did|changed|linked|has|have|made|hat|haben)\b|\b\p{Lu}\p{Ll}+['’]s\s+(?:last\s+)?(?:change|link|removal)\b|\b\p{Lu}\p{Ll}+s\s+(?:letzte\s+)?(?:Änderung|Verknüpfung)\b/u;

/** "Please undo what Maria did": nothing of one's own is offered for it. */
export function undoOfOthers({ audience }: ConversationState, { said, text }: ReadText): Command | undefined {
  const isUndo = said.top3[0]?.label === 'undo' || said.label === 'undo';
  if (!isUndo || !DONE_BY_OTHERS.test(text.normalize('NFKC'))) return undefined;
  const isCustomer = audience === 'customer';
  return { kind: 'say', view: { name: 'limits', data: { about: 'undo', isCustomer } } };
}
