import type { Answer } from '../http/answer';
import { armError } from './arm-error';

const CHALLENGE = { access_token: { acrs: { essential: true, values: ['p1'] } } };

/** ARM's refusal of a write without a second factor: 401 with the claims that a new sign-in must satisfy. */
export function mfaChallenge(pagesUrl: string, resourceName: string): Answer {
  const claims = Buffer.from(JSON.stringify(CHALLENGE)).toString('base64');
  return armError(
    401,
    'RequestDisallowedByAzure',
    `Resource '${resourceName}' was disallowed by Azure: changes need a sign-in with MFA (multi-factor ` +
      'authentication). See https://aka.ms/MFAforAzure.',
    {
      'www-authenticate':
        `Bearer realm="", authorization_uri="${pagesUrl}/common/oauth2/authorize", ` +
        `error="insufficient_claims", claims="${claims}"`,
    },
  );
}
