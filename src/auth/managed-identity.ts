import type { TokenCredential } from '@azure/identity';
import { ManagedIdentityCredential } from '@azure/identity';

import { untilAborted } from '../network/until-aborted';

const TIMEOUT_MS = 3_000;

/** A token of the managed identity, or why there is none. */
export type IdentityToken =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'refused' | 'unreachable' };

/** The machine's user-assigned managed identity; off Azure nobody answers for it. */
export function managedIdentity(clientId: string): TokenCredential {
  return new ManagedIdentityCredential({ clientId });
}

/** Asks the identity for a token, for three seconds at most. */
export async function tokenOfIdentity(identity: TokenCredential, scope: string): Promise<IdentityToken> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const asked = identity.getToken(scope, { abortSignal: timeout }).then(
    (token): IdentityToken => (token === null ? { kind: 'refused' } : { kind: 'token', token: token.token }),
    (): IdentityToken => ({ kind: 'refused' }),
  );
  return (await untilAborted(asked, timeout)) ?? { kind: 'unreachable' };
}
