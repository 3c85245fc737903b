import { readSettings as readSettingsFrom } from '../../../src/config/settings';

const GUID = '84f392b6-3c97-4a27-8bdf-04727730e575';

const LOCAL = {
  PAL_ENVIRONMENT: 'local',
  PUBLIC_URL: 'http://localhost:3978/',
  AAD_APP_CLIENT_ID: GUID,
  SECRET_AAD_APP_CLIENT_SECRET: 'a secret',
};
const PRODUCTION = {
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID: GUID,
  BOT_TENANT_ID: GUID,
  SECRET_BOT_PASSWORD: 'another secret',
  OPERATOR_NAME: 'Fabrikam Consulting',
  OPERATOR_CONTACT: 'pal@fabrikam.example',
  AAD_APP_CLIENT_ID: GUID,
  SECRET_AAD_APP_CLIENT_SECRET: 'a secret',
};

function readSettings(environment: Record<string, string | undefined>) {
  return readSettingsFrom(environment, () => {
    throw new Error('there is no file');
  });
}

function problemsOf(environment: Record<string, string | undefined>): string[] {
  const read = readSettings(environment);
  return read.ok ? [] : read.problems.map(({ name }) => name).sort();
}

test('a complete configuration is read, with Microsoft’s own services as the default', () => {
  const read = readSettings(PRODUCTION);
  expect(read).toMatchObject({
    ok: true,
    settings: {
      environment: 'production',
      port: 3978,
      azure: {
        authorityHost: 'https://login.microsoftonline.com',
        armEndpoint: 'https://management.azure.com',
      },
    },
  });
});

test('a local configuration needs no bot registration, and a slash at the end of the address is dropped', () => {
  expect(readSettings(LOCAL)).toMatchObject({ ok: true, settings: { publicUrl: 'http://localhost:3978' } });
});

test.each<[string, Record<string, string | undefined>, string[]]>([
  [
    'nothing at all',
    {},
    [
      'AAD_APP_CLIENT_ID',
      'BOT_ID',
      'BOT_TENANT_ID',
      'OPERATOR_CONTACT',
      'OPERATOR_NAME',
      'PUBLIC_URL',
      'SECRET_AAD_APP_CLIENT_SECRET',
      'SECRET_BOT_PASSWORD',
    ],
  ],
  ['an environment that does not exist', { ...PRODUCTION, PAL_ENVIRONMENT: 'staging' }, ['PAL_ENVIRONMENT']],
  ['a port that is a word', { ...LOCAL, PORT: 'http' }, ['PORT']],
  ['a port that is too high', { ...LOCAL, PORT: '70000' }, ['PORT']],
  ['a client id that is no GUID', { ...LOCAL, AAD_APP_CLIENT_ID: 'my-app' }, ['AAD_APP_CLIENT_ID']],
  ['an empty secret', { ...LOCAL, SECRET_AAD_APP_CLIENT_SECRET: '' }, ['SECRET_AAD_APP_CLIENT_SECRET']],
  ['a bot type that is gone', { ...PRODUCTION, BOT_TYPE: 'MultiTenant' }, ['BOT_TYPE']],
  ['an open bot in production', { ...PRODUCTION, BOT_ID: '' }, ['BOT_ID']],
  ['a public address without TLS', { ...PRODUCTION, PUBLIC_URL: 'http://pal.example.com' }, ['PUBLIC_URL']],
  [
    'the local cloud in production',
    { ...PRODUCTION, ARM_ENDPOINT: 'https://localhost:56161' },
    ['ARM_ENDPOINT'],
  ],
  ['an authority that is no address', { ...LOCAL, AAD_AUTHORITY_HOST: 'login' }, ['AAD_AUTHORITY_HOST']],
  ['a log level that does not exist', { ...LOCAL, LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
  [
    'three mistakes at once',
    { ...LOCAL, PORT: '-1', LOG_LEVEL: 'loud', AAD_APP_CLIENT_ID: '' },
    ['AAD_APP_CLIENT_ID', 'LOG_LEVEL', 'PORT'],
  ],
  [
    'mistakes of both kinds at once',
    { ...PRODUCTION, PORT: 'x', BOT_TENANT_ID: 'x', PUBLIC_URL: 'https://127.0.0.1' },
    ['BOT_TENANT_ID', 'PORT', 'PUBLIC_URL'],
  ],
])('%s: every problem is told, by the name of its setting', (_, environment, names) => {
  expect(problemsOf(environment)).toEqual(names);
});

test('a managed identity needs no password', () => {
  expect(problemsOf({ ...PRODUCTION, BOT_TYPE: 'UserAssignedMSI', SECRET_BOT_PASSWORD: undefined })).toEqual(
    [],
  );
});

test('each problem says what is expected, and never repeats a secret', () => {
  const read = readSettings({ ...LOCAL, SECRET_AAD_APP_CLIENT_SECRET: '', PORT: 'hunter2' });
  expect(read.ok).toBe(false);
  expect(JSON.stringify(read)).not.toContain('hunter2');
  if (!read.ok) for (const { expected } of read.problems) expect(expected.length).toBeGreaterThan(5);
});

test.each([
  [{ OPERATOR_NAME: '', OPERATOR_CONTACT: '' }, ['OPERATOR_CONTACT', 'OPERATOR_NAME']],
  [{ OPERATOR_NAME: ' ' }, ['OPERATOR_NAME']],
  [{ OPERATOR_NAME: 'x'.repeat(33) }, ['OPERATOR_NAME']],
  [{ OPERATOR_CONTACT: 'call us' }, ['OPERATOR_CONTACT']],
  [{ OPERATOR_CONTACT: 'http://fabrikam.example' }, ['OPERATOR_CONTACT']],
  [{ OPERATOR_CONTACT: 'javascript:alert(1)' }, ['OPERATOR_CONTACT']],
  [{ OPERATOR_CONTACT: 'https://fabrikam.example/help' }, []],
])('who runs the bot is named, and can be reached: %j', (change, wrong) => {
  expect(problemsOf({ ...PRODUCTION, ...change })).toEqual(wrong);
});

test('on one’s own machine nobody has to say who runs the bot, but what is said has to be right', () => {
  expect(problemsOf(LOCAL)).toEqual([]);
  expect(problemsOf({ ...LOCAL, OPERATOR_NAME: 'Fabrikam' })).toEqual(['OPERATOR_CONTACT']);
});

test('a bot in production listens on every address, by IPv4 and IPv6; a local one on this machine only', () => {
  expect(readSettings(PRODUCTION)).toMatchObject({ ok: true, settings: { host: undefined } });
  expect(readSettings({ ...PRODUCTION, HOST: '::1' })).toMatchObject({ settings: { host: '::1' } });
  expect(readSettings(LOCAL)).toMatchObject({ settings: { host: '127.0.0.1' } });
});

test('every secret that is set is told to the log by itself, with the keys inside of it', () => {
  const given = {
    ...PRODUCTION,
    SECRET_AZURE_STORAGE_CONNECTION_STRING:
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=of-the-account',
    STORAGE: 'azure',
    TELEMETRY_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    SECRET_OTEL_EXPORTER_OTLP_HEADERS: 'api-key=of-the-collector',
  };
  const read = readSettings(given);
  const secret = Object.entries(given).flatMap(([name, text]) => (name.startsWith('SECRET_') ? [text] : []));
  expect(read.ok && read.settings.secrets).toEqual(
    expect.arrayContaining([...secret, 'of-the-account', 'of-the-collector']),
  );
});
