import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBicepParser, readBicep } from '../../../scripts/arm/bicep-file';
import type { Template } from '../../../scripts/arm/template';
import { templateOf } from '../../../scripts/arm/template';
import { packageRoot } from '../../../src/config/package-root';
import { SETTING_TABLE } from '../../../src/config/setting-table';
import { settingsAtStart } from '../../../src/start/settings-at-start';

const INFRA = join(packageRoot(__dirname), 'infra');
const read = (name: string): string => readFileSync(join(INFRA, name), 'utf8');

interface Resource {
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly scope?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const template = JSON.parse(read('azuredeploy.json')) as Template;
const modules = template.resources.map(({ properties }) => (properties as { template: Template }).template);
const resources = modules.flatMap((module) => module.resources as unknown as Resource[]);
const ofType = (type: string): Resource[] => resources.filter((resource) => resource.type === type);

test('azuredeploy.json is what npm run arm makes of the Bicep files, which declare and use all that they name', async () => {
  const made = templateOf(await createBicepParser(), join(INFRA, 'main.bicep'));
  expect(JSON.parse(JSON.stringify(made))).toEqual(template);
});

test('the sign-in app and the example of parameters are Bicep too', async () => {
  const parser = await createBicepParser();
  const declared = readBicep(parser, join(INFRA, 'sign-in-app.bicep')).map(({ name }) => name);
  expect(declared).toEqual(expect.arrayContaining(['app', 'trust', 'signInAppClientId']));
  const given = [...read('main.bicepparam').matchAll(/^param (\w+) =/gm)].map(([, name]) => name);
  for (const name of given) expect(Object.keys(template.parameters)).toContain(name);
  const needed = Object.entries(template.parameters).filter(([, one]) => one['defaultValue'] === undefined);
  for (const [name] of needed) expect(given).toContain(name);
});

test('every parameter says what it is', () => {
  for (const { parameters } of [template, ...modules]) {
    for (const one of Object.values(parameters)) {
      expect((one['metadata'] as { description: string }).description).toMatch(/\w{3}/);
    }
  }
});

test('every type has a namespace and a version, and what a resource depends on is declared beside it', () => {
  for (const { resources: own } of [template, ...modules]) {
    for (const { type, apiVersion, dependsOn } of own) {
      expect(type).toMatch(/^Microsoft\.\w+(\/\w+)+$/);
      expect(apiVersion).toMatch(/^20\d\d-\d\d-\d\d(-preview)?$/);
      for (const needed of (dependsOn ?? []) as string[]) {
        const asked = /^\[resourceId\('([\w./]+)'/.exec(needed)?.[1];
        expect(own.map((other) => other['type'])).toContain(asked);
      }
    }
  }
});

test('no secret is a parameter or an output, and no key of an account is ever listed', () => {
  expect(read('azuredeploy.json')).not.toMatch(/listKeys|listCredentials|secureString|sharedKey"/i);
  for (const { outputs } of [template, ...modules]) {
    expect(JSON.stringify(outputs)).not.toMatch(/ConnectionString|password|secret|\bkey\b/i);
  }
});

test('the records can be opened by an identity only, over TLS only, and by nobody anonymously', () => {
  const [account] = ofType('Microsoft.Storage/storageAccounts');
  expect(account?.properties).toMatchObject({
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    minimumTlsVersion: 'TLS1_2',
    supportsHttpsTrafficOnly: true,
  });
});

test('the identity has three roles, each on one resource', () => {
  const roles = ofType('Microsoft.Authorization/roleAssignments');
  expect(roles.map(({ scope }) => /'(Microsoft[\w./]+)'/.exec(scope ?? '')?.[1]).sort()).toEqual([
    'Microsoft.ContainerRegistry/registries',
    'Microsoft.KeyVault/vaults',
    'Microsoft.Storage/storageAccounts',
  ]);
});

interface Setting {
  readonly name: string;
  readonly value?: string;
  readonly secretRef?: string;
}

/** What the container of a bot would be told, with values in place of what is known only in Azure. */
function containerSettings(botType: string): Record<string, string> {
  const app = template.resources.find(({ name }) => name === 'app');
  const { parameters } = app?.['properties'] as { parameters: { settings: { value: Setting[] } } };
  const inApp = modules.find(({ resources: own }) =>
    own.some(({ type }) => type === 'Microsoft.App/containerApps'),
  );
  const named = [...JSON.stringify(inApp).matchAll(/'name', '([A-Z_]{4,})'|"name":"([A-Z_]{4,})"/g)];
  const names = named.map(([, first, second]) => first ?? second ?? '');
  const id = 'b2d6f0a4-4a7e-4a5c-9f57-0d6f0c8a4b11';
  const values: Record<string, string> = {
    PUBLIC_URL: 'https://pal-assistant.example.net',
    BOT_ID: id,
    BOT_TENANT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2',
    BOT_TYPE: botType,
    AAD_APP_CLIENT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
    AAD_APP_MANAGED_IDENTITY_CLIENT_ID:
      botType === 'SingleTenant' ? '5c7d1c30-31d8-4ae6-a7c3-2f6a3d3f6a55' : id,
    AAD_APP_SSO_RESOURCE: `api://botid-${id}`,
    AZURE_CLOUD: 'public',
    AZURE_STORAGE_ACCOUNT: 'palabcdefghijklm',
    AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID: id,
    AUDIT_KEPT_DAYS: '365',
    OPERATOR_NAME: 'Fabrikam',
    OPERATOR_CONTACT: 'it@fabrikam.example',
    SECRET_BOT_PASSWORD: 'from the vault',
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${id};IngestionEndpoint=https://insights.example/`,
  };
  const plain = parameters.settings.value.map(({ name, value = '' }) => [
    name,
    value.startsWith('[') ? (values[name] ?? `unknown ${name}`) : value,
  ]);
  const own = [...new Set(names)].map((name) => [name, values[name] ?? `unknown ${name}`]);
  const all = Object.fromEntries([...plain, ...own]) as Record<string, string>;
  return botType === 'SingleTenant' ? all : { ...all, SECRET_BOT_PASSWORD: '' };
}

test.each(['UserAssignedMSI', 'SingleTenant'])(
  'with the settings that the container gets, a bot of the type %s starts, and knows each of them',
  (botType) => {
    const settings = containerSettings(botType);
    const known = SETTING_TABLE.map(({ name }) => name);
    expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([]);
    const at = settingsAtStart(settings, () => '', new Date('2026-11-01T00:00:00Z'));
    expect(at.ok ? at.warnings : at.refusal).toBe('');
  },
);

describe('what is asked of the telemetry', () => {
  const sources = ['model/telemetry.ts', 'telemetry/open-telemetry.ts', 'start/observe.ts']
    .map((file) => readFileSync(join(INFRA, '..', 'src', file), 'utf8'))
    .join('\n');
  interface Workbook {
    items: { content: { query?: string } }[];
  }
  const workbook = (JSON.parse(read('workbook.json')) as Workbook).items.flatMap(
    ({ content }) => content.query ?? [],
  );
  const alerts = [...read('modules/alerts.bicep').matchAll(/query: '(.*)'$/gm)].map(
    ([, query = '']) => query,
  );
  const ofMetrics = [...workbook, ...alerts].filter((query) => query.startsWith('AppMetrics'));

  test('alerts and workbook ask for metrics and dimensions that the bot sends', () => {
    expect(workbook.length).toBeGreaterThan(10);
    expect(ofMetrics.length).toBe(workbook.length + 3);
    for (const query of ofMetrics) {
      const [, metric = ''] = /Name == "([\w.]+)"/.exec(query) ?? [];
      const dimensions = [...query.matchAll(/Properties\["([\w.]+)"\]/g)].map(([, name = '']) => name);
      for (const name of [metric, ...dimensions]) expect(sources).toContain(`'${name}'`);
    }
  });

  test('the alert on sign-ins leaves out every outcome that is none of a failure', () => {
    const [query = ''] = alerts.filter((one) => one.includes('pal.sign_ins'));
    const left = [...(/!in \((.*)\)/.exec(query)?.[1] ?? '').matchAll(/"([\w-]+)"/g)].map(([, kind]) => kind);
    expect(left.sort()).toEqual(['ok', 'sign-in', 'signed-in', 'unknown']);
  });
});

test('the probes ask what the bot serves', () => {
  const served = readFileSync(join(INFRA, '..', 'src', 'http', 'health.ts'), 'utf8');
  for (const path of ['/livez', '/readyz']) {
    expect(read('modules/app.bicep')).toContain(`path: '${path}'`);
    expect(served).toContain(`'${path}'`);
  }
});
