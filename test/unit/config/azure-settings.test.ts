import { generate } from 'selfsigned';

import { readSettings } from '../../../src/config/settings';

const GUID = '84f392b6-3c97-4a27-8bdf-04727730e575';
const BASE = {
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID: GUID,
  BOT_TENANT_ID: GUID,
  SECRET_BOT_PASSWORD: 'another secret',
  OPERATOR_NAME: 'Fabrikam Consulting',
  OPERATOR_CONTACT: 'pal@fabrikam.example',
  AAD_APP_CLIENT_ID: GUID,
};
const WITH_SECRET = { ...BASE, SECRET_AAD_APP_CLIENT_SECRET: 'a secret' };

function read(environment: Record<string, string>, files: Record<string, string> = {}) {
  return readSettings(environment, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error('there is no such file');
    return text;
  });
}

function azureOf(environment: Record<string, string>, files?: Record<string, string>) {
  const found = read(environment, files);
  return found.ok ? found.settings.azure : found.problems.map(({ name }) => name);
}

describe('how the bot proves to be the sign-in app', () => {
  let key: string;
  let cert: string;
  beforeAll(async () => {
    const made = await generate([{ name: 'commonName', value: 'sign-in app' }], { keySize: 2048 });
    ({ cert, private: key } = made);
  });

  test('by a secret', () => {
    expect(azureOf(WITH_SECRET)).toMatchObject({ credential: { kind: 'secret', secret: 'a secret' } });
  });

  test('by a certificate and its key in one file, in any order', () => {
    for (const text of [`${key}\n${cert}`, `${cert}\n${key}`]) {
      expect(
        azureOf({ ...BASE, AAD_APP_CERTIFICATE_FILE: '/run/app.pem' }, { '/run/app.pem': text }),
      ).toMatchObject({
        credential: {
          kind: 'certificate',
          thumbprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          privateKey: key.trim(),
        },
      });
    }
  });

  test('by the own certificate first, whatever else is in the file', async () => {
    const other = await generate([{ name: 'commonName', value: 'authority' }], { keySize: 2048 });
    const chainOf = (pem: string): string => {
      const azure = azureOf({ ...BASE, AAD_APP_CERTIFICATE_FILE: 'pem' }, { pem });
      return 'credential' in azure && azure.credential.kind === 'certificate' ? azure.credential.chain : '';
    };
    const own = chainOf(`${cert}\n${key}`);
    const chain = chainOf(`${other.cert}\n${cert}\n${key}`);
    expect(own.match(/BEGIN/g)).toHaveLength(1);
    expect(chain.match(/BEGIN/g)).toHaveLength(2);
    expect(chain.startsWith(own)).toBe(true);
  });

  test('by a managed identity', () => {
    expect(azureOf({ ...BASE, AAD_APP_MANAGED_IDENTITY_CLIENT_ID: GUID })).toMatchObject({
      credential: { kind: 'managed-identity', clientId: GUID },
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['in no way at all', {}, 'SECRET_AAD_APP_CLIENT_SECRET'],
    [
      'in two ways at once',
      { SECRET_AAD_APP_CLIENT_SECRET: 'a secret', AAD_APP_MANAGED_IDENTITY_CLIENT_ID: GUID },
      'SECRET_AAD_APP_CLIENT_SECRET',
    ],
    ['by a file that is not there', { AAD_APP_CERTIFICATE_FILE: 'nowhere' }, 'AAD_APP_CERTIFICATE_FILE'],
    ['by a file of something else', { AAD_APP_CERTIFICATE_FILE: 'text' }, 'AAD_APP_CERTIFICATE_FILE'],
    ['by a certificate without its key', { AAD_APP_CERTIFICATE_FILE: 'cert' }, 'AAD_APP_CERTIFICATE_FILE'],
    ['by a key without its certificate', { AAD_APP_CERTIFICATE_FILE: 'key' }, 'AAD_APP_CERTIFICATE_FILE'],
    [
      'by an identity that is no id',
      { AAD_APP_MANAGED_IDENTITY_CLIENT_ID: 'mine' },
      'AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
    ],
  ])('%s is told, and the bot does not start', (_, more, name) => {
    expect(azureOf({ ...BASE, ...more }, { text: 'hello', cert, key })).toEqual([name]);
  });
});

describe('in which cloud', () => {
  test.each([
    ['public', 'https://login.microsoftonline.com', 'https://management.azure.com'],
    ['usgovernment', 'https://login.microsoftonline.us', 'https://management.usgovcloudapi.net'],
    ['china', 'https://login.partner.microsoftonline.cn', 'https://management.chinacloudapi.cn'],
  ])('%s: Entra and ARM by the one name', (AZURE_CLOUD, authorityHost, armEndpoint) => {
    expect(azureOf({ ...WITH_SECRET, AZURE_CLOUD })).toMatchObject({
      authorityHost,
      armEndpoint,
      armAudience: armEndpoint,
    });
  });

  test('an address that is given goes before that of the cloud, and an empty one does not', () => {
    const given = { AZURE_CLOUD: 'china', ARM_ENDPOINT: 'https://arm.example.com/', AAD_AUTHORITY_HOST: '' };
    expect(azureOf({ ...WITH_SECRET, ...given })).toMatchObject({
      authorityHost: 'https://login.partner.microsoftonline.cn',
      armEndpoint: 'https://arm.example.com',
      armAudience: 'https://management.chinacloudapi.cn',
    });
  });

  test('a cloud that does not exist is told', () => {
    expect(azureOf({ ...WITH_SECRET, AZURE_CLOUD: 'germany' })).toEqual(['AZURE_CLOUD']);
  });

  test.each([
    'http://login.example.com',
    'https://localhost',
    'https://LOCALHOST.:8443',
    'https://login.localhost',
    'https://127.0.0.1',
    'https://127.1.2.3',
    'https://2130706433',
    'https://0.0.0.0',
    'https://[::1]:8443',
    'https://[::ffff:127.0.0.1]',
  ])('outside this machine, %s is refused', (address) => {
    for (const name of ['AAD_AUTHORITY_HOST', 'ARM_ENDPOINT', 'ARM_AUDIENCE']) {
      expect(azureOf({ ...WITH_SECRET, [name]: address })).toEqual([name]);
      expect(read({ ...WITH_SECRET, PAL_ENVIRONMENT: 'local', [name]: address }).ok).toBe(true);
    }
  });
});

describe('silent sign-in', () => {
  test('is off without a resource', () => {
    expect(azureOf({ ...WITH_SECRET, AAD_APP_SSO_RESOURCE: '' })).not.toHaveProperty('ssoResource');
  });

  test('is for the resource that is named, which must be one', () => {
    const resource = `api://botid-${GUID}`;
    expect(azureOf({ ...WITH_SECRET, AAD_APP_SSO_RESOURCE: resource })).toMatchObject({
      ssoResource: resource,
    });
    for (const wrong of ['botid', 'https://management.azure.com', 'api:// x', 'api://']) {
      expect(azureOf({ ...WITH_SECRET, AAD_APP_SSO_RESOURCE: wrong })).toEqual(['AAD_APP_SSO_RESOURCE']);
    }
  });
});
