import type { AppCertificate } from './app-certificate';
import { appCertificateOf } from './app-certificate';
import type { Environment, SettingProblem } from './setting-problem';

/** How the bot proves to Entra that it is the sign-in app. */
export type AppCredentialSetting =
  | { readonly kind: 'secret'; readonly secret: string }
  | ({ readonly kind: 'certificate' } & AppCertificate)
  | { readonly kind: 'managed-identity'; readonly clientId: string };

/**
 * The one credential that is set, or what is wrong. Exactly one of three: with two, nobody could tell which one Entra is
 * shown.
 */
export function readAppCredential(
  environment: Environment,
  readFile: (path: string) => string,
): AppCredentialSetting | SettingProblem {
  const secret = environment['SECRET_AAD_APP_CLIENT_SECRET'] ?? '';
  const file = environment['AAD_APP_CERTIFICATE_FILE'] ?? '';
  const clientId = environment['AAD_APP_MANAGED_IDENTITY_CLIENT_ID'] ?? '';
  if ([secret, file, clientId].filter((value) => value !== '').length !== 1) {
    return {
      name: 'SECRET_AAD_APP_CLIENT_SECRET',
      expected:
        'a client secret of the sign-in app, from its page "Certificates & secrets" – or instead of it, and only ' +
        'one of them, AAD_APP_CERTIFICATE_FILE or AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
    };
  }
  if (secret !== '') return { kind: 'secret', secret };
  if (clientId !== '') return { kind: 'managed-identity', clientId };
  const certificate = certificateIn(file, readFile);
  if (certificate !== undefined) return { kind: 'certificate', ...certificate };
  return {
    name: 'AAD_APP_CERTIFICATE_FILE',
    expected: 'the path of a readable PEM file that holds a certificate and its RSA key, not encrypted',
  };
}

function certificateIn(file: string, readFile: (path: string) => string): AppCertificate | undefined {
  try {
    return appCertificateOf(readFile(file));
  } catch {
    return undefined;
  }
}
