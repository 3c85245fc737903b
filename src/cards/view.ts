import type { Appeared, ManyView, Where, WhoAndWhere } from './view-of-many';
import type { ProblemCode } from '../model/problem';
import type { AccessView } from './access-view';
import type { FileView } from './file-view';
import type { AnswerView, RequestToCustomerView, TalkView } from './answer-view';

export type {
  BatchRow,
  BatchState,
  LeftOutRow,
  OverviewData,
  OverviewState,
  PartnerNamed,
  Where,
  WhoAndWhere,
} from './view-of-many';

/** A link as a card shows it. Times are ISO 8601, UTC; the view writes them for the person's locale. */
export interface ShownLink extends WhoAndWhere {
  readonly partnerId: string;
  /** Empty when ARM sent none. */
  readonly partnerName: string;
  readonly linkedSince: string;
  readonly lastChanged: string;
  readonly version: number;
  readonly state: string;
}

/** What is wrong with a PartnerID that someone entered; each has its own sentence on the form. */
export type PartnerIdMistake =
  'empty' | 'letters' | 'too-short' | 'too-long' | 'guid' | 'several' | 'refused';

/** A PartnerID and what people call it. */
export interface NamedPartnerId {
  readonly partnerId: string;
  readonly name: string;
}

/** One line of a list of directories. */
export interface DirectoryChoice extends Where {
  readonly domain: string;
  readonly kind: 'home' | 'customer' | 'lighthouse';
}

/** What was asked for where the link is shown. `undoneUntil`: when the time ended in which it could be undone, or empty. */
interface StatusAsked {
  readonly asked: 'show' | 'unlink' | 'undo';
  readonly undoneUntil: string;
}

/** What a confirm card is about. `isUndo`: it takes a change back; `hasChanged`: but the link has changed since. */
interface TakesBack {
  readonly operationId: string;
  readonly isUndo?: boolean;
  readonly hasChanged?: boolean;
}

/** What is to be linked. */
interface WantedPartner {
  readonly partnerId: string;
  /** Whose it is; empty where nobody has said it. */
  readonly partnerName?: string;
  /** Microsoft has shown that it knows this PartnerID. */
  readonly isKnown: boolean;
  /** An undo brings back one that is not the company's; `unknown`: and that the person has never linked either. */
  readonly foreign?: 'unknown' | 'other-company';
}

/** What is linked now. */
interface CurrentPartner {
  readonly currentPartnerId: string;
  readonly currentPartnerName: string;
}

/** How many days audit entries stay although the person is forgotten; 0: they go as well. */
type Kept = { readonly trailDays: number };

/** What the bot says, and to whom: for who has said that they are the customer, without the partner's buttons. */
export type View = ViewOfAnybody & { readonly reader?: 'customer' };

/**
 * Everything the bot can say, with the data it says it with. One member, one template in the top-level `cards/`
 * (the same name), one sample beside it. Data only: no sentence is ever part of a view.
 */
