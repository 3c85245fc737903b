import type { TokenCredential } from '@azure/identity';
import { ManagedIdentityCredential } from '@azure/identity';
import type { NodeAuthOptions } from '@azure/msal-node';

import { untilAborted } from '../lib/async';
import { EntraError } from './entra-errors';

/** How the application proves to Entra that it is itself. */
export type AppCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  | {
      readonly kind: 'certificate';
      /** SHA-256 of the certificate, hexadecimal. */
      readonly thumbprint: string;
      /** PEM. */
      readonly privateKey: string;
      /** The certificate and those that signed it, PEM, the application's own first. */
      readonly chain: string;
    }
  /** A user-assigned managed identity that the app registration trusts (federated credential): no secret at all. */
  | { readonly kind: 'managed-identity'; readonly clientId: string };

/** An AppCredential in MSAL's form. */
export type AppProof = Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;

/** The audience of a managed identity's token that stands in for a client secret. */
const EXCHANGE_SCOPE = 'api://AzureADTokenExchange/.default';

/** Made once for all clients, because the managed identity's own tokens are kept between requests. */
export function createAppProof(
  credential: AppCredential,
  managedIdentityOf: (clientId: string) => TokenCredential = managedIdentity,
): AppProof {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.secret };
    case 'certificate': {
      const { thumbprint, privateKey, chain } = credential;
      return { clientCertificate: { thumbprintSha256: thumbprint, privateKey, x5c: chain } };
    }
    case 'managed-identity': {
      const identity = managedIdentityOf(credential.clientId);
      return { clientAssertion: () => assertionOf(identity) };
    }
  }
}

async function assertionOf(identity: TokenCredential): Promise<string> {
  const assertion = await tokenOfIdentity(identity, EXCHANGE_SCOPE);
  if (assertion.kind === 'token') return assertion.token;
  // What is missing is on our side, as with a wrong secret.
  throw new EntraError(
    assertion.kind === 'refused' ? { kind: 'refused', error: 'invalid_client' } : { kind: 'unreachable' },
  );
}

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
