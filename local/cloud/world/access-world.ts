import { TENANT_IDS } from './sample-world';

/** A role definition: of Azure, or one that a customer made. */
export interface SampleRole {
  readonly id: string;
  readonly name: string;
  readonly type: 'BuiltInRole' | 'CustomRole';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

const builtIn = (
  id: string,
  name: string,
  actions: readonly string[],
  notActions: readonly string[] = [],
): SampleRole => ({
  id,
  name,
  type: 'BuiltInRole',
  actions,
  notActions,
});

/** By a short name. */
export const SAMPLE_ROLES = {
  owner: builtIn('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner', ['*']),
  contributor: builtIn(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    ['*'],
    [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
    ],
  ),
  reader: builtIn('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', ['*/read']),
  support: builtIn('cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e', 'Support Request Contributor', [
    'Microsoft.Authorization/*/read',
    'Microsoft.Resources/subscriptions/resourceGroups/read',
    'Microsoft.Support/*',
  ]),
  blobs: builtIn('ba92f5b4-2d11-453d-a403-e96b0029c9fe', 'Storage Blob Data Contributor', [
    'Microsoft.Storage/storageAccounts/blobServices/containers/delete',
    'Microsoft.Storage/storageAccounts/blobServices/containers/read',
    'Microsoft.Storage/storageAccounts/blobServices/containers/write',
  ]),
  deployer: {
    id: '7a1e4c52-93f0-4f7b-8d3e-5b6c2a9d1e01',
    name: 'Web Deployer',
    type: 'CustomRole',
    actions: ['Microsoft.Web/sites/*', '*/read'],
    notActions: ['Microsoft.Web/sites/delete'],
  },
  auditor: {
    id: '7a1e4c52-93f0-4f7b-8d3e-5b6c2a9d1e02',
    name: 'Contributor of Reports',
    type: 'CustomRole',
    actions: ['*/read', 'Microsoft.CostManagement/*/read'],
    notActions: [],
  },
} as const satisfies Record<string, SampleRole>;

/** How a person has a role on a subscription. */
export interface SampleGrant {
  readonly person: 'robin' | 'priya';
  readonly role: keyof typeof SAMPLE_ROLES;
  /** Below the subscription (`/resourceGroups/web`), above it (a management group), or on it. */
  readonly at?: string;
  readonly through?: 'Group' | 'ForeignGroup';
  /** `eligible`: PIM would let them activate it; `activated`: they have, for a time. */
  readonly pim?: 'eligible' | 'activated';
}

/** What Microsoft.Billing tells. */
export interface SampleBilling {
  readonly agreement: string;
  readonly skuId?: string;
  readonly customer?: string;
}

/** A subscription of the sample world. */
export interface SampleSubscription {
  readonly id: string;
  /** The directory that it belongs to. */
  readonly tenantId: string;
  readonly name: string;
  readonly state: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';
  readonly quotaId: string;
  readonly spendingLimit: 'On' | 'Off' | 'CurrentPeriodOff';
  /** The directories that manage it with Azure Lighthouse: it is seen there too, with this role for everybody. */
  readonly managedBy?: {
    readonly tenantId: string;
    readonly name: string;
    readonly role: keyof typeof SAMPLE_ROLES;
  };
  readonly grants: readonly SampleGrant[];
  /** Absent: only the customer's people may read it. */
  readonly billing?: SampleBilling;
  /** Assignments may not be read. */
  readonly hidesRoles?: true;
  /** Fields as nobody would expect them, in place of what would be there. */
  readonly odd?: Readonly<Record<string, unknown>>;
}

/** Robin’s directories without PIM: it is asked for and refused for want of a licence. */
export const WITHOUT_PIM: readonly string[] = [TENANT_IDS.wideWorld, TENANT_IDS.coho];

const ENTERPRISE = {
  state: 'Enabled',
  quotaId: 'EnterpriseAgreement_2014-09-01',
  spendingLimit: 'Off',
} as const;
const CSP = { state: 'Enabled', quotaId: 'CSP_2015-05-01', spendingLimit: 'Off' } as const;
const AZURE_PLAN = { agreement: 'MicrosoftCustomerAgreement', skuId: '0001' } as const;
const FABRIKAM = { tenantId: TENANT_IDS.fabrikam, name: 'Fabrikam Consulting' } as const;
const MANAGEMENT_GROUP = '/providers/Microsoft.Management/managementGroups/woodgrove-landing-zones';

type Sample = Omit<SampleSubscription, 'id' | 'tenantId'>;

const BY_DIRECTORY: readonly (readonly [tenantId: string, subscriptions: readonly Sample[]])[] = [
  [
    TENANT_IDS.fabrikam,
    [
      {
        name: 'Fabrikam-Lab',
        ...ENTERPRISE,
        quotaId: 'PayAsYouGo_2014-09-01',
        grants: [{ person: 'robin', role: 'owner' }],
      },
    ],
  ],
  [
    TENANT_IDS.litware,
    [{ name: 'Litware-Prod', ...ENTERPRISE, managedBy: { ...FABRIKAM, role: 'contributor' }, grants: [] }],
  ],
  [
    TENANT_IDS.contoso,
    [
      {
        name: 'Contoso-Prod',
        ...ENTERPRISE,
        billing: AZURE_PLAN,
        grants: [
          { person: 'robin', role: 'contributor' },
          { person: 'priya', role: 'reader' },
        ],
      },
      {
        name: 'Contoso-Shared',
        ...ENTERPRISE,

        grants: [
          { person: 'robin', role: 'reader' },
          { person: 'robin', role: 'support', through: 'Group' },
        ],
      },
      {
        name: 'Contoso-Play',
        ...ENTERPRISE,
        quotaId: 'MSDN_2014-09-01',
        spendingLimit: 'On',
        grants: [{ person: 'robin', role: 'owner' }],
      },
      { name: 'Contoso-Old', ...ENTERPRISE, state: 'Disabled', grants: [{ person: 'robin', role: 'owner' }] },
      { name: 'Contoso-Data', ...ENTERPRISE, grants: [{ person: 'robin', role: 'reader' }] },
    ],
  ],
  [
    TENANT_IDS.woodgrove,
    [
      {
        name: 'Woodgrove-Core',
        ...CSP,
        billing: { ...AZURE_PLAN, customer: 'Woodgrove Bank' },
        grants: [{ person: 'robin', role: 'owner', at: MANAGEMENT_GROUP }],
      },
      {
        name: 'Woodgrove-Data',
        managedBy: { ...FABRIKAM, role: 'support' },
        ...ENTERPRISE,
        billing: { agreement: 'EnterpriseAgreement' },
        grants: [
          { person: 'robin', role: 'reader' },
          { person: 'robin', role: 'contributor', pim: 'eligible' },
        ],
      },
      {
        name: 'Woodgrove-Net',
        ...CSP,
        billing: { ...AZURE_PLAN, customer: 'Woodgrove Bank' },
        grants: [{ person: 'robin', role: 'contributor', pim: 'activated' }],
      },
      {
        name: 'Woodgrove-Past',
        ...CSP,
        state: 'PastDue',
        grants: [{ person: 'robin', role: 'contributor', at: '/resourceGroups/web' }],
      },
      { name: 'Hub-Shared', ...ENTERPRISE, grants: [{ person: 'robin', role: 'reader' }] },
    ],
  ],
  [
    TENANT_IDS.wideWorld,
    [
      {
        name: 'WWI-Web',
        ...ENTERPRISE,
        billing: AZURE_PLAN,
        grants: [{ person: 'robin', role: 'deployer', at: '/resourceGroups/web' }],
      },
      {
        name: 'WWI-Reports',
        ...ENTERPRISE,
        billing: AZURE_PLAN,
        grants: [{ person: 'robin', role: 'auditor' }],
      },
      {
        name: 'WWI-Blobs',
        ...ENTERPRISE,
        grants: [
          {
            person: 'robin',
            role: 'blobs',
            at: '/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/wwi',
          },
        ],
      },
      { name: 'Hub-Shared', ...ENTERPRISE, grants: [{ person: 'robin', role: 'contributor' }] },
    ],
  ],
  [
    TENANT_IDS.adventureWorks,
    [
      {
        name: 'Adventure-Trips',
        ...ENTERPRISE,
        hidesRoles: true,
        grants: [{ person: 'robin', role: 'contributor' }],
      },
    ],
  ],
  [
    TENANT_IDS.tailwind,
    [
      {
        name: 'Tailwind-Shop',
        ...CSP,
        billing: { ...AZURE_PLAN, customer: 'Tailwind Traders' },
        grants: [{ person: 'robin', role: 'owner', through: 'ForeignGroup' }],
      },
    ],
  ],
  [
    TENANT_IDS.humongous,
    [
      {
        name: 'Humongous-Odd',
        ...ENTERPRISE,
        grants: [{ person: 'robin', role: 'owner' }],
        odd: { state: 'Sleeping', subscriptionPolicies: null, managedByTenants: 'none', displayName: 7 },
      },
      {
        name: 'Humongous-New',
        ...ENTERPRISE,
        quotaId: 'Moonshot_2030-01-01',
        grants: [{ person: 'robin', role: 'owner' }],
      },
    ],
  ],
  [
    TENANT_IDS.coho,
    Array.from({ length: 300 }, (_, number): Sample => ({
      name: `Coho-${String(number).padStart(3, '0')}`,
      ...ENTERPRISE,
      grants: [{ person: 'robin', role: number % 3 === 0 ? 'reader' : 'contributor' }],
    })),
  ],
];

/** Every subscription. */
export const SAMPLE_SUBSCRIPTIONS: readonly SampleSubscription[] = BY_DIRECTORY.flatMap(
  ([tenantId, subscriptions], directory) =>
    subscriptions.map((one, number) => ({
      ...one,
      tenantId,
      id: `c1a80d0e-4c3f-4a7e-9a${String(directory).padStart(2, '0')}-${String(number).padStart(12, '0')}`,
    })),
);

/** The subscription with this id, in any case. */
export function findSubscription(id: string): SampleSubscription | undefined {
  return SAMPLE_SUBSCRIPTIONS.find((one) => one.id === id.toLowerCase());
}

/** The subscription with this name; for tests. */
export function subscriptionNamed(name: string): SampleSubscription {
  const found = SAMPLE_SUBSCRIPTIONS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`No subscription is named ${name}.`);
  return found;
}
