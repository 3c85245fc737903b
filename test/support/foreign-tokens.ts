import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { JWTPayload } from 'jose';

const RSA_BITS = 2_048;
const TOO_LONG = 20_000;

/** What a token says, without asking whether it is true. */
function claimsOf(token: string): JWTPayload {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as JWTPayload;
}

/** Tokens that somebody could send in place of the person's own, made after it; by what is wrong with them. */
export async function foreignTokens(own: string, somebodyElses: string): Promise<Map<string, string>> {
  const claims = claimsOf(own);
  const kid = (JSON.parse(Buffer.from(own.split('.')[0] ?? '', 'base64url').toString()) as { kid: string })
    .kid;
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: RSA_BITS });
  const forged = (changed: JWTPayload): Promise<string> =>
    new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  const [head, , signature] = own.split('.');
  const altered = Buffer.from(JSON.stringify({ ...claims, name: 'Somebody' })).toString('base64url');
  const longAgo = Math.floor(Date.now() / 1000) - 86_400;
  return new Map([
    ['somebody else’s', somebodyElses],
    ['without a signature', new UnsecuredJWT(claims).encode()],
    ['signed with another key', await forged({})],
    ['altered after it was signed', `${head}.${altered}.${signature}`],
    ['for another app', await forged({ aud: '00000003-0000-0000-c000-000000000000' })],
    ['for ARM', await forged({ aud: 'https://management.azure.com' })],
    ['of another issuer', await forged({ iss: 'https://login.example/v2.0' })],
    ['of another tenant', await forged({ tid: '11111111-1111-4111-8111-111111111111' })],
    ['expired', await forged({ exp: longAgo, nbf: longAgo - 3_600, iat: longAgo - 3_600 })],
    ['garbage', 'not.a.token'],
    ['too long', `${own}${'A'.repeat(TOO_LONG)}`],
  ]);
}
