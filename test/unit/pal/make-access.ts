import type {
  AccessRole,
  Agreement,
  Delegation,
  DirectoryAccess,
  Part,
  Permission,
  Subscription,
} from '../../../src/model/access';
import { asTenantId } from '../../../src/model/identifiers';
import type { SubscriptionFinding } from '../../../src/pal/access-rules';
import { findingsOf } from '../../../src/pal/access-rules';
import { loadEligibleRoles } from '../../../src/pal/eligible-roles';

export const HOME = asTenantId('11111111-1111-4111-8111-111111111111')!;
export const CUSTOMER = asTenantId('22222222-2222-4222-8222-222222222222')!;
export const OTHER = asTenantId('33333333-3333-4333-8333-333333333333')!;
export const eligible = loadEligibleRoles('content');

export const REFUSED = { kind: 'refused' } as const;
export const AWAY = { kind: 'unreadable', code: 'arm-failed' } as const;
export const ok = <T>(value: T): Part<T> => ({ kind: 'ok', value });

export const role = (name: string, more: Partial<AccessRole> = {}): AccessRole => ({
  roleId: 'r',
  name,
  kind: 'built-in',
  scope: { kind: 'subscription', name: 's' },
  through: 'account',
  how: 'assigned',
  ...more,
});
export const OWNER = role('Owner');
export const READER = role('Reader');
export const custom = (...actions: string[]): AccessRole =>
  role('Ours', { kind: 'custom', permissions: [{ actions, notActions: [] }] });
export const may = (...actions: string[]): Part<Permission[]> => ok([{ actions, notActions: [] }]);

const EA = 'EnterpriseAgreement_2014-09-01';
export const CSP = 'CSP_2015-05-01';
export const PAYG = 'PayAsYouGo_2014-09-01';
export const bought = (type: Agreement['type'], more: Partial<Agreement> = {}): Part<Agreement> =>
  ok({ type, isThroughPartner: false, ...more });
export const CSP_PLAN = bought('customer-agreement', { isAzurePlan: true, isThroughPartner: true });
export const MCA = bought('customer-agreement', { isAzurePlan: true });

export interface Case {
  readonly quotaId?: string;
  readonly spendingLimit?: Subscription['spendingLimit'];
  readonly state?: Subscription['state'];
  readonly managedBy?: Subscription['managedByTenants'];
  readonly roles?: Part<AccessRole[]>;
  readonly eligible?: Part<AccessRole[]>;
  readonly permissions?: Part<Permission[]>;
  readonly agreement?: Part<Agreement>;
  readonly through?: DirectoryAccess['through'];
  readonly isLookedAt?: boolean;
  readonly delegations?: Part<Delegation[]>;
}

/** What one account can do in a directory of one subscription. */
export function accessOf(given: Case): DirectoryAccess {
  return {
    tenantId: CUSTOMER,
    readAt: '2026-11-27T09:00:00.000Z',
    through: given.through ?? 'account',
    isCut: false,
    subscriptions: [
      {
        subscription: {
          subscriptionId: 's',
          name: 'Contoso-Prod',
          tenantId: CUSTOMER,
          state: given.state ?? 'Enabled',
          quotaId: 'quotaId' in given ? given.quotaId : EA,
          spendingLimit: given.spendingLimit ?? 'Off',
          managedByTenants: given.managedBy ?? [],
        },
        isLookedAt: given.isLookedAt ?? true,
        permissions: given.permissions ?? may('*'),
        roles: given.roles ?? ok([OWNER]),
        eligible: given.eligible ?? ok([]),
        delegations: given.delegations ?? ok([]),
        agreement: given.agreement ?? REFUSED,
      },
    ],
  };
}

export function finding(given: Case): SubscriptionFinding {
  return findingsOf(accessOf(given), { home: HOME, eligible })[0]!;
}
