import { TENANT_IDS } from './sample-world';

/** A subscription of the sample world. */
export interface SampleSubscription {
  readonly id: string;
  /** The directory that it belongs to. */
  readonly tenantId: string;
  readonly name: string;
  readonly state: 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';
  readonly quotaId: string;
  readonly spendingLimit: 'On' | 'Off' | 'CurrentPeriodOff';
  /** The directories that manage it with Azure Lighthouse: it is seen there too. */
  readonly managedByTenants: readonly string[];
}

const ENTERPRISE = {
  state: 'Enabled',
  quotaId: 'EnterpriseAgreement_2014-09-01',
  spendingLimit: 'Off',
} as const;

/** Every subscription. */
export const SAMPLE_SUBSCRIPTIONS: readonly SampleSubscription[] = [
  {
    id: 'c1a80d0e-4c3f-4a7e-9a55-0d8f6d3b1a01',
    tenantId: TENANT_IDS.litware,
    name: 'Litware-Prod',
    ...ENTERPRISE,
    managedByTenants: [TENANT_IDS.fabrikam],
  },
  {
    id: 'c1a80d0e-4c3f-4a7e-9a55-0d8f6d3b1a02',
    tenantId: TENANT_IDS.contoso,
    name: 'Contoso-Shared',
    ...ENTERPRISE,
    // Managed from home too, although people of the partner have accounts in Contoso.
    managedByTenants: [TENANT_IDS.fabrikam],
  },
];
