import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/package';

const ROOT = packageRoot(__dirname);
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const last = dockerfile.split(/^FROM /m).at(-1) ?? '';

test('the image holds what ships, and nothing that is for developers', () => {
  const copied = [...last.matchAll(/^COPY --from=\w+ \/app\/(\S+) /gm)].map(([, from]) => from);
  expect(copied).toEqual([
    'package.json',
    'node_modules',
    'dist/src',
    'dist/understanding',
    'cards',
    'content',
    'knowledge',
  ]);
  expect(last).not.toMatch(/^COPY (?!--from)/m);
  expect(dockerfile).toMatch(/AS packages[^]*npm ci --omit=dev[^]*AS build/);
});

test('the bot runs as nobody special, gets its signals itself, and writes in one place only', () => {
  expect(last).toMatch(/^USER node$/m);
  const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(last) ?? [];
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  expect(JSON.parse(command)).toEqual(scripts['start:bot']?.split(' '));
  expect(command).toMatch(/^\["node", .*"dist\/src\/bin\/bot.js"\]$/);
  expect(last.match(/^VOLUME .*$/gm)).toEqual(['VOLUME /data']);
  expect(last).toMatch(/HEALTHCHECK[^]*\/livez/);
});

test('no settings, secrets, records or notes get into a layer', () => {
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['.git', 'env', 'data', '.local', 'docs']));
  expect(dockerfile).not.toMatch(/SECRET|^ARG (?!NODE_TAG)/m);
});
