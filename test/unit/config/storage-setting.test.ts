import { readSettings } from '../../../src/config/settings';
import { readRecordsSettings } from '../../../src/config/storage-setting';

const KEY = Buffer.from('a key for this test only').toString('base64');
const BY_KEY = `DefaultEndpointsProtocol=https;AccountName=myrecords;AccountKey=${KEY};EndpointSuffix=core.windows.net`;
const INSECURE = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${KEY};TableEndpoint=http://127.0.0.1:1/a;`;
const GUID = '84f392b6-3c97-4a27-8bdf-04727730e575';

function problemsOf(environment: Record<string, string>): string[] {
  const read = readRecordsSettings(environment);
  return Array.isArray(read) ? read.map(({ name }) => name) : [];
}

test('without a word about it the records stand in a file, and the audit trail a year', () => {
  expect(readRecordsSettings({ STORAGE: '' })).toEqual({
    storage: { kind: 'sqlite' },
    retention: { trailDays: 365, trailDaysAfterForget: 0 },
    dataFolder: 'data',
  });
});

test.each([
  [{}, 'https://myrecords.table.core.windows.net'],
  [{ AZURE_CLOUD: 'usgovernment' }, 'https://myrecords.table.core.usgovcloudapi.net'],
  [{ AZURE_CLOUD: 'china' }, 'https://myrecords.table.core.chinacloudapi.cn'],
])('an account is opened by a managed identity, at the address of its cloud (%j)', (cloud, endpoint) => {
  const account = { STORAGE: 'azure', AZURE_STORAGE_ACCOUNT: 'myrecords', ...cloud };
  expect(readRecordsSettings(account)).toMatchObject({
    storage: { kind: 'azure', access: { kind: 'managed-identity', endpoint } },
  });
  const named = { ...account, AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID: GUID };
  expect(readRecordsSettings(named)).toMatchObject({ storage: { access: { endpoint, clientId: GUID } } });
});

test('a connection string opens it too, and is a secret with the key in it', () => {
  const environment = { STORAGE: 'azure', SECRET_AZURE_STORAGE_CONNECTION_STRING: BY_KEY };
  const access = { kind: 'connection-string', connectionString: BY_KEY, mayBeInsecure: false };
  expect(readRecordsSettings(environment)).toMatchObject({ storage: { kind: 'azure', access } });
  const bot = {
    ...environment,
    PAL_ENVIRONMENT: 'local',
    PUBLIC_URL: 'http://localhost:3978',
    AAD_APP_CLIENT_ID: GUID,
    SECRET_AAD_APP_CLIENT_SECRET: 'a secret',
    OPERATOR_NAME: 'Example',
    OPERATOR_CONTACT: 'https://example.com',
  };
  const read = readSettings(bot, () => '');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.settings.secrets).toEqual(expect.arrayContaining([BY_KEY, KEY]));
});

test('an emulator without TLS is for a local bot only', () => {
  const emulator = { STORAGE: 'azure', SECRET_AZURE_STORAGE_CONNECTION_STRING: INSECURE };
  expect(problemsOf(emulator)).toEqual(['SECRET_AZURE_STORAGE_CONNECTION_STRING']);
  expect(problemsOf({ ...emulator, PAL_ENVIRONMENT: 'local' })).toEqual([]);
});

test.each([
  [{ STORAGE: 'memory' }, ['STORAGE']],
  [{ STORAGE: 'azure' }, ['AZURE_STORAGE_ACCOUNT']],
  [
    { STORAGE: 'azure', AZURE_STORAGE_ACCOUNT: 'a', SECRET_AZURE_STORAGE_CONNECTION_STRING: BY_KEY },
    ['AZURE_STORAGE_ACCOUNT'],
  ],
  [
    {
      STORAGE: 'azure',
      AZURE_STORAGE_ACCOUNT: 'evil.example/',
      AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID: 'me',
    },
    ['AZURE_STORAGE_ACCOUNT', 'AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID'],
  ],
  [
    { STORAGE: 'azure', SECRET_AZURE_STORAGE_CONNECTION_STRING: 'AccountName=a' },
    ['SECRET_AZURE_STORAGE_CONNECTION_STRING'],
  ],
  [{ AUDIT_KEPT_DAYS: '0' }, ['AUDIT_KEPT_DAYS']],
  [{ AUDIT_KEPT_DAYS: 'a year' }, ['AUDIT_KEPT_DAYS']],
  [{ AUDIT_KEPT_ON_FORGET: 'yes' }, ['AUDIT_KEPT_ON_FORGET']],
])('what is wrong is named: %j', (environment, expected) => {
  expect(problemsOf(environment)).toEqual(expected);
});
