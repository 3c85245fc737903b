import type { AppCertificate } from './app-certificate';
import { appCertificateOf } from './app-certificate';
import type { Environment, SettingProblem } from './setting-problem';

/** How the bot proves to Entra that it is the sign-in app. */
export type AppCredentialSetting =
  | { readonly kind: 'secret'; readonly secret: string }
  | ({ readonly kind: 'certificate' } & AppCertificate)
  | { readonly kind: 'managed-identity'; readonly clientId: string };

const WAYS = [
  'SECRET_AAD_APP_CLIENT_SECRET',
  'AAD_APP_CERTIFICATE_FILE',
  'AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
] as const;
const NONE: SettingProblem = {
  name: 'SECRET_AAD_APP_CLIENT_SECRET',
  expected:
    'a client secret of the sign-in app, from its page "Certificates & secrets" – or instead of it, and only ' +
    'one of them, AAD_APP_CERTIFICATE_FILE or AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
};

/**
 * The one credential that is set, or what is wrong. Exactly one of three: with two, nobody could tell which one Entra is
 * shown.
 */
export function readAppCredential(
  environment: Environment,
  readFile: (path: string) => string,
): AppCredentialSetting | SettingProblem {
  const set = WAYS.filter((name) => (environment[name] ?? '') !== '');
  const [first, ...others] = set;
  if (first === undefined) return NONE;
  if (others.length > 0) {
    const found = `is set beside ${others.join(' and ')}`;
    return {
      name: first,
      expected: 'one way of proving to be the sign-in app, the others left empty',
      found,
    };
  }
  const secret = environment['SECRET_AAD_APP_CLIENT_SECRET'] ?? '';
  const file = environment['AAD_APP_CERTIFICATE_FILE'] ?? '';
  const clientId = environment['AAD_APP_MANAGED_IDENTITY_CLIENT_ID'] ?? '';
  if (secret !== '') return { kind: 'secret', secret };
  if (clientId !== '') return { kind: 'managed-identity', clientId };
  return readCertificate(file, readFile);
}

function readCertificate(
  file: string,
  readFile: (path: string) => string,
): AppCredentialSetting | SettingProblem {
  const problem = (found: string): SettingProblem => ({
    name: 'AAD_APP_CERTIFICATE_FILE',
    expected: 'the path of a readable PEM file that holds a certificate and its RSA key, not encrypted',
    found,
  });
  try {
    const certificate = appCertificateOf(readFile(file));
    return certificate === undefined
      ? problem('does not hold both')
      : { kind: 'certificate', ...certificate };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return problem(`can’t be read (${code ?? 'no reason given'})`);
  }
}
