import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsPage } from '../../../scripts/settings-page';
import { packageRoot } from '../../../src/config/package';
import { SETTING_TABLE, readSettings, problemLines } from '../../../src/config/settings';

const ROOT = packageRoot(__dirname);
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const named = SETTING_TABLE.map(({ name }) => name);

/** The names that reading the settings asks the environment for. */
function namesAskedFor(environment: Record<string, string>): Set<string> {
  const asked = new Set<string>();
  const listening = new Proxy(environment, {
    get: (target, name) => {
      if (typeof name === 'string') asked.add(name);
      return target[String(name)];
    },
  });
  readSettings(listening, () => '');
  return asked;
}

test('every setting that the bot reads stands in the table, and nothing else does', () => {
  const asked = namesAskedFor({});
  expect(named.filter((name) => !asked.has(name))).toEqual([]);
  // zod looks whether what it parses is a promise.
  expect([...asked].filter((name) => /^[A-Z_]+$/.test(name) && !named.includes(name))).toEqual([]);
});

test('no setting stands there twice, and each says what it is and where to find it', () => {
  expect(new Set(named).size).toBe(named.length);
  for (const { meaning, where } of SETTING_TABLE) {
    expect(meaning).toMatch(/\.$/);
    expect(where).toMatch(/\.$/);
  }
});

test('every setting that is not secret can be filled in in env/.env.dev, and the secret ones only named there', () => {
  const lines = read('env/.env.dev').split('\n');
  const missing = named.filter((name) => {
    const isSecret = name.startsWith('SECRET_');
    return !lines.some((line) => line.startsWith(isSecret ? `# ${name}:` : `${name}=`));
  });
  // Only what npm start needs, and what production refuses, has no place there.
  expect(missing).toEqual(['PAL_ENVIRONMENT']);
});

test('docs/SETTINGS.md is what npm run settings makes of the table', () => {
  expect(read('docs/SETTINGS.md')).toBe(settingsPage(SETTING_TABLE));
});

test('with no settings at all, each problem says what is expected and where to find it', () => {
  const result = readSettings({}, () => '');
  expect(result.ok).toBe(false);
  const problems = result.ok ? [] : result.problems;
  expect(problems.length).toBeGreaterThan(5);
  for (const problem of problems) {
    const lines = problemLines(problem);
    expect(lines).toContain(`${problem.name}: expected `);
    expect(lines).toMatch(/Where: .*(portal|admin center|deployment)/);
  }
});
