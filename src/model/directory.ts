import type { TenantId } from './identifiers';

/**
 * As many directories of one person are read. Entra lets an account belong to 500 at most; those that are managed
 * through Azure Lighthouse come on top.
 */
export const MOST_DIRECTORIES = 5_000;

/**
 * A directory the person can see in ARM's tenant list.
 * `home`: the one their Teams account belongs to. `customer`: any other.
 * `lighthouse`: found to be managed from the home directory with Azure Lighthouse: Entra knows no account of the person
 * in it that could be linked, while subscriptions of it are seen at home.
 */
export interface Directory {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly defaultDomain: string;
  readonly kind: 'home' | 'customer' | 'lighthouse';
}
