import type { Overviews } from './overviews';
import type { Follow } from './turn';
import type { View } from '../cards/view';
import type { FileId, OperationId, PartnerId, TenantId } from '../model/identifiers';
import type { Files } from '../files/files';
import type { Uploads } from '../files/upload';
import type { Language } from '../model/language';
import type { CompanyPartnerId } from '../model/person';
import type { Knowledge } from '../knowledge/load-knowledge';
import type { Label } from '../model/label';
import type { Person } from '../model/person';
import type { SignInNeed } from '../model/problem';
import type { Asker } from '../pal/asker';
import type { AccessCheck } from '../pal/access';
import type { Pal } from '../pal/pal';
import type { Explainer } from './explain';
import type { LimitWords } from './limits';
import type { PlaceWords } from './place-words';
import type { Request } from './request';
import type { DialogState, SigningIn } from './state';

/** What a sign-out has forgotten. */
export interface SignedOut {
  /** The directories in which the person had signed in on the page. */
  readonly signIns: readonly TenantId[];
  /** Whether Teams had signed the person in. */
  readonly ssoToken: boolean;
  /** The directories that Teams' sign-in had been used for. */
  readonly exchanged: readonly TenantId[];
  /** False: what is kept outside of the bot could not be forgotten now. */
  readonly isComplete: boolean;
}

/** What the dialogs need of sign-in; tokens stay behind it. */
export interface SignInService {
  /** Begins a sign-in and gives the address of the bot's page for it. */
  begin(
    asker: Asker,
    tenantId: TenantId,
    need: Pick<SignInNeed, 'claims'> & { askConsent: boolean },
  ): Promise<string>;
  /** Begins a sign-in at home after which the page hands out a file; gives the address of the bot's page for it. */
  beginDownload(asker: Asker, offerId: FileId): Promise<string>;
  isSignedIn(person: Person): Promise<boolean>;
  /** Forgets the person's sign-in everywhere; reports what was loaded here. */
  signOut(person: Person): Promise<SignedOut>;
  /** The application id under which an administrator finds the bot. */
  readonly clientId: string;
  /** The page with which an administrator of the directory allows the bot. */
  adminConsentUrl(tenantId: TenantId): string;
}

/** What a dialog has at hand while it answers. */
export interface DialogContext {
  readonly asker: Asker;
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
  /** A change of theirs can be meant that is not in the directory they work in. */
  readonly hasChanged?: boolean;
  /** Marks of the directories that they have been shown; undefined: never any. See news.ts. */
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
  /** Set when the result did a change that can be undone. */
  readonly lastDone?: OperationId;
  /** Everything about the person is gone: nothing of this turn may be stored. */
  readonly forgets?: true;
  /** Goes on after the answer, and is shown on the card of the last view. */
  readonly follows?: Follow;
  /** Said in place of the last view when Teams does not take that. */
  readonly otherwise?: () => Promise<View>;
  /** Set when the result showed how it stands in these directories: none of them is news any more. */
  readonly seenDirectories?: string[];
  /** Set when the result linked a PartnerID. */
  readonly lastPartnerId?: PartnerId;
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
  return answer({ name: 'go-personal', data: { url: personalChatUrl } });
}
