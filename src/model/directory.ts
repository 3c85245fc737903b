import type { TenantId } from './identifiers';

/**
 * A directory the person can see in ARM's tenant list.
 * `home`: the one their Teams account belongs to. `customer`: they have an account there (guest or member).
 * `lighthouse`: visible only because it is managed from the home directory with Azure Lighthouse
 * (ARM's tenantCategory ManagedBy or ProjectedBy): there is no account in it that could be linked.
 */
export interface Directory {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly defaultDomain: string;
  readonly kind: 'home' | 'customer' | 'lighthouse';
}
