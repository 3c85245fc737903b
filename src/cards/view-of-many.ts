import type { CustomerRequest, DecisionOutcome, ProblemCode } from '../model/problem';

/** What the bot says of several directories, or of several changes, at once. */
export type ManyView =
  /** How it stands in all directories; it grows while they are read. */
  | { readonly name: 'overview'; readonly data: OverviewData }
  /** Every change of a batch, to be confirmed with one press. */
  | {
      readonly name: 'confirm-batch';
      readonly data: {
        readonly action: 'link' | 'change' | 'unlink' | 'undo';
        readonly account: string;
        readonly batchId: string;
        readonly rows: readonly BatchRow[];
        /** Whose the PartnerIDs in the rows are, where somebody has said it; the new ones first. */
        readonly partners?: readonly PartnerNamed[];
        /** The new PartnerID, where it is not known whether Microsoft knows it; else empty. */
        readonly unseenId?: string;
        /** Where it is so already, with what is linked there. */
        readonly already: readonly (Where & { readonly domain: string; readonly partnerId: string })[];
        /** How many come after this batch. */
        readonly rest: number;
        readonly leftOut: readonly LeftOutRow[];
        /** The batch that was to be taken back, where all of it is undone already; else empty. */
        readonly redoId?: string;
        /** Until when the batch that is taken back was on record, ISO 8601, UTC; empty while it is. */
        readonly undoneUntil?: string;
        /** What was named and fits no directory. */
        readonly unknown: string;
        /** Where nothing can be changed before it: the page of the next sign-in; else empty. */
        readonly signInUrl?: string;
        /** The directory that it is for. */
        readonly nextName?: string;
        /** The new PartnerID, where no change names it yet; else empty. */
        readonly wanted?: string;
      };
    }
  /** What a batch would change, with ticks; `others` have another PartnerID, and are not ticked. */
  | {
      readonly name: 'choose-directories';
      readonly data: {
        readonly batchId: string;
        readonly rows: readonly BatchRow[];
        readonly others: readonly BatchRow[];
        readonly leftOut: readonly LeftOutRow[];
        readonly isNothingTicked: boolean;
      };
    }
  /** How far a batch is, and in the end what came of it. */
  | {
      readonly name: 'batch';
      readonly data: {
        readonly batchId: string;
        readonly isOver: boolean;
        readonly isStopped: boolean;
        readonly isUndo: boolean;
        /** `problem`: why it failed; empty when it did not. */
        readonly items: readonly (BatchRow & {
          readonly state: BatchState;
          readonly problem: ProblemCode | '';
        })[];
        /** Whom ARM named for the PartnerIDs that are linked now; none while nothing is done, or after an undo. */
        readonly partners?: readonly PartnerNamed[];
        readonly leftOut: readonly LeftOutRow[];
        /** How many directories come after this batch. */
        readonly rest: number;
        /** The directory that needs the person's sign-in next; `url`: its page, or empty. */
        readonly next?: Where & { readonly url: string; readonly isConsent?: boolean };
        /** The only directory whose administrator has to do something first, and what they can be asked for. */
        readonly ask?: Where & { readonly request: CustomerRequest };
        /** ISO 8601, UTC; empty when nothing can be undone. */
        readonly undoUntil: string;
      };
    }
  /** What the person decided, newest first, a page of it. */
  | { readonly name: 'history'; readonly data: HistoryData };

/** A directory as a card names it: always name and id. */
export interface Where {
  readonly directoryName: string;
  readonly directoryId: string;
}

/** Whose account, where. */
export interface WhoAndWhere extends Where {
  /** The sign-in name of the account. */
  readonly account: string;
}

/** What a status card says of the other directories. */
export interface Appeared {
  /** The person has asked about all of them, and there is no other. */
  readonly isOnly: boolean;
  /** The one that was asked about, where it is managed through Azure Lighthouse and home is shown for it; else empty. */
  readonly managedName: string;
  /** Those that have appeared since the person was shown theirs, and are not linked; said once. */
  readonly appeared: readonly (Where & { readonly domain: string })[];
}

/** How it stands in one directory. `other`: linked to another PartnerID than the person's last one. */
export type OverviewState =
  'linked' | 'other' | 'missing' | 'lighthouse' | 'needs-you' | 'needs-admin' | 'unreadable' | 'pending';

/** The directories of a person with their links, a page of them. */
export interface OverviewData {
  readonly total: number;
  readonly linked: number;
  readonly other: number;
  readonly missing: number;
  readonly lighthouse: number;
  readonly needsYou: number;
  readonly needsAdmin: number;
  readonly unreadable: number;
  readonly pending: number;
  /** Of those that need somebody: where an administrator has to approve the bot. */
  readonly withoutConsent: number;
  readonly rows: readonly (Where & {
    readonly domain: string;
    readonly state: OverviewState;
    readonly partnerId: string;
    readonly partnerName: string;
    /** What its administrator can be asked for, where that helps. */
    readonly request?: CustomerRequest;
  })[];
  readonly filter: 'all' | 'missing' | 'needs';
  /** The directory that needs the person's sign-in next, and its page. */
  readonly next?: Where & { readonly url: string; readonly isConsent?: boolean };
  /** Only those whose name or domain holds this; empty: all. */
  readonly search: string;
  /** `other` means: not one of the company's. */
  readonly isCompanyKnown: boolean;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** A PartnerID, and the company that it belongs to. */
export interface PartnerNamed {
  readonly partnerId: string;
  readonly partnerName: string;
}

/** One change of a batch. `before`, `after`: PartnerIDs, perhaps with what the company calls them; empty for none. */
export interface BatchRow extends Where {
  readonly domain: string;
  readonly before: string;
  readonly after: string;
}

/**
 * A directory that is not in a batch, and why. `company`: it has another one of the company's own PartnerIDs. `undone`: it
 * is linked as before the batch that was to be taken back. `partnerId`:
 * what is linked there, where that is known.
 */
export interface LeftOutRow extends Where {
  readonly domain: string;
  readonly why:
    | 'other'
    | 'company'
    | 'changed'
    | 'undone'
    | 'lighthouse'
    | 'needs-you'
    | 'consent'
    | 'needs-admin'
    | 'unreadable'
    /** The person wants it left alone. */
    | 'asked';
  readonly partnerId: string;
}

/** Where one change of a batch stands. */
export type BatchState =
  'waiting' | 'writing' | 'done' | 'unchanged' | 'failed' | 'unknown' | 'needs-you' | 'stopped' | 'expired';

/** A page of what the person decided, newest first. */
export interface HistoryData {
  readonly decisions: readonly ShownDecision[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Only decisions in these directories: their names with commas, their ids with blanks between. Absent: in all. */
  readonly only?: { readonly directoryName: string; readonly directoryId: string; readonly isOne: boolean };
  /** The batch whose decisions these are; empty: not one batch only. */
  readonly batchId: string;
  /** What was named and is no directory of the history; then it shows everything. */
  readonly unknown: string;
}

/** A decision about a link, or several that were confirmed together, as one line. */
export interface ShownDecision {
  readonly directoryName: string;
  readonly directoryId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The PartnerID that was there, and the one that was wanted; empty for none, `…` for not the same everywhere. */
  readonly before: string;
  readonly after: string;
  readonly outcome: DecisionOutcome;
  readonly isUndo: boolean;
  /** How many of those that were confirmed together became what. */
  readonly batch?: {
    readonly batchId: string;
    readonly total: number;
    readonly done: number;
    readonly failed: number;
    readonly unclear: number;
    readonly notDone: number;
  };
}
