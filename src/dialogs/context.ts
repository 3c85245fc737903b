import type { CardButton } from '../cards/press';
import type { View } from '../cards/view';
import type { Files } from '../files/files';
import type { Uploads } from '../files/upload';
import type { Knowledge } from '../knowledge/load-knowledge';
import type { Clock } from '../model/clock';
import type { BatchId, CorrelationId, FileId, OperationId, PartnerId, TenantId } from '../model/identifiers';
import type { Label } from '../model/label';
import type { Language } from '../model/language';
import type { CompanyPartnerId, Person, SignedOut } from '../model/person';
import type { SignInNeed } from '../model/problem';
import type { AccessCheck } from '../pal/access';
import type { Caller } from '../pal/planning';
import type { Pal } from '../pal/pal';
import type { RecordStore } from '../storage/record-store';
import type { Understanding } from '../understanding/understand';
import type { Explainer, LimitWords } from './explain';
import type { Overviews } from '../pal/overview';
import type { PlaceWords } from './place-words';
import type { Request } from './request';
import type { DialogState, SigningIn } from './state';
import type { Follow } from './turn';

/** What the dialogs need of sign-in; tokens stay behind it. */
export interface SignInService {
  /** Begins a sign-in and gives the address of the bot's page for it. `goesOn` comes back with it: see sign-in.ts. */
  begin(
    caller: Caller,
    tenantId: TenantId,
    need: Pick<SignInNeed, 'claims'> & { readonly askConsent: boolean; readonly goesOn?: string },
  ): Promise<string>;
  /** Begins a sign-in at home after which the page hands out a file; gives the address of the bot's page for it. */
  beginDownload(caller: Caller, offerId: FileId): Promise<string>;
  /** Asked several times for one answer, `turn`, the records are asked once. */
  isSignedIn(person: Person, turn?: CorrelationId): Promise<boolean>;
  /** Forgets the person's sign-in everywhere; reports what was loaded here. */
  signOut(person: Person): Promise<SignedOut>;
  /** The application id under which an administrator finds the bot. */
  readonly clientId: string;
  /** The page with which an administrator of the directory allows the bot. */
  adminConsentUrl(tenantId: TenantId): string;
}

/** What a dialog has at hand while it answers. */
export interface DialogContext {
  readonly caller: Caller;
  readonly pal: Pal;
  readonly access: AccessCheck;
  readonly signInService: SignInService;
  readonly knowledge: Knowledge;
  readonly explainer: Explainer;
  /** What a label is called on a button: its question, or its command. */
  readonly titleOf: (label: Label) => string | undefined;
  readonly placeWords: PlaceWords;
  readonly limitWords: LimitWords;
  /** What was read of people's directories lately. */
  readonly overviews: Overviews;
  readonly files: Files;
  readonly uploads: Uploads;
  readonly language: Language;
  /** The directory the person switched to, if they did. */
  readonly workingTenantId?: TenantId;
  /** The PartnerID they linked last, if they did. */
  readonly lastPartnerId?: PartnerId;
  /** The PartnerID that ARM took or showed last: Microsoft knows it. */
  readonly knownPartnerId?: PartnerId;
  /** Where they have changed their link last: a correction may be meant there. */
  readonly lastChangedIn?: TenantId;
  /** Marks of the directories that they have been shown; undefined: never any. See directories.ts. */
  readonly seenDirectories?: readonly string[];
  /** The sign-in that was just completed, so that nobody is sent round in circles. */
  readonly justSignedIn?: {
    readonly tenantId: TenantId;
    readonly reason: string;
    /** Teams did it, without the person. */
    readonly isSilent: boolean;
  };
  /** The directory whose sign-in page the person came back from a moment ago, on whichever instance. */
  readonly signedInLately?: TenantId;
  /** Whether a customer asks, who gets the answers for customers. */
  readonly isCustomer: boolean;
  /** Whether nobody else reads along. */
  readonly isPersonal: boolean;
  /** Leads from a group to the chat with the bot alone; empty when the bot has no address there. */
  readonly personalChatUrl: string;
  /** The PartnerIDs of the company that the person works for; empty where nobody has set them. */
  readonly company: readonly CompanyPartnerId[];
  /** The bot's page for a customer's administrator. */
  readonly customersUrl: string;
  /** Whether Teams may be asked to sign the person in silently here. */
  readonly maySignInSilently: boolean;
  /** The sign-in whose card was shown a moment ago and stands open. */
  readonly openSignIn?: SigningIn;
  readonly now: Date;
  /** When the turn began, by the monotonic clock. */
  readonly begunAt: number;
}

