import { z } from 'zod';

import type { Account } from '../model/person';
import type { Outcome } from '../model/problem';
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

/**
 * What Entra gives tokens of exactly one person for: Teams' token, or the refresh token of a sign-in. It is private, so
 * that no log ever shows it.
 */
export abstract class Exchangeable {
  #secret: string;
  /** ARM tokens got for this very one, by tenant: what Entra gave for another one is not this person's to reuse. */
  readonly tokens = new Map<TenantId, UserToken>();
  /** Exchanges under way, by tenant. */
  readonly flights = new Map<TenantId, Promise<Outcome<UserToken>>>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The secret itself: for the exchange at Entra only. */
  reveal(): string {
    return this.#secret;
  }

  protected replace(secret: string): void {
    this.#secret = secret;
  }
}

/** One interactive sign-in that held: its refresh token, with what was got for it. */
export class Grant extends Exchangeable {
  constructor(
    refreshToken: string,
    readonly tenantId: TenantId,
    readonly grantedAt: Date,
    readonly claims?: string,
  ) {
    super(refreshToken);
  }

  /** With its tokens Entra gives a younger refresh token, which lasts longer; the one before stays good. */
  renew(refreshToken: string): void {
    this.replace(refreshToken);
  }
}

/** A token of Teams that was checked, with what was got for it. */
export class SsoToken extends Exchangeable {
  constructor(
    secret: string,
    readonly expiresAt: Date,
    /** When Teams last handed it over. */
    public acceptedAt: Date,
    /** The sign-in name that it tells; a hint, shown to Entra only. */
    readonly username?: string,
  ) {
    super(secret);
  }
}
