import type { AccessReason, AgreementKind, Lasting, Verdict } from '../model/access';

/** The subscriptions that go by a name. */
export interface ChooseSubscriptionData {
  /** As the person wrote it. */
  readonly named: string;
  /** Empty: none does. */
  readonly choices: readonly {
    readonly directoryName: string;
    readonly directoryId: string;
    readonly subscriptionId: string;
    readonly name: string;
  }[];
  /** How many directories could not be looked into. */
  readonly unsearched: number;
}

/** Subscriptions of which the same is found. */
export interface ShownAccess {
  /** The first of them by name; `count`: how many there are. */
  readonly names: readonly string[];
  readonly count: number;
  readonly verdict: Verdict;
  /** The first decides. */
  readonly reasons: readonly AccessReason[];
  readonly lasting: Lasting;
  /** ISO 8601, UTC; empty: it does not end by itself. */
  readonly until: string;
  readonly agreement: AgreementKind;
  /** Empty where no role is shown. */
  readonly role: string;
  readonly scope: 'root' | 'management-group' | 'subscription' | 'resource-group' | 'resource';
  /** Of the group or the resource. */
  readonly scopeName: string;
  readonly through: 'account' | 'group' | 'foreign-group';
  readonly mender: 'customer' | 'you-or-customer' | 'seller' | 'nobody';
}

/** What the access to one directory comes to. `would-count`: if it were linked. */
export type AccessState =
  | 'counts'
  | 'would-count'
  | 'no-role'
  | 'nothing-counts'
  | 'unknown'
  | 'not-linked'
  | 'needs-you'
  | 'needs-admin'
  | 'unreadable'
  | 'pending';

/** One directory in the list of all. */
export interface ShownDirectoryAccess {
  readonly directoryName: string;
  readonly directoryId: string;
  readonly domain: string;
  readonly state: AccessState;
  /** How many of its subscriptions count, of how many that are seen. */
  readonly counting: number;
  readonly total: number;
  readonly isCut: boolean;
}

/** What the person's access is worth in all directories, a page of them; it grows while they are read. */
export interface AccessOfAllData {
  readonly total: number;
  readonly counts: number;
  /** Linked, but no eligible role. */
  readonly noRole: number;
  /** Not linked, though something would count. */
  readonly notLinked: number;
  readonly pending: number;
  readonly rows: readonly ShownDirectoryAccess[];
  readonly page: number;
  readonly pages: number;
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** What the person's access to a directory is worth: the link, the account, and a page of what is found. */
export interface AccessData {
  readonly directoryName: string;
  readonly directoryId: string;
  /** The sign-in name of the account. */
  readonly account: string;
  /** `needs-you`: it can only go on after a sign-in. `unreadable`: the list of subscriptions is not to be had now. */
  readonly state: 'reading' | 'read' | 'needs-you' | 'unreadable';
  readonly way: 'member' | 'guest' | 'lighthouse';
  /** `other`: another PartnerID than the person used last. */
  readonly link: 'linked' | 'other' | 'missing';
  readonly partnerId: string;
  readonly partnerName: string;
  readonly linkedSince: string;
  readonly total: number;
  /** How many count for partner earned credit, for recognition, for neither, or can't be told. */
  readonly pec: number;
  readonly recognition: number;
  readonly no: number;
  readonly unknown: number;
  readonly groups: readonly ShownAccess[];
  readonly page: number;
  readonly pages: number;
  /** There are more subscriptions than ARM was asked for. */
  readonly isCut: boolean;
  /** Set when the card is about one subscription only. */
  readonly subscriptionId: string;
  readonly otherPartners: readonly string[];
  /** Whether a role from the customer would change something. */
  readonly canAskCustomer: boolean;
  /** ISO 8601: the days of the list of roles, and when it was compared last. */
  readonly listDate: string;
  readonly listCheckedOn: string;
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** What a card says of access. */
export type AccessView =
  /** What the person's access to a directory is worth. */
  | { readonly name: 'access'; readonly data: AccessData }
  /** The same for all directories, a line for each. */
  | { readonly name: 'access-of-all'; readonly data: AccessOfAllData }
  /** The name of a subscription that is known more than once, or not at all. */
  | { readonly name: 'choose-subscription'; readonly data: ChooseSubscriptionData };
