import { z } from 'zod';

import type { AccessRole, Agreement, Delegation, Permission, RoleScope, Subscription } from '../model/access';
import type { TenantId } from '../model/identifiers';
import { asTenantId } from '../model/identifiers';

const guid = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const shownText = z.string().trim().min(1).max(256);
const maybeText = shownText.optional().catch(undefined);
const patterns = z.array(z.string().max(512)).max(10_000).catch([]);
const tenant = z.string().transform((text) => asTenantId(text));
const date = z.string().datetime({ offset: true }).optional().catch(undefined);

const subscription = z.object({
  subscriptionId: guid,
  displayName: maybeText,
  tenantId: tenant.optional().catch(undefined),
  state: z
    .enum(['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted'])
    .or(z.literal('unknown'))
    .catch('unknown'),
  subscriptionPolicies: z
    .object({
      quotaId: maybeText,
      spendingLimit: z.enum(['On', 'Off', 'CurrentPeriodOff']).optional().catch(undefined),
    })
    .catch({}),
  managedByTenants: z
    .array(z.object({ tenantId: tenant }))
    .max(1_000)
    .catch([]),
});

/** An entry of ARM's list of subscriptions; what is odd in it is left out. */
export function subscriptionOf(entry: unknown): Subscription | undefined {
  const read = subscription.safeParse(entry).data;
  if (read === undefined) return undefined;
  const { displayName, subscriptionPolicies, managedByTenants, ...rest } = read;
  return {
    ...rest,
    ...subscriptionPolicies,
    name: displayName ?? rest.subscriptionId,
    managedByTenants: managedByTenants.flatMap(({ tenantId }): TenantId[] =>
      tenantId === undefined ? [] : [tenantId],
    ),
  };
}

const permission = z.object({ actions: patterns, notActions: patterns });

/** An entry of "what may I do here": one for each role, without its name. */
export function permissionOf(entry: unknown): Permission | undefined {
  return permission.safeParse(entry).data;
}

const assignment = z.object({
  properties: z.object({
    scope: z.string().max(2_048),
    roleDefinitionId: z.string().max(2_048),
    principalType: z.string().catch(''),
    assignmentType: z.enum(['Assigned', 'Activated']).optional().catch(undefined),
    endDateTime: date,
    expandedProperties: z
      .object({
        roleDefinition: z.object({ displayName: maybeText, type: maybeText }).catch({}),
      })
      .optional()
      .catch(undefined),
  }),
});

/** A role assignment, or an instance of PIM's schedules, as a role of the account. */
export function roleOf(entry: unknown): AccessRole | undefined {
  const read = assignment.safeParse(entry).data?.properties;
  const roleId = guid.safeParse(read?.roleDefinitionId.split('/').at(-1)).data;
  if (read === undefined || roleId === undefined) return undefined;
  const { displayName, type } = read.expandedProperties?.roleDefinition ?? {};
  return {
    roleId,
    name: displayName,
    kind: kindOf(type),
    scope: scopeOf(read.scope),
    through: THROUGH[read.principalType] ?? 'account',
    how: HOW[read.assignmentType ?? ''] ?? 'unknown',
    until: read.endDateTime,
  };
}

const THROUGH: Readonly<Record<string, AccessRole['through']>> = {
  Group: 'group',
  ForeignGroup: 'foreign-group',
};
const HOW: Readonly<Record<string, AccessRole['how']>> = { Assigned: 'assigned', Activated: 'activated' };

function kindOf(type: string | undefined): AccessRole['kind'] {
  if (type === 'BuiltInRole') return 'built-in';
  return type === 'CustomRole' ? 'custom' : 'unknown';
}

function scopeOf(scope: string): RoleScope {
  const parts = scope.split('/').filter((part) => part !== '');
  const name = parts.at(-1) ?? '';
  if (parts.length === 0) return { kind: 'root', name: '/' };
  if (/^\/providers\/Microsoft\.Management\//i.test(scope)) return { kind: 'management-group', name };
  if (parts.length <= 2) return { kind: 'subscription', name };
  return { kind: parts.length <= 4 ? 'resource-group' : 'resource', name };
}

const definition = z.object({
  properties: z.object({
    roleName: shownText,
    type: maybeText,
    permissions: z.array(permission).max(100).catch([]),
  }),
});

/** A role definition: what a role is called, and what it allows. */
export function definitionOf(body: unknown): Pick<AccessRole, 'name' | 'kind' | 'permissions'> | undefined {
  const read = definition.safeParse(body).data?.properties;
  return read && { name: read.roleName, kind: kindOf(read.type), permissions: read.permissions };
}

const delegation = z.object({
  properties: z.object({
    registrationDefinition: z.object({
      properties: z.object({
        managedByTenantId: tenant,
        managedByTenantName: maybeText,
        authorizations: z
          .array(z.object({ roleDefinitionId: guid }))
          .max(1_000)
          .catch([]),
      }),
    }),
  }),
});

/** A partner that manages the subscription with Azure Lighthouse. */
export function delegationOf(entry: unknown): Delegation | undefined {
  const read = delegation.safeParse(entry).data?.properties.registrationDefinition.properties;
  if (read?.managedByTenantId === undefined) return undefined;
  return {
    managedBy: read.managedByTenantId,
    managedByName: read.managedByTenantName ?? read.managedByTenantId,
    roleIds: read.authorizations.map(({ roleDefinitionId }) => roleDefinitionId),
  };
}

const billing = z.object({
  properties: z.object({ billingAccountAgreementType: maybeText, skuId: maybeText, customerId: maybeText }),
});
/** The sku of the Azure plan. */
const AZURE_PLAN = '0001';
const AGREEMENTS: Readonly<Record<string, Agreement['type']>> = {
  MicrosoftCustomerAgreement: 'customer-agreement',
  EnterpriseAgreement: 'enterprise-agreement',
  MicrosoftOnlineServicesProgram: 'online-services-program',
  MicrosoftPartnerAgreement: 'partner-agreement',
};

/** How a subscription is bought, from Microsoft.Billing. */
export function agreementOf(body: unknown): Agreement | undefined {
  const read = billing.safeParse(body).data?.properties;
  if (read === undefined) return undefined;
  return {
    type: AGREEMENTS[read.billingAccountAgreementType ?? ''] ?? 'unknown',
    isAzurePlan: read.skuId === undefined ? undefined : read.skuId === AZURE_PLAN,
    isThroughPartner: read.customerId !== undefined,
  };
}
