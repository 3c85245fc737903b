import type { CloudParts } from '../cloud-parts';
import { findTenant } from '../world/lookup';

/** The OpenID configuration of a tenant (id, domain, `common` or `organizations`). */
export function discoveryDocument(
  parts: Pick<CloudParts, 'entraUrl' | 'pagesUrl'>,
  tenantName: string,
): Record<string, unknown> {
  const tenantId = findTenant(tenantName)?.id;
  const inPath = tenantId ?? tenantName;
  return {
    issuer: `${parts.entraUrl}/${tenantId ?? '{tenantid}'}/v2.0`,
    // A person opens this one: plain http, so that no browser warns of a certificate.
    authorization_endpoint: `${parts.pagesUrl}/${inPath}/oauth2/v2.0/authorize`,
    token_endpoint: `${parts.entraUrl}/${inPath}/oauth2/v2.0/token`,
    jwks_uri: `${parts.entraUrl}/${inPath}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'name',
      'preferred_username',
      'tid',
      'oid',
    ],
    request_uri_parameter_supported: false,
    cloud_instance_name: 'localhost',
    tenant_region_scope: null,
  };
}

/** The answer to instance discovery: the local Entra is its own and only cloud. */
export function instanceDocument(entraUrl: string): Record<string, unknown> {
  const { host } = new URL(entraUrl);
  return {
    tenant_discovery_endpoint: `${entraUrl}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
