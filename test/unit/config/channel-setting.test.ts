import { readEnvironment } from '../../../src/config/read-environment';
import { asServiceUrl, isSameService } from '../../../src/model/service-url';

const GUID = '84f392b6-3c97-4a27-8bdf-04727730e575';
const PRODUCTION = {
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID: GUID,
  BOT_TENANT_ID: GUID,
  SECRET_BOT_PASSWORD: 'made up',
  OPERATOR_NAME: 'Fabrikam Consulting',
  OPERATOR_CONTACT: 'pal@fabrikam.example',
  AAD_APP_CLIENT_ID: GUID,
  SECRET_AAD_APP_CLIENT_SECRET: 'made up too',
};

function read(more: Readonly<Record<string, string>>) {
  return readEnvironment({ ...PRODUCTION, ...more }, () => '').read;
}

function settingsOf(more: Readonly<Record<string, string>>) {
  const result = read(more);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.settings;
}

test.each([
  ['public', 'https://smba.trafficmanager.net/emea/'],
  ['public', 'https://smba.onyx.prod.teams.trafficmanager.net/amer/'],
  ['public', 'https://smba.infra.gcc.teams.microsoft.com/teams'],
  ['public', 'https://SMBA.trafficmanager.net:443/emea'],
  ['usgovernment', 'https://smba.infra.gov.teams.microsoft.us/teams'],
  ['usgovernment-dod', 'https://smba.infra.dod.teams.microsoft.us/teams'],
  ['china', 'https://frontend.botapi.msg.infra.teams.microsoftonline.cn/teams'],
])('in the cloud %s, Teams at %s is answered', (AZURE_CLOUD, address) => {
  expect(asServiceUrl(address, settingsOf({ AZURE_CLOUD }).channel.services)).toBe(address);
});

test.each([
  ['public', 'https://anybody.trafficmanager.net/'],
  ['public', 'https://smba.infra.gov.teams.microsoft.us/teams'],
  ['public', 'https://anybody.teams.microsoft.com/'],
  ['public', 'https://anybody.botframework.com/'],
  ['public', 'https://smba.trafficmanager.net.example.com/'],
  ['public', 'https://smba.trafficmanager.net:8443/'],
  ['public', 'http://smba.trafficmanager.net/'],
  ['usgovernment', 'https://smba.infra.dod.teams.microsoft.us/teams'],
  ['usgovernment-dod', 'https://smba.infra.gov.teams.microsoft.us/teams'],
  ['china', 'https://anybody.teams.microsoftonline.cn/'],
])('in the cloud %s, nobody at %s gets the bot’s token', (AZURE_CLOUD, address) => {
  expect(asServiceUrl(address, settingsOf({ AZURE_CLOUD }).channel.services)).toBeUndefined();
});

test('the DoD has the addresses of Azure Government, and a Token Service of its own', () => {
  const { azure, channel, tokenService } = settingsOf({
    AZURE_CLOUD: 'usgovernment-dod',
    AAD_APP_SSO_RESOURCE: `api://botid-${GUID}`,
    BOT_OAUTH_CONNECTION: 'sso',
  });
  expect(tokenService?.endpoint).toBe('https://apiDoD.botframework.azure.us');
  expect(azure.armEndpoint).toBe('https://management.usgovcloudapi.net');
  expect(channel).toMatchObject({
    authorityHost: 'https://login.microsoftonline.us',
    issuer: 'https://api.botframework.us',
    metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  });
});

test('hosts that an operator names count instead, each whole: nothing stands for all below a domain', () => {
  const { services } = settingsOf({ CHANNEL_SERVICE_HOSTS: 'teams.example.com, other.example' }).channel;
  expect(services.hosts).toEqual(['teams.example.com', 'other.example']);
  expect(read({ CHANNEL_SERVICE_HOSTS: '.example.com' })).toMatchObject({
    ok: false,
    problems: [{ name: 'CHANNEL_SERVICE_HOSTS' }],
  });
});

test.each([
  ['https://smba.trafficmanager.net/emea', 'https://smba.trafficmanager.net/emea/', true],
  ['https://SMBA.trafficmanager.net/Emea/', 'https://smba.trafficmanager.net/emea', true],
  ['https://smba.trafficmanager.net:443/emea/', 'https://smba.trafficmanager.net/emea/', true],
  ['https://smba.trafficmanager.net', 'https://smba.trafficmanager.net/', true],
  ['https://smba.trafficmanager.net/emea//', 'https://smba.trafficmanager.net/emea/', false],
  ['https://smba.trafficmanager.net/amer/', 'https://smba.trafficmanager.net/emea/', false],
  ['http://smba.trafficmanager.net/emea/', 'https://smba.trafficmanager.net/emea/', false],
  ['', 'https://smba.trafficmanager.net/emea/', false],
])('%s and %s are the same service: %s', (one, other, isSame) => {
  expect(isSameService(one, other)).toBe(isSame);
});

test.each([
  ['PORT', (settings: ReturnType<typeof settingsOf>) => settings.port, 3978],
  ['STOP_DELAY_MS', (settings: ReturnType<typeof settingsOf>) => settings.stopDelayMs, 2_000],
  ['PAL_ENVIRONMENT', (settings: ReturnType<typeof settingsOf>) => settings.environment, 'production'],
  ['LOG_LEVEL', (settings: ReturnType<typeof settingsOf>) => settings.logLevel, 'info'],
  ['BOT_TYPE', (settings: ReturnType<typeof settingsOf>) => settings.bot.appType, 'SingleTenant'],
  ['DATA_FOLDER', (settings: ReturnType<typeof settingsOf>) => settings.dataFolder, 'data'],
  [
    'AZURE_CLOUD',
    (settings: ReturnType<typeof settingsOf>) => settings.azure.armEndpoint,
    'https://management.azure.com',
  ],
  [
    'SILENT_SIGN_IN_PATIENCE_MS',
    (settings: ReturnType<typeof settingsOf>) => settings.silentSignInPatienceMs,
    10_000,
  ],
])('%s without a value, or with blanks for one, is what it is by default', (name, of, byDefault) => {
  expect(of(settingsOf({ [name]: '' }))).toBe(byDefault);
  expect(of(settingsOf({ [name]: '  ' }))).toBe(byDefault);
});

test.each([
  ['AAD_AUTHORITY_HOST', 'https://login.microsoftonline.com/common'],
  ['AAD_AUTHORITY_HOST', 'https://login.microsoftonline.com/?x'],
  ['ARM_ENDPOINT', 'https://management.azure.com@evil.example'],
  ['ARM_ENDPOINT', 'https://management.azure.com/subscriptions'],
  ['PUBLIC_URL', 'https://somebody:password@pal.example.com'],
])('%s is refused when it is %s', (name, address) => {
  const result = read({ [name]: address });
  expect(result).toMatchObject({ ok: false });
  expect(result.ok ? [] : [...new Set(result.problems.map((problem) => problem.name))]).toEqual([name]);
});
