import type { CloudParts } from '../cloud-parts';
import type { AccessToken } from '../entra/access-token';
import type { Answer } from '../http/answer';
import { personOf, seenDirectories } from '../world/lookup';
import type { SampleTenant } from '../world/sample-world';
import { pageAnswer } from './pages';

/** Small, so that whoever forgets the second page notices. */
const PAGE_SIZE = 3;
const CROWD_PAGE_SIZE = 100;

function tenantBody(tenant: SampleTenant): Record<string, unknown> {
  return {
    id: `/tenants/${tenant.id}`,
    tenantId: tenant.id,
    tenantCategory: tenant.category,
    country: tenant.country,
    countryCode: tenant.countryCode,
    displayName: tenant.name,
    domains: [tenant.domain],
    defaultDomain: tenant.domain,
    tenantType: 'AAD',
  };
}

/** Lists what the person behind the token can see, by their home account, wherever the token is for. */
export function answerTenants(
  parts: CloudParts,
  token: AccessToken,
  query: { apiVersion: string; skipToken: unknown },
): Answer {
  const person = personOf(token.tid, token.oid);
  const { count } = parts.crowd;
  return pageAnswer(
    person === undefined
      ? []
      : seenDirectories(
          person,
          person.key.startsWith('colleague') && !parts.crowd.isForColleagues ? 0 : count,
        ),
    {
      size: count === 0 ? PAGE_SIZE : CROWD_PAGE_SIZE,
      skipToken: query.skipToken,
      url: `${parts.armUrl}/tenants?api-version=${query.apiVersion}`,
      bodyOf: tenantBody,
    },
  );
}
