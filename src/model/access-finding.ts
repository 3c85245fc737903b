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
