import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import { parse } from 'yaml';

import { packageRoot } from '../../../src/config/package';
import { SETTING_TABLE } from '../../../src/config/settings';

const ROOT = packageRoot(__dirname);
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Step {
  uses: string;
  with?: Record<string, unknown>;
  writeToEnvironmentFile?: Record<string, string>;
}
type Lifecycle = 'provision' | 'deploy' | 'publish';
type Workflow = { version: string } & Partial<Record<Lifecycle, Step[]>>;

const FILES = [
  { file: 'm365agents.yml', environment: 'dev' },
  { file: 'm365agents.local.yml', environment: 'local' },
  { file: 'm365agents.playground.yml', environment: 'playground' },
];
/** The actions of the toolkit that we use, as its documentation names them. */
const ACTIONS = [
  'aadApp/create',
  'aadApp/update',
  'arm/deploy',
  'botFramework/create',
  'cli/runNpmCommand',
  'file/createOrUpdateEnvironmentFile',
  'script',
  'teamsApp/create',
  'teamsApp/publishAppPackage',
  'teamsApp/update',
  'teamsApp/validateAppPackage',
];
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\$\{\{(?:local:)?([A-Za-z0-9_]+)\}\}/g)].map(([, name = '']) => name);
const workflow = (file: string): Workflow => parse(read(file)) as Workflow;
const stepsOf = (file: string): Step[] => {
  const { provision = [], deploy = [], publish = [] } = workflow(file);
  return [...provision, ...deploy, ...publish];
};
/** The outputs of the templates that a step deploys; they are written in capitals. */
function outputsOf({ with: given = {} }: Step): string[] {
  const templates = (given['templates'] ?? []) as { path: string }[];
  return templates.flatMap(({ path }) =>
    [...read(path).matchAll(/^output (\w+) /gm)].map(([, name = '']) => name.toUpperCase()),
  );
}

test.each(FILES)('$file has the outline that the toolkit reads, and actions that it knows', ({ file }) => {
  const read = workflow(file);
  expect(read.version).toMatch(/^v1\.\d+$/);
  expect(stepsOf(file).map(({ uses }) => uses)).toEqual(
    expect.arrayContaining([expect.stringMatching(new RegExp(`^(${ACTIONS.join('|')})$`))]),
  );
  expect(stepsOf(file).filter(({ uses }) => !ACTIONS.includes(uses))).toEqual([]);
});

test.each(FILES)(
  'every name that $file fills in stands in its env file, or a step before wrote it',
  ({ file, environment }) => {
    const known = new Set(Object.keys(parseEnv(read(`env/.env.${environment}`))));
    const missing: string[] = [];
    for (const step of stepsOf(file)) {
      const { templates = [], manifestPath = '' } = (step.with ?? {}) as {
        templates?: { parameters: string }[];
        manifestPath?: string;
      };
      const used = [
        JSON.stringify(step.with ?? {}),
        ...templates.map(({ parameters }) => read(parameters)),
        ...(manifestPath === '' ? [] : [read(manifestPath)]),
      ].flatMap(placeholders);
      missing.push(...used.filter((name) => !known.has(name)).map((name) => `${step.uses}: ${name}`));
      const set = [...JSON.stringify(step.with ?? {}).matchAll(/::set-teamsfx-env (\w+)=/g)];
      const written = [
        ...Object.values(step.writeToEnvironmentFile ?? {}),
        ...set.map(([, name = '']) => name),
      ];
      for (const name of [...written, ...outputsOf(step)]) known.add(name);
    }
    expect(missing).toEqual([]);
  },
);

test('the bot on one’s own machine is told settings that it reads', () => {
  const step = stepsOf('m365agents.local.yml').find(({ uses }) => uses.startsWith('file/'));
  const named = SETTING_TABLE.map(({ name }) => name);
  const given = Object.keys(step?.with?.['envs'] ?? {});
  expect(given.filter((name) => !named.includes(name))).toEqual([]);
});

test('no env file in the repository has a secret, and git ignores those that may', () => {
  expect(
    readdirSync(join(ROOT, 'env'))
      .filter((name) => !name.endsWith('.user'))
      .sort(),
  ).toEqual(['.env.dev', '.env.local', '.env.playground']);
  for (const { environment } of FILES) {
    const names = Object.keys(parseEnv(read(`env/.env.${environment}`)));
    expect(names.filter((name) => name.startsWith('SECRET_'))).toEqual([]);
  }
  const ignored = read('.gitignore').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['env/.env.*.user', '.localConfigs*', 'appPackage/build/']));
});

test('the sign-in app is multi-tenant, asks for one delegated permission, and lets Teams sign in silently', () => {
  const app = JSON.parse(read('aad.manifest.json')) as {
    signInAudience: string;
    identifierUris: string[];
    web: { redirectUris: string[] };
    api: {
      requestedAccessTokenVersion: number;
      oauth2PermissionScopes: { id: string; value: string }[];
      preAuthorizedApplications: { appId: string; delegatedPermissionIds: string[] }[];
    };
    requiredResourceAccess: { resourceAppId: string; resourceAccess: { type: string }[] }[];
  };
  const [scope] = app.api.oauth2PermissionScopes;
  expect(app.signInAudience).toBe('AzureADMultipleOrgs');
  expect(app.identifierUris).toEqual(['api://botid-${{BOT_ID}}']);
  expect(app.web.redirectUris).toEqual(['${{PUBLIC_URL}}/auth/callback']);
  expect([scope?.value, app.api.requestedAccessTokenVersion]).toEqual(['access_as_user', 2]);
  // Teams on desktop and phone, and Teams in a browser.
  expect(app.api.preAuthorizedApplications).toEqual([
    { appId: '1fec8e78-bce4-4aaf-ab1b-5451cc387264', delegatedPermissionIds: [scope?.id] },
    { appId: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', delegatedPermissionIds: [scope?.id] },
  ]);
  // Azure Service Management, as the signed-in person.
  expect(app.requiredResourceAccess.map(({ resourceAppId }) => resourceAppId)).toEqual([
    '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  ]);
  expect(app.requiredResourceAccess[0]?.resourceAccess.map(({ type }) => type)).toEqual(['Scope']);
});

test('F5: every task that a launch or a task waits for is there, and starts what is built', () => {
  const { configurations, compounds } = JSON.parse(read('.vscode/launch.json')) as {
    configurations: { name: string; preLaunchTask?: string; program?: string }[];
    compounds: { configurations: string[] }[];
  };
  const { tasks } = JSON.parse(read('.vscode/tasks.json')) as {
    tasks: { label: string; dependsOn?: string[] }[];
  };
  const labels = tasks.map(({ label }) => label);
  const names = configurations.map(({ name }) => name);
  for (const { preLaunchTask } of configurations) {
    if (preLaunchTask !== undefined) expect(labels).toContain(preLaunchTask);
  }
  for (const { dependsOn = [] } of tasks) expect(labels).toEqual(expect.arrayContaining(dependsOn));
  for (const { configurations: started } of compounds) expect(names).toEqual(expect.arrayContaining(started));
});
