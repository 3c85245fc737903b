import type { TokenCredential } from '@azure/identity';

import type { Outcome } from '../model/problem';
import type { Actor } from '../auth/ports';
import type { UserToken } from '../auth/access-token';
import type { UserTokens } from '../auth/people-tokens';

/** A credential of the Azure SDKs that remembers what stopped it. */
export interface ChallengeCredential {
  readonly credential: TokenCredential;
  /**
   * What came of answering a claims challenge, when it stopped the call. Throws what kept it from being answered at
   * all: records that can't be read.
   */
  readonly stopped: () => Outcome<never> | undefined;
}

/** Hands out the one token, and after a claims challenge one that was made for it. */
export function createChallengeCredential(
  acquire: UserTokens['acquire'],
  actor: Actor,
  token: UserToken,
): ChallengeCredential {
  let stop: Outcome<never> | undefined;
  let failure: { readonly error: unknown } | undefined;
  return {
    stopped: () => {
      if (failure !== undefined) throw failure.error;
      return stop;
    },
    credential: {
      getToken: async (_scopes, options) => {
        const claims = options?.claims;
        if (claims === undefined) return accessTokenOf(token);
        const renewed = await acquire({ ...actor, claims }).catch((error: unknown) => {
          // The SDK makes another error of it.
          failure = { error };
          throw error;
        });
        if (renewed.kind === 'ok') return accessTokenOf(renewed.value);
        stop = renewed;
        throw new Error('the claims challenge could not be met silently');
      },
    },
  };
}

function accessTokenOf(token: UserToken): { token: string; expiresOnTimestamp: number } {
  return { token: token.reveal(), expiresOnTimestamp: token.expiresAt.getTime() };
}
