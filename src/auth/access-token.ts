import { z } from 'zod';

import type { Account } from '../model/person';
import type { ObjectId, TenantId } from '../model/identifiers';
import { asObjectId, asTenantId } from '../model/identifiers';
import { jsonOf } from '../network/http-send';

/** An ARM token that was checked. The secret is private, so that no log or JSON ever shows it. */
export class UserToken {
  readonly #secret: string;

  constructor(
    secret: string,
    readonly account: Account,
    readonly expiresAt: Date,
  ) {
    this.#secret = secret;
  }

  /** The token itself: for the authorization header only. */
  reveal(): string {
    return this.#secret;
  }
}

/** What a token must be before it may be used. */
export interface TokenExpectation {
  readonly tenantId: TenantId;
  readonly audience: string;
  /** The account seen in this tenant before, or the person's own in the home tenant. */
  readonly objectId?: ObjectId;
  readonly now: Date;
}

/** Which check a token failed. */
export type TokenFlaw = 'unreadable' | 'tenant' | 'audience' | 'expired' | 'scope' | 'account';

const name = z.string().min(1).max(320).optional().catch(undefined);
const payload = z.object({
  tid: z.string(),
  oid: z.string(),
  aud: z.string(),
  exp: z.number(),
  scp: z.string(),
  upn: name,
  unique_name: name,
  preferred_username: name,
  email: name,
});

/**
 * Reads an access token and checks that it is the one asked for. The signature is ARM's to check: the token came
 * straight from Entra, over TLS. What this guards against is a cache or a service that answers with another token.
 */
export function checkToken(
  secret: string,
  expected: TokenExpectation,
): { readonly flaw: TokenFlaw } | { readonly flaw?: undefined; readonly token: UserToken } {
  const claims = payload.safeParse(payloadOf(secret)).data;
  if (claims === undefined) return { flaw: 'unreadable' };
  const tenantId = asTenantId(claims.tid);
  const objectId = asObjectId(claims.oid);
  if (tenantId === undefined || objectId === undefined) return { flaw: 'unreadable' };
  if (tenantId !== expected.tenantId) return { flaw: 'tenant' };
  if (bare(claims.aud) !== bare(expected.audience)) return { flaw: 'audience' };
  if (!claims.scp.split(' ').includes('user_impersonation')) return { flaw: 'scope' };
  if (expected.objectId !== undefined && objectId !== expected.objectId) return { flaw: 'account' };
  const expiresAt = new Date(claims.exp * 1000);
  // Written so that a date beyond what Date can hold fails too.
  if (!(expiresAt > expected.now)) return { flaw: 'expired' };
  const username = claims.upn ?? claims.unique_name ?? claims.preferred_username ?? claims.email ?? objectId;
  return { token: new UserToken(secret, { tenantId, objectId, username }, expiresAt) };
}

function payloadOf(secret: string): unknown {
  const part = secret.split('.')[1] ?? '';
  return jsonOf(Buffer.from(part, 'base64url').toString('utf8'));
}

/** Entra issues ARM's audience with and without the slash at its end. */
function bare(audience: string): string {
  return audience.replace(/\/$/, '');
}
