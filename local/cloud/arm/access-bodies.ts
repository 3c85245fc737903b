import { createHash } from 'node:crypto';
import type { AccessToken } from '../entra/access-token';
import {
  SAMPLE_ROLES,
  type SampleGrant,
  type SampleRole,
  type SampleSubscription,
} from '../world/access-world';
import type { AccessOf } from './access-of';

const SINCE = '2025-02-03T08:00:00.1230000Z';
const ACTIVE_UNTIL = '2031-01-01T17:00:00Z';

/** The last character of the text's digest, as the end of a GUID that is always the same. */
function guidOf(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

function scopeOf({ id }: SampleSubscription, { at = '' }: SampleGrant): string {
  return at.startsWith('/providers/') ? at : `/subscriptions/${id}${at}`;
}

function definitionId({ id }: SampleSubscription, role: SampleRole): string {
  return `/subscriptions/${id}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`;
}

function principalOf(grant: SampleGrant, token: AccessToken): { principalId: string; principalType: string } {
  return grant.through === undefined
    ? { principalId: token.oid, principalType: 'User' }
    : { principalId: guidOf(`${grant.through} ${grant.role}`), principalType: grant.through };
}

export function permissionBody({ actions, notActions }: SampleRole): Record<string, unknown> {
  return { actions, notActions, dataActions: [], notDataActions: [] };
}

export function assignmentBody(
  subscription: SampleSubscription,
  grant: SampleGrant,
  token: AccessToken,
): Record<string, unknown> {
  const scope = scopeOf(subscription, grant);
  const name = guidOf(`${scope} ${grant.role} ${grant.through ?? token.oid}`);
  return {
    properties: {
      roleDefinitionId: definitionId(subscription, SAMPLE_ROLES[grant.role]),
      ...principalOf(grant, token),
      scope,
      condition: null,
      conditionVersion: null,
      createdOn: SINCE,
      updatedOn: SINCE,
      createdBy: guidOf('an administrator'),
      updatedBy: guidOf('an administrator'),
      delegatedManagedIdentityResourceId: null,
      description: null,
    },
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    type: 'Microsoft.Authorization/roleAssignments',
    name,
  };
}

/** An assignment as PIM shows it: active (`RoleAssignmentScheduleInstances`) or to be had (`RoleEligibility…`). */
export function scheduleBody(
  subscription: SampleSubscription,
  grant: SampleGrant,
  token: AccessToken,
): Record<string, unknown> {
  const scope = scopeOf(subscription, grant);
  const role = SAMPLE_ROLES[grant.role];
  const isEligible = grant.pim === 'eligible';
  const type = isEligible ? 'RoleEligibilityScheduleInstances' : 'RoleAssignmentScheduleInstances';
  const name = guidOf(`${type} ${scope} ${grant.role}`);
  return {
    properties: {
      scope,
      roleDefinitionId: definitionId(subscription, role),
      ...principalOf(grant, token),
      status: 'Provisioned',
      memberType: grant.through === undefined ? 'Direct' : 'Group',
      startDateTime: SINCE,
      ...(isEligible ? {} : { assignmentType: grant.pim === 'activated' ? 'Activated' : 'Assigned' }),
      ...(grant.pim === undefined ? {} : { endDateTime: ACTIVE_UNTIL }),
      expandedProperties: {
        scope: { id: scope, displayName: subscription.name, type: 'subscription' },
        roleDefinition: {
          id: definitionId(subscription, role),
          displayName: role.name,
          type: role.type === 'BuiltInRole' ? 'BuiltInRole' : 'CustomRole',
        },
      },
    },
    name,
    id: `${scope}/providers/Microsoft.Authorization/${type}/${name}`,
    type: `Microsoft.Authorization/${type}`,
  };
}

export function definitionBody(subscription: SampleSubscription, role: SampleRole): Record<string, unknown> {
  return {
    properties: {
      roleName: role.name,
      type: role.type,
      description: '',
      assignableScopes: [role.type === 'BuiltInRole' ? '/' : `/subscriptions/${subscription.id}`],
      permissions: [permissionBody(role)],
      createdOn: SINCE,
      updatedOn: SINCE,
      createdBy: null,
      updatedBy: null,
    },
    id: definitionId(subscription, role),
    type: 'Microsoft.Authorization/roleDefinitions',
    name: role.id,
  };
}

export function delegationBody(subscription: SampleSubscription): Record<string, unknown>[] {
  const { id, managedBy } = subscription;
  if (managedBy === undefined) return [];
  const name = guidOf(`delegation ${id}`);
  const role = SAMPLE_ROLES[managedBy.role];
  return [
    {
      properties: {
        registrationDefinitionId: `/subscriptions/${id}/providers/Microsoft.ManagedServices/registrationDefinitions/${name}`,
        provisioningState: 'Succeeded',
        registrationDefinition: {
          properties: {
            registrationDefinitionName: 'Managed services',
            managedByTenantId: managedBy.tenantId,
            managedByTenantName: managedBy.name,
            authorizations: [{ principalId: guidOf('a group of the partner'), roleDefinitionId: role.id }],
          },
        },
      },
      id: `/subscriptions/${id}/providers/Microsoft.ManagedServices/registrationAssignments/${name}`,
      type: 'Microsoft.ManagedServices/registrationAssignments',
      name,
    },
  ];
}

export function billingBody({ id, tenantId, billing }: SampleSubscription): Record<string, unknown> {
  return {
    id: `/subscriptions/${id}/providers/Microsoft.Billing/billingProperty/default`,
    name: 'default',
    type: 'Microsoft.Billing/billingProperty',
    properties: {
      billingTenantId: tenantId,
      billingAccountAgreementType: billing?.agreement,
      subscriptionBillingStatus: 'Active',
      ...(billing?.skuId === undefined
        ? {}
        : { skuId: billing.skuId, skuDescription: 'Microsoft Azure Plan' }),
      ...(billing?.customer === undefined
        ? {}
        : { customerId: guidOf(billing.customer), customerDisplayName: billing.customer }),
    },
  };
}

/** What the account may see of the roles: those that come through Lighthouse are shown to neither side. */
export function grantsShown({ grants }: AccessOf, which: 'active' | 'eligible'): readonly SampleGrant[] {
  return grants.filter(({ pim }) => (pim === 'eligible') === (which === 'eligible'));
}
