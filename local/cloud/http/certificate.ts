import { generate } from 'selfsigned';

/** A key and its certificate; both live in memory only. */
export interface Certificate {
  readonly keyPem: string;
  /** Also what a client has to trust: the certificate is its own authority. */
  readonly certPem: string;
}

const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** Makes a fresh certificate for `localhost` and 127.0.0.1. */
export async function makeCertificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: DNS_NAME, value: 'localhost' },
          { type: IP_ADDRESS, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { keyPem: made.private, certPem: made.cert };
}
