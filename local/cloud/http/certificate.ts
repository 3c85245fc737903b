import { generate } from 'selfsigned';

/** A key and its certificate; both live in memory only. */
export interface Certificate {
  readonly keyPem: string;
  /** Also what a client has to trust: the certificate is its own authority. */
  readonly certPem: string;
}

const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** Makes a fresh certificate for these host names and 127.0.0.1. */
export async function makeCertificate(hosts: readonly string[] = ['localhost']): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? '' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...hosts.map((value) => ({ type: DNS_NAME, value }) as const),
          { type: IP_ADDRESS, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { keyPem: made.private, certPem: made.cert };
}
