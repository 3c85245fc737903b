import { z } from 'zod';
import type { CloudParts } from '../cloud-parts';
import { findTenant } from '../world/lookup';
import { refuse, type EntraRefusal } from './entra-error';
import { readScope } from './requested-scope';
import { isAnyTenant } from './token-endpoint';

const text = z.string().max(8_000).optional();

const querySchema = z.object({
  client_id: text,
  redirect_uri: text,
  response_type: text,
  response_mode: text,
  scope: text,
  state: text,
  nonce: text,
  prompt: text,
  login_hint: text,
  claims: text,
  code_challenge: text,
  code_challenge_method: text,
});

/** The query of an authorize address, with the parts that everything hangs on checked. */
export type AuthorizeRequest = Omit<z.infer<typeof querySchema>, 'redirect_uri'> & {
  readonly redirect_uri: string;
};

/** `shown`: nobody can be sent back, so the page says it. `returned`: the app gets it at its redirect address. */
export type CheckedRequest =
  | { readonly kind: 'ok'; readonly request: AuthorizeRequest }
  | { readonly kind: 'shown'; readonly refusal: EntraRefusal }
  | {
      readonly kind: 'returned';
      readonly request: AuthorizeRequest;
      readonly error: string;
      readonly refusal: EntraRefusal;
    };

/** Checks what the app asks for, before any person is asked. */
export function checkAuthorizeRequest(
  app: CloudParts['app'],
  tenantName: string,
  query: unknown,
): CheckedRequest {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) return { kind: 'shown', refusal: refuse(900144) };
  const { redirect_uri: redirectUri } = parsed.data;
  if (!findTenant(tenantName) && !isAnyTenant(tenantName)) return { kind: 'shown', refusal: refuse(90002) };
  if (parsed.data.client_id !== app.clientId) return { kind: 'shown', refusal: refuse(700016) };
  if (redirectUri === undefined || !app.redirectUris.includes(redirectUri)) {
    return { kind: 'shown', refusal: refuse(50011) };
  }
  const request = { ...parsed.data, redirect_uri: redirectUri };
  const returned = (error: string, aadsts: number): CheckedRequest => ({
    kind: 'returned',
    request,
    error,
    refusal: refuse(aadsts),
  });
  if (request.response_type !== 'code') return returned('unsupported_response_type', 70003);
  if ((request.response_mode ?? 'query') !== 'query') return returned('invalid_request', 900144);
  if (request.code_challenge !== undefined && request.code_challenge_method !== 'S256') {
    return returned('invalid_request', 50148);
  }
  const scope = readScope(request.scope);
  if (scope.kind === 'refused') return returned('invalid_scope', scope.aadsts);
  return request.prompt === 'none' ? returned('login_required', 50058) : { kind: 'ok', request };
}
