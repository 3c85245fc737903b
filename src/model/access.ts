import type { TenantId } from './identifiers';
import type { ProblemCode } from './problem';

/** One part of what was looked at. */
export type Part<T> =
  /** `isCut`: there is more than was read. */
  | { readonly kind: 'ok'; readonly value: T; readonly isCut?: true }
  /** The account has no right to look at it. */
  | { readonly kind: 'refused' }
  /** Not to be had now: a fault, too little time, or a sign-in that would be needed first. */
  | { readonly kind: 'unreadable'; readonly code: ProblemCode | 'sign-in' };

/** A subscription as ARM lists it. */
export interface Subscription {
  /** A GUID in lower case. */
  readonly subscriptionId: string;
  readonly name: string;
  /** The directory that it belongs to, if ARM tells. */
  readonly tenantId?: TenantId;
  readonly state: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted' | 'unknown';
  /** The kind of offer, such as `EnterpriseAgreement_2014-09-01`: one id stands for several agreements. */
  readonly quotaId?: string;
  /** `On`: it stops when its credit is used up, so nothing is ever billed. */
  readonly spendingLimit?: 'On' | 'Off' | 'CurrentPeriodOff';
  /** The directories that manage it with Azure Lighthouse. */
  readonly managedByTenants: readonly TenantId[];
}

/** Where a role holds: there and below. */
export interface RoleScope {
  readonly kind: 'root' | 'management-group' | 'subscription' | 'resource-group' | 'resource';
  /** Of the group, or the resource; the id of a subscription. */
  readonly name: string;
}

/** A role that the account has, or could activate. */
export interface AccessRole {
  /** The GUID of the role definition, in lower case. */
  readonly roleId: string;
  /** Absent: the definition could not be read. */
  readonly name?: string;
  readonly kind: 'built-in' | 'custom' | 'unknown';
  /** What the definition allows, where it was read. */
  readonly permissions?: readonly Permission[];
  readonly scope: RoleScope;
  /** `foreign-group`: a group of another directory, as the admin agents of a CSP partner. */
  readonly through: 'account' | 'group' | 'foreign-group';
  /** `activated`: by Privileged Identity Management (PIM), for a time. */
  readonly how: 'assigned' | 'activated' | 'unknown';
  /** ISO 8601, UTC: when it ends by itself. */
  readonly until?: string;
}

/** What may be done, as patterns such as `Microsoft.Compute/virtualMachines/write`; what `notActions` name is taken out. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** A partner whom the owner of a subscription has let in with Azure Lighthouse. */
export interface Delegation {
  readonly managedBy: TenantId;
  readonly managedByName: string;
  /** The GUIDs of the role definitions that it is about, for whomever in that directory. */
  readonly roleIds: readonly string[];
}

/** What Microsoft.Billing tells of how a subscription is bought. */
export interface Agreement {
  readonly type:
    | 'customer-agreement'
    | 'enterprise-agreement'
    | 'online-services-program'
    | 'partner-agreement'
    | 'unknown';
  /** The Azure plan (sku 0001) of modern commerce; absent: not told. */
  readonly isAzurePlan?: boolean;
  /** Bought through a partner: the answer names a customer. */
  readonly isThroughPartner: boolean;
}

/** What one account can do on one subscription, and how it is bought. */
export interface SubscriptionAccess {
  readonly subscription: Subscription;
  /** False: only listed; it can't be in use, or there were too many. */
  readonly isLookedAt: boolean;
  /** The sum of all roles that are active: groups, inherited ones, PIM and Lighthouse included; names none of them. */
  readonly permissions: Part<readonly Permission[]>;
  /** The roles at, above and below the subscription, groups included. Of Azure Lighthouse ARM shows none. */
  readonly roles: Part<readonly AccessRole[]>;
  /** The roles that PIM would let the account activate. */
  readonly eligible: Part<readonly AccessRole[]>;
  readonly delegations: Part<readonly Delegation[]>;
  readonly agreement: Part<Agreement>;
}

/** What one account can do in one directory. */
export interface DirectoryAccess {
  readonly tenantId: TenantId;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  /** `lighthouse`: seen from the home directory, of which the account is. */
  readonly through: 'account' | 'lighthouse';
  /** Those that can be in use first, then by name. */
  readonly subscriptions: readonly SubscriptionAccess[];
  /** There are more subscriptions than are listed. */
  readonly isCut: boolean;
}

/**
 * What an access is worth once the account is linked. `pec`: counts for partner earned credit, by Microsoft's list.
 * `recognition`: counts for recognition (Azure consumed revenue), only as far as that is documented. `no`: does not
 * count. `unknown`: can't be told from what may be read.
 */
export type Verdict = 'pec' | 'recognition' | 'no' | 'unknown';

/** Why, and what else to know; the words for each are content. In a finding the one that decides comes first. */
export const ACCESS_REASONS = [
  // "No" for these
  'not-in-use',
  'nothing-is-billed',
  'no-role',
  'role-only-reads',
  'only-when-activated',
  'legacy-csp',
  // "Can't be told" for these
  'too-many',
  'state-not-known',
  'access-not-readable',
  'role-not-known',
  'offer-not-known',
  'csp-plan-not-known',
  'sponsored',
  // It counts by these
  'role-on-the-list',
  'may-write',
  // To know besides
  'through-foreign-group',
  'payment-overdue',
  'narrow-scope',
  'ends',
  'whole-day-needed',
  'enterprise-or-customer-agreement',
  'enterprise-agreement',
  'csp-seller-not-known',
  'other-partners-too',
] as const;
export type AccessReason = (typeof ACCESS_REASONS)[number];

/** How a subscription is bought, as far as the fields tell. */
export const AGREEMENT_KINDS = [
  'azure-plan-through-partner',
  'csp-legacy',
  /** Through a partner; whether on the Azure plan can't be told. */
  'csp',
  'customer-agreement',
  'enterprise-agreement',
  /** One quota id stands for both. */
  'enterprise-or-customer-agreement',
  'pay-as-you-go',
  /** Credit that Microsoft gives (sponsorship, benefits of subscribers and partners), beyond which it may be billed. */
  'sponsored',
  /** Credit only: trial, pass, students, internal, or any that stops when its credit is used up. */
  'credit',
  'unknown',
] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/** How long the role that decides lasts. `when-activated`: not active now, PIM would let the account activate it. */
export type Lasting = 'permanent' | 'until' | 'activated' | 'when-activated' | 'unknown';
