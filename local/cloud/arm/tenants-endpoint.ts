import { z } from 'zod';
import type { CloudParts } from '../cloud-parts';
import type { AccessToken } from '../entra/access-token';
import { jsonAnswer, type Answer } from '../http/answer';
import { findTenant, personOf } from '../world/lookup';
import type { SampleTenant } from '../world/sample-world';
import { armError } from './arm-error';

/** Small, so that whoever forgets the second page notices. */
const PAGE_SIZE = 3;

const skipToken = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

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
    ...(tenant.category === 'Home' ? { tenantType: 'AAD' } : {}),
  };
}

/** Lists what the person behind the token can see, by their home account, wherever the token is for. */
export function answerTenants(
  parts: CloudParts,
  token: AccessToken,
  query: { apiVersion: string; skipToken: unknown },
): Answer {
  const skip = query.skipToken === undefined ? 0 : skipToken.safeParse(query.skipToken).data;
  if (skip === undefined) return armError(400, 'InvalidSkipToken', 'The $skiptoken is not one of ours.');
  const ids = personOf(token.tid, token.oid)?.sees ?? [];
  const page = ids.slice(skip, skip + PAGE_SIZE).flatMap((id) => findTenant(id) ?? []);
  const next = skip + PAGE_SIZE;
  const nextLink = `${parts.armUrl}/tenants?api-version=${query.apiVersion}&%24skiptoken=${next}`;
  return jsonAnswer(200, {
    value: page.map(tenantBody),
    ...(next < ids.length ? { nextLink } : {}),
  });
}
