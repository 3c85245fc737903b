import type {
  AccessReason,
  AccessRole,
  Agreement,
  AgreementKind,
  DirectoryAccess,
  Lasting,
  Part,
  RoleScope,
  Subscription,
  SubscriptionAccess,
  Verdict,
} from '../model/access';
import type { TenantId } from '../model/identifiers';
import type { EligibleRoles, RoleCounts } from './eligible-roles';
import { countsByActions } from './eligible-roles';

/** A role, and what it is worth. */
export interface JudgedRole {
  readonly role: AccessRole;
  readonly isActive: boolean;
  readonly counts: RoleCounts;
}

/** What is found of one subscription. */
export interface SubscriptionFinding {
  readonly subscription: Subscription;
  readonly verdict: Verdict;
  readonly reasons: readonly AccessReason[];
  readonly lasting: Lasting;
  /** ISO 8601, UTC: when the role that decides ends. */
  readonly until?: string;
  readonly agreement: AgreementKind;
  /** The role that decides; absent where none is shown. */
  readonly role?: AccessRole;
  /** Those that are active first. */
  readonly roles: readonly JudgedRole[];
}

/** What one account's access to a directory is worth, by subscription. Claims nothing that no field shows. */
export function findingsOf(
  access: DirectoryAccess,
  known: { readonly home: TenantId; readonly eligible: EligibleRoles },
): SubscriptionFinding[] {
  return access.subscriptions.map((one) => {
    const roles = judgedRoles(one, known.eligible);
    const agreement = agreementOf(one.subscription, one.agreement);
    const right = rightOf(one, roles, access.through);
    const { verdict, reasons } = judge(one, agreement, right);
    const isShared = one.subscription.managedByTenants.some((by) => by !== known.home);
    return {
      subscription: one.subscription,
      verdict,
      reasons: [...reasons, ...(isShared ? (['other-partners-too'] as const) : [])],
      lasting: right.lasting,
      until: right.until,
      agreement,
      role: right.role,
      roles,
    };
  });
}

function judgedRoles({ roles, eligible }: SubscriptionAccess, list: EligibleRoles): JudgedRole[] {
  const judged = (part: Part<readonly AccessRole[]>, isActive: boolean): JudgedRole[] =>
    part.kind === 'ok' ? part.value.map((role) => ({ role, isActive, counts: list.counts(role) })) : [];
  return [...judged(roles, true), ...judged(eligible, false)];
}

/** What the account's rights come to: the reason, and how long that lasts. */
interface Right {
  readonly reason: AccessReason;
  readonly lasting: Lasting;
  readonly until?: string;
  readonly remarks: readonly AccessReason[];
  readonly role?: AccessRole;
}

/**
 * By the best role that is active; where none of those that are shown counts, by all that the account may do, since
 * roles that come through Lighthouse, and those that may not be read, are not shown.
 */
function rightOf(
  access: SubscriptionAccess,
  roles: readonly JudgedRole[],
  through: DirectoryAccess['through'],
): Right {
  const active = roles.filter(({ isActive }) => isActive);
  const best = bestOf(active);
  if (best !== undefined) return rightBy(best);
  const areAllShown = access.roles.kind === 'ok' && through === 'account';
  const { permissions } = access;
  const isAllowed = permissions.kind === 'ok' ? countsByActions(permissions.value) : 'unknown';
  if (isAllowed === 'yes' && !areAllShown) return right('may-write');
  const unclear = active.find(({ counts }) => counts === 'unknown');
  if (unclear !== undefined) return right('role-not-known', unclear.role);
  const toActivate = bestOf(roles.filter(({ isActive }) => !isActive));
  if (toActivate !== undefined) {
    return {
      ...right('only-when-activated', toActivate),
      lasting: 'when-activated',
      remarks: remarksOn(toActivate),
    };
  }
  const [reading] = active;
  if (reading !== undefined) return right('role-only-reads', reading.role);
  if (areAllShown) return right('no-role');
  if (permissions.kind !== 'ok') return right('access-not-readable');
  if (isAllowed === 'unknown') return right('role-not-known');
  return right(permissions.value.some(({ actions }) => actions.length > 0) ? 'role-only-reads' : 'no-role');
}

function right(reason: AccessReason, role?: AccessRole): Right {
  return { reason, lasting: 'unknown', remarks: [], role };
}

function rightBy(role: AccessRole): Right {
  const reason = role.kind === 'built-in' ? 'role-on-the-list' : 'may-write';
  const { how, until } = role;
  const remarks = remarksOn(role);
  if (how === 'activated') return { reason, lasting: 'activated', until, remarks, role };
  if (until !== undefined) return { reason, lasting: 'until', until, remarks: [...remarks, 'ends'], role };
  return { reason, lasting: how === 'assigned' ? 'permanent' : 'unknown', remarks, role };
}

function remarksOn({ through, scope }: AccessRole): AccessReason[] {
  const isNarrow = scope.kind === 'resource-group' || scope.kind === 'resource';
  return [
    ...(through === 'foreign-group' ? (['through-foreign-group'] as const) : []),
    ...(isNarrow ? (['narrow-scope'] as const) : []),
  ];
}

