import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CloudParts } from '../cloud-parts';
import { refuse, type EntraRefusal } from './entra-error';

const text = z.string().max(20_000).optional();

/** The fields of a token request that the local Entra looks at. */
export const tokenRequestSchema = z.object({
  client_id: text,
  client_secret: text,
  client_assertion: text,
  grant_type: text,
  scope: text,
  claims: text,
  code: text,
  code_verifier: text,
  redirect_uri: text,
  refresh_token: text,
  assertion: text,
  requested_token_use: text,
});

export type TokenRequest = z.infer<typeof tokenRequestSchema>;

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Refuses a request that does not come from the registered app; undefined when it does. */
export function checkClient(
  app: Pick<CloudParts['app'], 'clientId' | 'clientSecret'>,
  request: TokenRequest,
): EntraRefusal | undefined {
  if (request.client_id === undefined) return refuse(900144);
  if (request.client_id !== app.clientId) return refuse(700016);
  if (request.client_assertion !== undefined) return refuse(700027);
  if (request.client_secret === undefined) return refuse(7000218);
  return isSame(request.client_secret, app.clientSecret) ? undefined : refuse(7000215);
}
