import { randomUUID } from 'node:crypto';
import { CompactSign, compactVerify, exportJWK, generateKeyPair, type JWK } from 'jose';

/** Signs and checks what the local Entra issues. The key is made at start and never leaves memory. */
export interface SigningKey {
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A compact RS256 JWT. */
  sign(payload: Record<string, unknown>): Promise<string>;
  /** The payload if the signature is ours, undefined otherwise. Says nothing about time or audience. */
  open(token: string): Promise<unknown>;
}

/** Makes a fresh key. */
export async function makeSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
  return {
    jwks: { keys: [jwk] },
    sign: (payload) =>
      new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
        .sign(privateKey),
    open: async (token) => {
      try {
        const { payload } = await compactVerify(token, publicKey, { algorithms: ['RS256'] });
        return JSON.parse(Buffer.from(payload).toString('utf8')) as unknown;
      } catch {
        return undefined;
      }
    },
  };
}
