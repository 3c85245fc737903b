import type { Environment, SettingProblem } from './setting-problem';
import { createPrivateKey, X509Certificate } from 'node:crypto';

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

/** The certificate with which the bot proves to be the sign-in app. */
export interface AppCertificate {
  /** SHA-256, hexadecimal. */
  readonly thumbprint: string;
  /** PEM. */
  readonly privateKey: string;
  /** PEM: the certificate that belongs to the key first, then the others of the file. */
  readonly chain: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]+-----END (?:RSA )?PRIVATE KEY-----/;

/** The certificate in a PEM file, or undefined when the file does not hold a certificate with its unencrypted RSA key. */
export function appCertificateOf(pem: string): AppCertificate | undefined {
  const privateKey = PRIVATE_KEY.exec(pem)?.[0];
  if (privateKey === undefined) return undefined;
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== 'rsa') return undefined;
    const certificates = (pem.match(CERTIFICATE) ?? []).map((text) => new X509Certificate(text));
    const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
    if (own === undefined) return undefined;
    const others = certificates.filter((certificate) => certificate !== own);
    return {
      thumbprint: own.fingerprint256.replaceAll(':', '').toLowerCase(),
      privateKey,
      chain: [own, ...others].map((certificate) => certificate.toString()).join(''),
    };
  } catch {
    return undefined;
  }
}
