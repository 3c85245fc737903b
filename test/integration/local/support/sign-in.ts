import {
  CryptoProvider,
  type AuthenticationResult,
  type ConfidentialClientApplication,
} from '@azure/msal-node';
import type { LocalCloud } from '../../../../local/cloud/local-cloud';
import { ARM_SCOPE } from './sdk-clients';

export const REDIRECT_URI = 'http://localhost:3978/auth/callback';

/** What a person does on the sign-in pages. */
export interface Presses {
  readonly tenantId: string;
  readonly person?: 'robin' | 'priya';
  readonly factor?: 'given';
  readonly consent?: 'given' | 'declined';
  readonly claims?: string;
  readonly prompt?: string;
}

/** What the sign-in page answered: a page to look at, or the way back to the app. */
export interface PageAnswer {
  readonly status: number;
  readonly text: string;
  readonly returned: URL | undefined;
}

/** The authorize address that msal-node makes, and the verifier that belongs to it. */
export async function authorizeAddress(
  cloud: LocalCloud,
  app: ConfidentialClientApplication,
  presses: Presses,
): Promise<{ url: string; verifier: string }> {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const url = await app.getAuthCodeUrl({
    authority: `${cloud.apiUrl}/${presses.tenantId}`,
    scopes: [ARM_SCOPE],
    redirectUri: REDIRECT_URI,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    state: 'the-state',
    ...(presses.claims === undefined ? {} : { claims: presses.claims }),
    ...(presses.prompt === undefined ? {} : { prompt: presses.prompt }),
  });
  return { url, verifier };
}

/** Presses the buttons on the page behind the address. */
export async function press(url: string, presses: Partial<Presses>): Promise<PageAnswer> {
  const { person, factor, consent } = presses;
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries({ person, factor, consent })) if (value) body.set(name, value);
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  const location = answer.headers.get('location');
  return {
    status: answer.status,
    text: await answer.text(),
    returned: location === null ? undefined : new URL(location),
  };
}

/** Signs a person in from the authorize address to the tokens, as a bot would. */
export async function signIn(
  cloud: LocalCloud,
  app: ConfidentialClientApplication,
  presses: Presses,
): Promise<AuthenticationResult> {
  const { url, verifier } = await authorizeAddress(cloud, app, presses);
  const page = await press(url, { person: 'robin', ...presses });
  const code = page.returned?.searchParams.get('code');
  if (!code) throw new Error(`No code came back: ${page.returned?.href ?? page.text}`);
  return app.acquireTokenByCode({
    authority: `${cloud.apiUrl}/${presses.tenantId}`,
    code,
    codeVerifier: verifier,
    redirectUri: REDIRECT_URI,
    scopes: [ARM_SCOPE],
    ...(presses.claims === undefined ? {} : { claims: presses.claims }),
  });
}
