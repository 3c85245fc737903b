import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Node, Parser } from 'web-tree-sitter';
import { packageRoot } from '../../../src/config/package';
import { SETTING_TABLE } from '../../../src/config/settings';
import { settingsAtStart } from '../../../src/doctor/examine';
import { bicepFaults } from '../../support/bicep/bicep-faults';
import type { Declaration } from '../../support/bicep/bicep-file';
import { children, createBicepParser, propertiesOf, readBicep, textOf } from '../../support/bicep/bicep-file';

const INFRA = join(packageRoot(__dirname), 'infra');
const read = (name: string): string => readFileSync(join(INFRA, name), 'utf8');

let parser: Parser;
let files: ReadonlyMap<string, readonly Declaration[]>;
beforeAll(async () => {
  parser = await createBicepParser();
  const modules = readdirSync(join(INFRA, 'modules')).map((name) => `modules/${name}`);
  files = new Map(
    ['main.bicep', ...modules].map((name) => [name, readBicep(parser, join(INFRA, name))] as const),
  );
});

const all = (kind: Declaration['kind']): Declaration[] =>
  [...files.values()].flat().filter((one) => one.kind === kind);
const ofType = (type: string): Declaration[] =>
  all('resource').filter((one) => !one.isExisting && one.type.startsWith(`${type}@`));

test('what main.bicep and its modules name is declared, used and handed over', () => {
  expect(bicepFaults(parser, join(INFRA, 'main.bicep'))).toEqual([]);
});

test.each([
  ['a name that is not declared', 'var used = other\noutput it string = used', 'other is not declared'],
  ['a parameter that nothing uses', 'param unused string', 'unused is not used'],
  ['a module that lacks a parameter', module('{}'), 'the module part lacks tags'],
  ['a parameter that a module does not have', module('{ tags: {}, more: 1 }'), 'has no parameter more'],
  [
    'an output that a module does not have',
    `${module('{ tags: {} }')}\noutput it string = part.outputs.more`,
    'has no output more',
  ],
  ['a module that is not there', "module part 'none.bicep' = {\n  name: 'part'\n}", 'there is no none.bicep'],
])('%s is found', (_, text, fault) => {
  const folder = mkdtempSync(join(tmpdir(), 'pal-bicep-'));
  writeFileSync(join(folder, 'part.bicep'), 'param tags object\noutput given object = tags');
  writeFileSync(join(folder, 'main.bicep'), text);
  expect(bicepFaults(parser, join(folder, 'main.bicep')).join('\n')).toContain(fault);
  rmSync(folder, { recursive: true });
});

function module(params: string): string {
  return `module part 'part.bicep' = {\n  name: 'part'\n  params: ${params}\n}`;
}

test('the sign-in app and the example of parameters are Bicep too', () => {
  const declared = readBicep(parser, join(INFRA, 'sign-in-app.bicep')).map(({ name }) => name);
  expect(declared).toEqual(expect.arrayContaining(['app', 'trust', 'signInAppClientId']));
  const given = [...read('main.bicepparam').matchAll(/^param (\w+) =/gm)].map(([, name]) => name);
  const parameters = (files.get('main.bicep') ?? []).filter(({ kind }) => kind === 'parameter');
  for (const name of given) expect(parameters.map((one) => one.name)).toContain(name);
  for (const { name, value } of parameters) if (value === undefined) expect(given).toContain(name);
});

test('every parameter says what it is', () => {
  for (const { name, decorators } of all('parameter')) {
    expect(`${name}: ${decorators.get('description')?.text ?? ''}`).toMatch(/: '.*\w{3}/);
  }
});

test('every type has a namespace and a version', () => {
  expect(all('resource').length).toBeGreaterThan(10);
  for (const { type } of all('resource'))
    expect(type).toMatch(/^Microsoft\.\w+(\/\w+)+@20\d\d-\d\d-\d\d(-preview)?$/);
});

test('no secret is a parameter or an output, and no key of an account is ever listed', () => {
  for (const name of files.keys())
    expect(read(name)).not.toMatch(/listKeys|listCredentials|@secure|sharedKey"/i);
  for (const { name, value } of all('output')) {
    expect(`${name} ${value?.text ?? ''}`).not.toMatch(
      /ConnectionString|password|secret(?!s\.outputs)|\bkey\b/i,
    );
  }
});

test('the records can be opened by an identity only, over TLS only, and by nobody anonymously', () => {
  const [account] = ofType('Microsoft.Storage/storageAccounts');
  const properties = propertiesOf(propertiesOf(account?.value).get('properties'));
  const given = Object.fromEntries([...properties].map(([name, value]) => [name, textOf(value)]));
  expect(given).toMatchObject({
    allowBlobPublicAccess: 'false',
    allowSharedKeyAccess: 'false',
    minimumTlsVersion: 'TLS1_2',
    supportsHttpsTrafficOnly: 'true',
  });
});

test('the identity has three roles, each on one resource', () => {
  const scopes = [...files.values()].flatMap((declarations) =>
    declarations
      .filter(({ type }) => type.startsWith('Microsoft.Authorization/roleAssignments@'))
      .map(({ value }) => {
        const scope = propertiesOf(value).get('scope')?.text;
        return declarations.find(({ name }) => name === scope)?.type.split('@')[0];
      }),
  );
  expect(scopes.sort()).toEqual([
    'Microsoft.ContainerRegistry/registries',
    'Microsoft.KeyVault/vaults',
    'Microsoft.Storage/storageAccounts',
  ]);
});

/** The settings in a list of Bicep: names, and values where these are known before anything is deployed. */
function settingsIn(list: Node | undefined): [string, string | undefined][] {
  return (list === undefined ? [] : children(list)).map((item) => {
    const given = propertiesOf(item);
    const [name, value] = [given.get('name'), given.get('value')];
    const isKnown = value?.type === 'string' && !value.text.includes('${');
    return [name === undefined ? '' : textOf(name), isKnown ? textOf(value) : undefined];
  });
}

/** What the container of a bot would be told, with values in place of what is known only in Azure. */
function containerSettings(botType: string): Record<string, string> {
  const app = files.get('main.bicep')?.find(({ kind, name }) => kind === 'module' && name === 'app');
  const params = propertiesOf(propertiesOf(app?.value).get('params'));
  const own = (files.get('modules/app.bicep') ?? []).filter(({ name }) => /^(own|bot)Setting/.test(name));
  expect(own).toHaveLength(2);
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
    AUDIT_KEPT_ON_FORGET: 'false',
    COMPANY_PARTNER_IDS: '',
    OPERATOR_NAME: 'Fabrikam',
    OPERATOR_CONTACT: 'it@fabrikam.example',
    SECRET_BOT_PASSWORD: 'from the vault',
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${id};IngestionEndpoint=https://insights.example/`,
  };
  const given = [...settingsIn(params.get('settings')), ...own.flatMap(({ value }) => settingsIn(value))];
  const all = Object.fromEntries(
    given.map(([name, value]) => [name, value ?? values[name] ?? `unknown ${name}`]),
  );
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
  const sources = ['model/telemetry.ts', 'observability/open-telemetry.ts', 'app/observe.ts']
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
  const served = readFileSync(join(INFRA, '..', 'src', 'http', 'server.ts'), 'utf8');
  for (const path of ['/livez', '/readyz']) {
    expect(read('modules/app.bicep')).toContain(`path: '${path}'`);
    expect(served).toContain(`'${path}'`);
  }
});
