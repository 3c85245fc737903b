import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../src/config/package';
import { SETTING_TABLE } from '../../../src/config/settings';
import { makeUnderstanding } from '../understanding/make-understanding';

const ROOT = packageRoot(__dirname);
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const GUIDES = ['INSTALL', 'ADMIN', 'CUSTOMERS', 'TROUBLESHOOTING'].map((name) => `docs/${name}.md`);
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(PAGES)('%s: what it links to and shows is there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(#[\w-]+)?\)/g)];
  const missing = links.filter(([, path = '']) => !existsSync(join(ROOT, dirname(page), path)));
  expect(missing.map(([link]) => link)).toEqual([]);
});

test('README leads to every guide', () => {
  for (const guide of GUIDES) expect(read('README.md')).toContain(`](${guide})`);
});

test('the guides name only settings, scripts and outputs that exist', () => {
  const text = GUIDES.map(read).join('\n');
  const settings = new Set(SETTING_TABLE.map(({ name }) => name));
  const forThePackage = ['TEAMS_APP_ID', 'APP_NAME_SUFFIX', 'TEAMSFX_ENV'];
  /** Read by other programs; the bot takes them out of its environment. */
  const ofTheMachine = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];
  const named = [...text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map(
    ([, name = '']) => name,
  );
  const known = new Set([...settings, ...forThePackage, ...ofTheMachine]);
  expect(named.filter((name) => !known.has(name))).toEqual([]);

  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const run = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);

  const outputs = [...read('infra/main.bicep').matchAll(/^output (\w+)/gm)].map(([, name = '']) => name);
  const kept = /^Note the outputs: (.*)\. /m.exec(read('docs/INSTALL.md'))?.[1] ?? '';
  expect([...kept.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual(outputs.sort());
});

test('installing, the guide registers the app as the template does', () => {
  const template = read('infra/sign-in-app.bicep');
  const guide = read('docs/INSTALL.md');
  const ids = [...template.matchAll(/= '([0-9a-f-]{36})'/g)].map(([, id = '']) => id);
  expect(ids).toHaveLength(4);
  for (const part of [
    ...ids,
    '/auth/callback',
    'api://botid-',
    'access_as_user',
    'api://AzureADTokenExchange',
  ]) {
    expect(guide).toContain(part);
    expect(template).toContain(part);
  }
});

test('what the README invites to type is understood at once', () => {
  const [, table = ''] = read('README.md').split('## What to try');
  const messages = [...table.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, message = '']) => message),
  );
  expect(messages.length).toBeGreaterThan(10);
  const understanding = makeUnderstanding();
  expect(messages.filter((message) => understanding.understand(message).band !== 'answer')).toEqual([]);
});
