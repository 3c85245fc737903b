import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/model/clock';
import type { SamplePerson } from '../world/sample-world';

/** A person who signed in, and the directories in which they gave a second factor. */
export interface Session {
  readonly person: SamplePerson;
  readonly secondFactorIn: readonly string[];
  /** The directory on whose page they signed in; absent when Teams vouches for them. */
  readonly signedInAt?: string;
}

/** What an authorization code stands for. */
export interface CodeGrant {
  readonly session: Session;
  readonly tenantId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly nonce: string | undefined;
}

export type Redeemed = { kind: 'ok'; grant: CodeGrant } | { kind: 'unknown' | 'used' | 'expired' };

/** Authorization codes and refresh tokens, in memory only. */
export interface Sessions {
  newCode(grant: CodeGrant): string;
  /** A code works once and for ten minutes; trying it uses it up. */
  redeem(code: string): Redeemed;
  newRefreshToken(session: Session): string;
  /** As with Entra, a refresh token stays good after a newer one was issued. */
  refresh(token: string): Session | undefined;
  clear(): void;
}

const CODE_LIFETIME_MS = 10 * 60 * 1000;
const MAX_KEPT = 2_000;

function trim(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= MAX_KEPT) return;
    map.delete(key);
  }
}

/** No sessions yet. */
export function createSessions(clock: Clock): Sessions {
  const codes = new Map<string, { grant: CodeGrant; expiresAt: number; used: boolean }>();
  const refreshTokens = new Map<string, Session>();
  return {
    newCode: (grant) => {
      const code = `0.${randomBytes(48).toString('base64url')}`;
      codes.set(code, { grant, expiresAt: clock.now().getTime() + CODE_LIFETIME_MS, used: false });
      trim(codes);
      return code;
    },
    redeem: (code) => {
      const kept = codes.get(code);
      if (!kept) return { kind: 'unknown' };
      if (kept.used) return { kind: 'used' };
      kept.used = true;
      return clock.now().getTime() >= kept.expiresAt
        ? { kind: 'expired' }
        : { kind: 'ok', grant: kept.grant };
    },
    newRefreshToken: (session) => {
      const token = `1.${randomBytes(64).toString('base64url')}`;
      refreshTokens.set(token, session);
      trim(refreshTokens);
      return token;
    },
    refresh: (token) => refreshTokens.get(token),
    clear: () => {
      codes.clear();
      refreshTokens.clear();
    },
  };
}
