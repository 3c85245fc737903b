import type { AccessToken } from '../entra/access-token';
import {
  SAMPLE_ROLES,
  type SampleGrant,
  type SampleRole,
  type SampleSubscription,
} from '../world/access-world';
import { personOf } from '../world/lookup';

/** What the account of a token has on a subscription: as one of the directory, or from a directory that manages it. */
export interface AccessOf {
  /** What it was given, activated or not. */
  readonly grants: readonly SampleGrant[];
  /** What is active, whatever way it came. */
  readonly roles: readonly SampleRole[];
}

/** Undefined: the account does not see the subscription at all. */
export function accessOf(subscription: SampleSubscription, token: AccessToken): AccessOf | undefined {
  const { managedBy, tenantId } = subscription;
  if (managedBy?.tenantId === token.tid && tenantId !== token.tid) {
    return { grants: [], roles: [SAMPLE_ROLES[managedBy.role]] };
  }
  const person = tenantId === token.tid ? personOf(token.tid, token.oid) : undefined;
  const grants = subscription.grants.filter((grant) => grant.person === person?.key);
  const active = grants.filter(({ pim }) => pim !== 'eligible');
  return grants.length === 0 ? undefined : { grants, roles: active.map(({ role }) => SAMPLE_ROLES[role]) };
}
