import type { CustomerRequest } from '../model/customer-request';

/** A directory as a card names it: always name and id. */
export interface Where {
  readonly directoryName: string;
  readonly directoryId: string;
}

/** Directories that have appeared since the person was shown theirs, and are not linked; said once. */
export interface Appeared {
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

/** One change of a batch. `before`, `after`: PartnerIDs; empty for none. */
export interface BatchRow extends Where {
  readonly domain: string;
  readonly before: string;
  readonly after: string;
}

/** A directory that is not in a batch, and why. `partnerId`: what is linked there, where that is known. */
export interface LeftOutRow extends Where {
  readonly domain: string;
  readonly why: 'other' | 'changed' | 'lighthouse' | 'needs-you' | 'consent' | 'needs-admin' | 'unreadable';
  readonly partnerId: string;
}

/** Where one change of a batch stands. */
export type BatchState =
  'waiting' | 'writing' | 'done' | 'unchanged' | 'failed' | 'unknown' | 'needs-you' | 'stopped' | 'expired';
