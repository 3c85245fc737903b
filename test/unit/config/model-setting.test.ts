import { readModelSetting } from '../../../src/config/model-setting';
import { readSettings } from '../../../src/config/settings';

const MODEL = {
  AZURE_OPENAI_ENDPOINT: 'https://my-resource.openai.azure.com/',
  AZURE_OPENAI_DEPLOYMENT: 'small-chat',
  SECRET_AZURE_OPENAI_KEY: 'a key',
};
const WITH_KEY = { ...MODEL, SECRET_AZURE_OPENAI_KEY: 'key-of-the-resource' };
const BOT = {
  PAL_ENVIRONMENT: 'local',
  PUBLIC_URL: 'http://localhost:3978',
  AAD_APP_CLIENT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
  SECRET_AAD_APP_CLIENT_SECRET: 'a secret',
};

function problemsOf(environment: Record<string, string>): string[] {
  const read = readModelSetting(environment);
  return Array.isArray(read) ? read.map(({ name }) => name) : [];
}

test('the model is off unless it is set, and empty lines set nothing', () => {
  expect(readModelSetting({})).toBeUndefined();
  expect(
    readModelSetting({ AZURE_OPENAI_ENDPOINT: '', AZURE_OPENAI_DEPLOYMENT: '', SECRET_AZURE_OPENAI_KEY: '' }),
  ).toBeUndefined();
  const read = readSettings(BOT, () => '');
  expect(read.ok && 'model' in read.settings).toBe(false);
});

test('with all three it is on', () => {
  const read = readSettings({ ...BOT, ...WITH_KEY }, () => '');
  expect(read).toMatchObject({
    ok: true,
    settings: {
      model: {
        endpoint: 'https://my-resource.openai.azure.com',
        deployment: 'small-chat',
        key: 'key-of-the-resource',
      },
    },
  });
});

test('of three settings each one that is missing is told', () => {
  const names = Object.keys(WITH_KEY);
  for (const [name, value] of Object.entries(WITH_KEY)) {
    expect(problemsOf({ [name]: value })).toEqual(names.filter((other) => other !== name));
  }
});

test.each([
  'http://my-resource.openai.azure.com',
  'my-resource.openai.azure.com',
  'https://my-resource.openai.azure.com/openai/deployments/x',
  'https://my-resource.openai.azure.com/?api-version=1',
  'https://user:word@my-resource.openai.azure.com',
  'https://localhost:8443',
  'https://127.0.0.1',
])('an endpoint must be a bare https address of another machine, unlike %s', (endpoint) => {
  expect(problemsOf({ ...WITH_KEY, AZURE_OPENAI_ENDPOINT: endpoint })).toEqual(['AZURE_OPENAI_ENDPOINT']);
});

test('a local bot may have its model on the same machine, by https too', () => {
  const local = { ...WITH_KEY, PAL_ENVIRONMENT: 'local' };
  expect(problemsOf({ ...local, AZURE_OPENAI_ENDPOINT: 'https://localhost:8443' })).toEqual([]);
  expect(problemsOf({ ...local, AZURE_OPENAI_ENDPOINT: 'http://localhost:8443' })).toHaveLength(1);
});

test('names and keys that could change the request are refused', () => {
  for (const deployment of ['../other', 'a/b', 'a?b', 'a b', '.', '%2e']) {
    expect(problemsOf({ ...WITH_KEY, AZURE_OPENAI_DEPLOYMENT: deployment })).toEqual([
      'AZURE_OPENAI_DEPLOYMENT',
    ]);
  }
  expect(problemsOf(MODEL)).toEqual(['SECRET_AZURE_OPENAI_KEY']);
  expect(JSON.stringify(readModelSetting(MODEL))).not.toContain('a key"');
});

test('its problems are told together with all others', () => {
  const read = readSettings({ ...BOT, PORT: 'x', AZURE_OPENAI_DEPLOYMENT: 'small-chat' }, () => '');
  expect(read.ok ? [] : read.problems.map(({ name }) => name)).toEqual([
    'PORT',
    'AZURE_OPENAI_ENDPOINT',
    'SECRET_AZURE_OPENAI_KEY',
  ]);
});
