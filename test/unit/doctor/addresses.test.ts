import { readEnvironment } from '../../../src/config/read-environment';
import type { Ask } from '../../../src/doctor/check-network';
import { checkNetwork, ignoreProxies } from '../../../src/doctor/check-network';
import { checkBotToken, checkManagedIdentities } from '../../../src/doctor/check-credential';
import { checkSettings } from '../../../src/doctor/examine';

const BOT_ID = 'b2d6f0a4-4a7e-4a5c-9f57-0d6f0c8a4b11';
const RIGHT = {
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID,
  BOT_TENANT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2',
  SECRET_BOT_PASSWORD: 'the bot',
  AAD_APP_CLIENT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
  SECRET_AAD_APP_CLIENT_SECRET: 'the app',
  OPERATOR_NAME: 'Fabrikam',
  OPERATOR_CONTACT: 'it@fabrikam.example',
};

function settingsOf(more: Readonly<Record<string, string>>) {
  const { read } = readEnvironment({ ...RIGHT, ...more }, () => '');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

/** Everything that the doctor asks with these settings: addresses, and the scopes of tokens. */
async function askedWith(more: Readonly<Record<string, string>>): Promise<string[]> {
  const asked: string[] = [];
  const ask: Ask = (url, form) => {
    asked.push(url, ...(form?.['scope'] === undefined ? [] : [form['scope']]));
    return Promise.resolve({ kind: 'answer', status: 200, text: '"status"' });
  };
  const settings = settingsOf(more);
  await checkNetwork(settings, ask, () => new Date(0));
  await checkBotToken(settings, ask);
  await checkManagedIdentities(settings, (_, scope) => {
    asked.push(scope);
    return Promise.resolve({ kind: 'token' });
  });
  return asked;
}

test.each(['public', 'usgovernment', 'usgovernment-dod', 'china'])(
  'in the cloud %s the doctor asks where the bot itself gets its token and its keys',
  async (AZURE_CLOUD) => {
    const { channel, bot } = settingsOf({ AZURE_CLOUD });
    expect(await askedWith({ AZURE_CLOUD })).toEqual(
      expect.arrayContaining([
        channel.metadataUrl,
        `${channel.authorityHost}/${bot.tenantId}/oauth2/v2.0/token`,
        channel.scope,
      ]),
    );
    expect(await askedWith({ AZURE_CLOUD, BOT_TYPE: 'UserAssignedMSI' })).toContain(channel.scope);
  },
);

test('addresses of one’s own are asked, and Microsoft’s are not', async () => {
  const asked = await askedWith({
    CHANNEL_AUTHORITY_HOST: 'https://login.own.example',
    CHANNEL_OPENID_METADATA: 'https://keys.own.example/metadata',
  });
  expect(asked).toContain('https://keys.own.example/metadata');
  expect(asked).toContain(`https://login.own.example/${RIGHT.BOT_TENANT_ID}/oauth2/v2.0/token`);
  expect(asked.filter((url) => url.includes('login.botframework'))).toEqual([]);
});

test('the doctor shows no connection string, and no password in an address', () => {
  const environment = {
    APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=secret-1',
    SECRET_BOT_PASSWORD: 'secret-2',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://somebody:secret-3@collector.example',
    LOG_LEVEL: 'info',
  };
  const shown = JSON.stringify(checkSettings(environment, []));
  expect(shown).not.toContain('secret-');
  expect(shown).not.toContain('somebody');
  expect(shown).toContain('https://…@collector.example');
  expect(shown).toContain('info');
});

test('a proxy is taken out of the environment, so that no package goes through one', () => {
  const environment = { HTTPS_PROXY: 'a', http_proxy: 'b', all_proxy: 'c', PATH: 'd' };
  ignoreProxies(environment);
  expect(environment).toEqual({ PATH: 'd' });
});
