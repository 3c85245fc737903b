import type { CloudParts } from '../cloud-parts';
import type { AccessToken } from '../entra/access-token';
import type { Answer } from '../http/answer';
import { SAMPLE_SUBSCRIPTIONS, type SampleSubscription } from '../world/access-world';
import { accessOf } from './access-of';
import { pageAnswer } from './pages';

const PAGE_SIZE = 50;

function subscriptionBody(subscription: SampleSubscription): Record<string, unknown> {
  const { id, tenantId, name, state, quotaId, spendingLimit, managedBy, odd } = subscription;
  return {
    id: `/subscriptions/${id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: managedBy === undefined ? [] : [{ tenantId: managedBy.tenantId }],
    subscriptionId: id,
    tenantId,
    displayName: name,
    state,
    subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId, spendingLimit },
    ...odd,
  };
}

/** Lists the subscriptions on which the account of the token has a role, those that its directory manages included. */
export function answerSubscriptions(
  parts: CloudParts,
  token: AccessToken,
  query: { apiVersion: string; skipToken: unknown },
): Answer {
  const seen = SAMPLE_SUBSCRIPTIONS.filter((one) => (accessOf(one, token)?.roles.length ?? 0) > 0);
  return pageAnswer(seen, {
    size: PAGE_SIZE,
    skipToken: query.skipToken,
    url: `${parts.armUrl}/subscriptions?api-version=${query.apiVersion}`,
    bodyOf: subscriptionBody,
  });
}
