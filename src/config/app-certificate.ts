import { createPrivateKey, X509Certificate } from 'node:crypto';

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