type ViewOfAnybody =
  | TalkView
  | AnswerView
  | RequestToCustomerView
  /** "Show my link": linked. `asked`: to undo what is on record no more. */
  | { readonly name: 'link-status'; readonly data: ShownLink & Appeared & StatusAsked }
  /** "Show my link" or "unlink": nothing is linked; offers to link. `asked` chooses the heading. */
  | { readonly name: 'not-linked'; readonly data: WhoAndWhere & Appeared & StatusAsked }
  /** Asks for a PartnerID; after a mistake, with its sentence and the input kept. */
  | {
      readonly name: 'partner-id-form';
      readonly data: {
        readonly input: string;
        readonly mistake?: PartnerIdMistake;
        /** The company's own, to choose from. */
        readonly company: readonly NamedPartnerId[];
      };
    }
  /** Digits, but fewer than 6 or more than 8, or not one of the company's (`company` lists them): "is that right?" */
  | {
      readonly name: 'confirm-partner-id';
      readonly data: {
        readonly partnerId: string;
        readonly isUnusual: boolean;
        readonly company: readonly NamedPartnerId[];
      };
    }
  /** More than one directory: in which? Without a PartnerID when only the directory is chosen. */
  | {
      readonly name: 'choose-directory';
      readonly data: {
        readonly purpose: 'link' | 'show' | 'unlink' | 'undo' | 'switch' | 'check';
        readonly partnerId?: string;
        readonly directories: readonly DirectoryChoice[];
        /** The directory chosen at first: the one the person works in. */
        readonly selectedId: string;
        /** Why it asks, where that needs saying. */
        readonly why?: 'unknown' | 'several' | 'fits-several' | 'not-chosen';
        /** So many directories that were named, too, wait for the answer. */
        readonly beside?: number;
        /** What the person wrote that fits no directory. */
        readonly unknown?: string;
        /** What the person wants left alone. */
        readonly leftAlone?: readonly DirectoryChoice[];
        /** At most four to choose with one press, instead of the list: those that were named, or may have been meant. */
        readonly buttons?: readonly DirectoryChoice[];
      };
    }
  /** The directory is managed through Azure Lighthouse: link once at home instead, and why. */
  | {
      readonly name: 'lighthouse';
      readonly data: Where & {
        readonly homeName: string;
        readonly homeId: string;
        readonly partnerId?: string;
      };
    }
  /** "Which directory": the one worked in, and the others. */
  | {
      readonly name: 'which-directory';
      readonly data: Where & { readonly account: string; readonly directories: readonly DirectoryChoice[] };
    }
  | { readonly name: 'directory-switched'; readonly data: Where }
  /** Confirm cards: who, where, now → after, what it means. */
  | { readonly name: 'confirm-link'; readonly data: WhoAndWhere & TakesBack & WantedPartner }
  | {
      readonly name: 'confirm-change';
      readonly data: WhoAndWhere &
        TakesBack &
        WantedPartner &
        CurrentPartner & {
          /** The current one is known to be theirs: nobody has to warn of it. */
          readonly isOwnBefore: boolean;
        };
    }
  | { readonly name: 'confirm-unlink'; readonly data: WhoAndWhere & TakesBack & CurrentPartner }
  /** The same PartnerID is linked already; nothing was written. */
  | { readonly name: 'already-linked'; readonly data: ShownLink }
  /** Done cards; `operationId` is what Undo takes back. `how`: what was done. */
  | {
      readonly name: 'done-linked';
      readonly data: ShownLink & {
        readonly operationId: string;
        readonly how: 'linked' | 'changed' | 'undone';
        /** It was undone before: "undo" was asked for once more. */
        readonly isEarlier?: boolean;
        /** Empty when nothing was linked before. */
        readonly previousPartnerId: string;
      };
    }
  | {
      readonly name: 'done-unlinked';
      readonly data: WhoAndWhere & {
        readonly operationId: string;
        readonly how: 'unlinked' | 'undone';
        readonly isEarlier?: boolean;
        readonly previousPartnerId: string;
        readonly previousPartnerName: string;
        readonly changedAt: string;
      };
    }
  | ManyView
  | AccessView
  | FileView
  /** ARM is slow: the result will replace this card. */
  | { readonly name: 'working'; readonly data: object }
  /** A request or an operation was cancelled; nothing changed. */
  | {
      readonly name: 'cancelled';
      /** `isShort`: the card that was open says what was cancelled. */
      readonly data: { readonly isShort?: boolean };
    }
  /** There was nothing to cancel. */
  | { readonly name: 'nothing-to-cancel'; readonly data: object }
  /** What is left of a card whose dialog is over: what it was about, and why it is closed. Nothing changed by it. */
  | { readonly name: 'closed'; readonly data: ClosedData }
  /** A newer card took this one's place; nothing changed by this one. */
  | { readonly name: 'superseded'; readonly data: object }
  /** Sign-in is needed; `url` is the bot's own page. */
  | {
      readonly name: 'sign-in';
      readonly data: WhoAndWhere & {
        readonly url: string;
        readonly reason: 'first' | 'expired' | 'step-up' | 'consent' | 'asked' | 'interrupted';
      };
    }
  /** In a group: this goes on in the chat with the bot alone. `url` leads there; empty when there is no address. */
  | { readonly name: 'go-personal'; readonly data: { readonly url: string; readonly request: string } }
  /** Replaces the sign-in card when the sign-in is done. `goesOn`: something waited for it. */
  | { readonly name: 'signed-in'; readonly data: { readonly account: string; readonly goesOn: boolean } }
  | { readonly name: 'already-signed-in'; readonly data: { readonly account: string } }
  /** What the sign-out has forgotten, by the names of directories. */
  | {
      readonly name: 'signed-out';
      readonly data: {
        /** Whether anything was held by the instance that answers; others may hold something too. */
        readonly wasSignedIn: boolean;
        readonly byPage: readonly string[];
        readonly byTeams: boolean;
        readonly usedByTeamsIn: readonly string[];
        /** The service that keeps Teams' pass did not answer. */
        readonly isIncomplete: boolean;
      };
    }
  /** After a write ARM names something else than was asked: say both, offer undo. */
  | {
      readonly name: 'not-as-asked';
      readonly data: WhoAndWhere & {
        readonly operationId: string;
        readonly askedPartnerId: string;
        readonly foundPartnerId: string;
        readonly foundDirectoryId: string;
      };
    }
  /** Any other problem. The sentence comes from `content/<locale>/problems.json` by `code`. */
  | { readonly name: 'problem'; readonly data: ProblemData }
  /** "Forget me": what goes and what stays. */
  | { readonly name: 'confirm-forget'; readonly data: Kept & { readonly operationId: string } }
  /** `isIncomplete`: what is kept outside of the bot could not be forgotten now. */
  | { readonly name: 'forgotten'; readonly data: Kept & { readonly isIncomplete: boolean } }
  /** A change is being written: nothing was forgotten. */
  | { readonly name: 'forget-waits'; readonly data: object }
  /** A problem in a directory where sign-in can't work from here: the portal and the exact commands. */
  | {
      readonly name: 'problem-by-hand';
      readonly data: ProblemData &
        Where & {
          /** Empty when no PartnerID is known yet; then the template shows a placeholder. */
          readonly partnerId: string;
          readonly action: 'link' | 'change' | 'unlink' | 'show';
          /** The page with which an administrator of that directory allows the bot; empty when that is not what blocks it. */
          readonly adminConsentUrl: string;
        };
    };

/** What both problem cards show. */
export interface ProblemData {
  readonly code: ProblemCode;
  readonly correlationId: string;
  readonly directoryName?: string;
  readonly directoryId?: string;
  /** The page of a sign-in that goes on with what was wanted. */
  readonly signInUrl?: string;
  /** Present when the service said when to ask again. */
  readonly retryAfterSeconds?: number;
}

/** What a closed card was about. `link`, `change` and `unlink` name the directory; the first two the PartnerID. */
export interface ClosedData {
  readonly why: 'cancelled' | 'replaced';
  readonly what:
    'partner-id' | 'directory' | 'link' | 'change' | 'unlink' | 'many' | 'forget' | 'sign-in' | 'other';
  readonly directoryName: string;
  readonly partnerId: string;
}

/** The name of a view, and of its template. */
export type ViewName = View['name'];

/** The data of one view. */
export type ViewData<N extends ViewName> = Extract<View, { name: N }>['data'];
