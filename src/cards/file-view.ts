/** What the bot says of what people take along: proofs and files. */
export type FileView =
  /** What ARM says now, to be taken along. */
  | { readonly name: 'proof'; readonly data: ProofData }
  /** Teams' own card that asks whether the file may be put into the person's OneDrive; the template is for what it says. */
  | {
      readonly name: 'file-offer';
      readonly data: {
        readonly offerId: string;
        readonly of: 'links' | 'history';
        readonly fileName: string;
        readonly sizeInBytes: number;
        /** What the file is of, for those whose app does not show Teams' card. */
        readonly documentId: string;
        readonly format: 'csv' | 'json';
      };
    }
  /** Teams' own card of a file that is in the person's OneDrive now. */
  | {
      readonly name: 'file-info';
      readonly data: {
        readonly fileName: string;
        readonly contentUrl: string;
        readonly uniqueId: string;
        readonly fileType: string;
      };
    }
  /** The file is in the OneDrive, and how to tell it from a changed one. */
  | { readonly name: 'file-sent'; readonly data: { readonly fileName: string; readonly digest: string } }
  /** The file is handed out by the bot's own page. `why`: what came of putting it into the OneDrive. */
  | {
      readonly name: 'file-link';
      readonly data: {
        readonly fileName: string;
        readonly digest: string;
        readonly url: string;
        readonly why: 'asked' | 'declined' | 'failed' | 'not-here';
      };
    }
  /** Whether a file is the bot's own. `how`: the digest was not told. `gone`: it is not to be had any more. */
  | {
      readonly name: 'file-check';
      readonly data: {
        readonly outcome: 'own' | 'colleague' | 'unknown' | 'how' | 'gone';
        readonly digest: string;
        readonly fileName: string;
        readonly account: string;
        readonly madeAt: string;
      };
    };

/**
 * What came of reading one directory for a proof. `other`: linked to another PartnerID than those that count as linked;
 * `refused`: not linked, and ARM took no link of the person there, for want of an account.
 */
export type ProofResult =
  'linked' | 'other' | 'not-linked' | 'refused' | 'lighthouse' | 'needs-you' | 'needs-admin' | 'unreadable';

/** One directory of a proof; empty where ARM did not say. Times are ISO 8601, UTC. */
interface ProofRow {
  readonly directoryName: string;
  readonly directoryId: string;
  readonly domain: string;
  /** The sign-in name and the id of the account that the link belongs to. */
  readonly account: string;
  readonly objectId: string;
  readonly partnerId: string;
  readonly partnerName: string;
  readonly linkedSince: string;
  readonly lastChanged: string;
  readonly version: number;
  readonly state: string;
  readonly result: ProofResult;
  readonly checkedAt: string;
  readonly armRequestId: string;
}

/** A proof, or what is read of it. */
export interface ProofData {
  readonly of: 'links' | 'history';
  /** Empty while it is being read, or where it could not be kept: then there are no files of it. */
  readonly documentId: string;
  /** Set when it is about one directory. */
  readonly directoryId: string;
  /** A card that stands by itself, without the bot's buttons. */
  readonly isToForward: boolean;
  readonly total: number;
  readonly linked: number;
  /** How many to another PartnerID: than the company's, where its own are known, or than the person's own. */
  readonly other: number;
  readonly isCompanyKnown: boolean;
  /** How many ARM said nothing of, and how many are not read yet. */
  readonly unreadable: number;
  readonly pending: number;
  /** What was named and fits no directory. */
  readonly unknown: string;
  readonly askedBy: string;
  /** The bot's page that explains what a link is. */
  readonly pageUrl: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** The first of them; those that are linked come first. */
  readonly rows: readonly ProofRow[];
  readonly more: number;
  /** The same as text, with the fields under their own names. */
  readonly copy: string;
}