/** What a dialog answers, and where that leaves the conversation. */
export interface DialogResult {
  readonly views: readonly View[];
  /** Where the dialog stands now. `keep`: what was open before stays open; `idle`: it is over. */
  readonly dialog: DialogState | 'keep';
  /** Set when the result switched the directory. */
  readonly workingTenantId?: TenantId;
  /** What "try again" does, when it is not the same request again. */
  readonly tryAgain?: Request;
  /** Set when the result reports what came of an operation that was decided on, or what it waits for. */
  readonly reports?: OperationId;
  /** Set when the result did a change that can be undone, and where. */
  readonly lastDone?: OperationId;
  /** Set when the result did changes in many directories, which can be undone together. */
  readonly lastBatch?: BatchId;
  readonly lastChangedIn?: TenantId;
  /** Everything about the person is gone: nothing of this turn may be stored. */
  readonly forgets?: true;
  /** Goes on after the answer, and is shown on the card of the last view. */
  readonly follows?: Follow;
  /** Said in place of the last view when Teams does not take that. */
  readonly otherwise?: () => Promise<View>;
  /** Set when the result showed how it stands in these directories: none of them is news any more. */
  readonly seenDirectories?: string[];
  /** Set when the result linked a PartnerID, or took one back: then what the person linked before; null: nothing. */
  readonly lastPartnerId?: PartnerId | null;
  /** Set when ARM has this PartnerID linked. */
  readonly knownPartnerId?: PartnerId;
}

/** A result that answers in passing: what is open stays open. */
export function inPassing(...views: View[]): DialogResult {
  return { views, dialog: 'keep' };
}

/** A result that answers and leaves nothing open. */
export function answer(...views: View[]): DialogResult {
  return { views, dialog: { kind: 'idle' } };
}

/** Says that it goes on in the chat with the bot alone, and how to get there. */
export function goPersonal({ personalChatUrl }: DialogContext): DialogResult {
  return answer({ name: 'go-personal', data: { url: personalChatUrl, request: '' } });
}

/** What the dialogs are built from. */
export interface DialogParts {
  readonly pal: Pal;
  readonly access: AccessCheck;
  readonly signInService: SignInService;
  readonly speaking: Readonly<Record<Language, Speaking>>;
  readonly store: RecordStore;
  /** The buttons of a card in the language of the locale, as people see them. */
  readonly buttonsOn: (view: View, locale: string) => readonly CardButton[];
  /** The words around the names of directories. */
  readonly placeWords: PlaceWords;
  /** The words that tell what the bot can't do. */
  readonly limitWords: LimitWords;
  /**
   * `isAnswer`: the bot has just asked something, so that only what stands in the text itself counts. `locale`: the language
   * of the chat, for messages that don't show their own.
   */
  readonly understand: (text: string, isAnswer: boolean, locale?: string) => Promise<Understanding>;
  readonly files: Files;
  readonly uploads: Uploads;
  readonly clock: Clock;
  /** Told when a person was forgotten, so that what is loaded of them in memory goes too. */
  readonly onForgotten: (person: Person) => void;
  /** Whether Teams can be asked to sign people in silently. */
  readonly hasSilentSignIn: boolean;
  /** How long a silent sign-in may stay without an answer. */
  readonly patienceMs: number;
  /** Leads from a group to the chat with the bot alone; empty when the bot has no address there. */
  readonly personalChatUrl: string;
  /** The company's own PartnerIDs; empty where nobody has set them. */
  readonly company: readonly CompanyPartnerId[];
  /** The bot's page for a customer's administrator. */
  readonly customersUrl: string;
}

/** What the dialogs say in one language besides cards. */
export interface Speaking {
  readonly knowledge: Knowledge;
  readonly explainer: Explainer;
  /** What a command is called on a button, by its label. */
  readonly buttons: ReadonlyMap<Label, string>;
}