const WIDTH: Record<RoleScope['kind'], number> = {
  root: 0,
  'management-group': 0,
  subscription: 0,
  'resource-group': 1,
  resource: 2,
};

/** Of the roles that count: of the account's own directory, on the list, the widest, and the one that lasts longest. */
function bestOf(roles: readonly JudgedRole[]): AccessRole | undefined {
  const rank = ({ through, kind, scope, how, until }: AccessRole): number[] => [
    through === 'foreign-group' ? 1 : 0,
    kind === 'built-in' ? 0 : 1,
    WIDTH[scope.kind],
    how === 'activated' ? 2 : until === undefined ? 0 : 1,
  ];
  const [best] = roles
    .filter(({ counts }) => counts === 'yes')
    .map(({ role }) => ({ role, rank: rank(role).join('') }))
    .sort((one, other) => one.rank.localeCompare(other.rank));
  return best?.role;
}

const BY_QUOTA: readonly (readonly [RegExp, AgreementKind])[] = [
  [/^EnterpriseAgreement_|^MSDNDevTest_/i, 'enterprise-or-customer-agreement'],
  [/^CSP/i, 'csp'],
  [/^PayAsYouGo_/i, 'pay-as-you-go'],
  [/^(?:Sponsored|MSDN|MPN|AzureInOpen)_/i, 'sponsored'],
  [/^(?:FreeTrial|AzurePass|AzureForStudents|DreamSpark|Internal|Default)_/i, 'credit'],
];

/**
 * How a subscription is bought: by what Microsoft.Billing tells, else by its quota id (azure-docs,
 * understand-cost-mgt-data), which can't tell an Enterprise Agreement from a Customer Agreement.
 */
function agreementOf({ quotaId, spendingLimit }: Subscription, billing: Part<Agreement>): AgreementKind {
  // While it is on, the subscription stops when its credit is used up.
  if (spendingLimit === 'On') return 'credit';
  const byQuota = BY_QUOTA.find(([pattern]) => pattern.test(quotaId ?? ''))?.[1] ?? 'unknown';
  if (byQuota === 'credit' || byQuota === 'sponsored' || billing.kind !== 'ok') return byQuota;
  const { type, isAzurePlan, isThroughPartner } = billing.value;
  if (byQuota === 'csp' || isThroughPartner || type === 'partner-agreement') {
    if (isAzurePlan === undefined) return 'csp';
    return isAzurePlan ? 'azure-plan-through-partner' : 'csp-legacy';
  }
  if (type === 'online-services-program') return 'pay-as-you-go';
  return type === 'unknown' ? byQuota : type;
}

function judge(
  { subscription, isLookedAt }: SubscriptionAccess,
  agreement: AgreementKind,
  { reason, lasting, remarks }: Right,
): { readonly verdict: Verdict; readonly reasons: readonly AccessReason[] } {
  const { state } = subscription;
  const no = (why: AccessReason) => ({ verdict: 'no', reasons: [why] }) as const;
  const unknown = (...why: AccessReason[]) => ({ verdict: 'unknown', reasons: why }) as const;
  if (state === 'Disabled' || state === 'Deleted') return no('not-in-use');
  if (agreement === 'credit') return no('nothing-is-billed');
  if (!isLookedAt) return unknown('too-many');
  if (reason === 'no-role' || reason === 'role-only-reads') return no(reason);
  if (reason === 'only-when-activated') return { verdict: 'no', reasons: [reason, ...remarks] };
  if (reason === 'access-not-readable' || reason === 'role-not-known') return unknown(reason);
  if (agreement === 'csp-legacy') return no('legacy-csp');
  const besides = [reason, ...remarks, ...overdue(subscription)];
  if (state === 'unknown') return unknown('state-not-known', ...besides);
  switch (agreement) {
    case 'azure-plan-through-partner':
      return throughPartner(reason, lasting, besides);
    case 'csp':
      return unknown('csp-plan-not-known', ...besides);
    case 'sponsored':
      return unknown('sponsored', ...besides);
    case 'unknown':
      return unknown('offer-not-known', ...besides);
    case 'enterprise-agreement':
    case 'enterprise-or-customer-agreement':
      return { verdict: 'recognition', reasons: [...besides, agreement] };
    case 'customer-agreement':
    case 'pay-as-you-go':
      return { verdict: 'recognition', reasons: besides };
  }
}

function overdue({ state }: Subscription): AccessReason[] {
  return state === 'Warned' || state === 'PastDue' ? ['payment-overdue'] : [];
}

/** Partner earned credit is for the partner who sells, for roles on Microsoft's list, and for whole days only. */
function throughPartner(
  reason: AccessReason,
  lasting: Lasting,
  besides: readonly AccessReason[],
): { readonly verdict: Verdict; readonly reasons: readonly AccessReason[] } {
  const isWholeDay = lasting !== 'activated';
  const verdict = reason === 'role-on-the-list' && isWholeDay ? 'pec' : 'recognition';
  return {
    verdict,
    reasons: [...besides, ...(isWholeDay ? [] : (['whole-day-needed'] as const)), 'csp-seller-not-known'],
  };
}
