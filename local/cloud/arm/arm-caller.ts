import type { CloudParts } from '../cloud-parts';
import { accessTokenSchema, type AccessToken } from '../entra/access-token';
import { isArmAudience } from '../entra/requested-scope';
import type { Answer } from '../http/answer';
import { personOf } from '../world/lookup';
import { armError } from './arm-error';

/** Who calls ARM. A token with a good signature names its account even when it is refused. */
export type ArmCaller =
  | { readonly kind: 'ok'; readonly token: AccessToken }
  | { readonly kind: 'refused'; readonly token: AccessToken | undefined; readonly answer: Answer };

const CLOCK_SKEW_SECONDS = 300;

function unauthorized(parts: CloudParts, code: string, message: string): Answer {
  return armError(401, code, message, {
    'www-authenticate':
      `Bearer authorization_uri="${parts.pagesUrl}/common/oauth2/v2.0/authorize", ` +
      `error="invalid_token", error_description="${message}"`,
  });
}

function whyNot(parts: CloudParts, token: AccessToken): string | undefined {
  const now = parts.clock.now().getTime() / 1000;
  if (!isArmAudience(token.aud)) return 'The access token is meant for another audience.';
  if (token.iss !== parts.tokens.issuer(token.tid)) return 'The access token is from the wrong issuer.';
  if (now >= token.exp + CLOCK_SKEW_SECONDS) return 'The access token has expired.';
  if (now < token.nbf - CLOCK_SKEW_SECONDS) return 'The access token is not valid yet.';
  return personOf(token.tid, token.oid) ? undefined : 'The access token names nobody who is known here.';
}

/** Reads and checks the bearer token: signature, audience, issuer, time. */
export async function readCaller(parts: CloudParts, authorization: string | undefined): Promise<ArmCaller> {
  const bearer = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (bearer === undefined) {
    const answer = unauthorized(parts, 'AuthenticationFailed', 'The request carries no bearer token.');
    return { kind: 'refused', token: undefined, answer };
  }
  const token = accessTokenSchema.safeParse(await parts.key.open(bearer)).data;
  const why = token ? whyNot(parts, token) : 'The access token is not one of ours.';
  if (token && why === undefined) return { kind: 'ok', token };
  return { kind: 'refused', token, answer: unauthorized(parts, 'InvalidAuthenticationToken', why ?? '') };
}
