import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isAcceptable, licenceOf } from '../../../scripts/release/licences';
import { readLockfile, shippedPackages } from '../../../scripts/release/lockfile';
import { RELEASE_FILES } from '../../../scripts/release/release-files';
import { packageRoot } from '../../../src/config/package';

const ROOT = packageRoot(__dirname);
const LOCKFILE = readLockfile(ROOT);
const SHIPPED = shippedPackages(LOCKFILE);
const others = Object.entries(LOCKFILE.packages).filter(([place]) => place !== '');

interface Asked {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const asked = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Asked;

test('every package in the lockfile is held to its bytes, and to no host', () => {
  expect(others.length).toBeGreaterThan(500);
  expect(
    others.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-')).map(([place]) => place),
  ).toEqual([]);
  expect(others.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
});

test('the lockfile is in step with package.json, which asks for exact versions only', () => {
  const project = LOCKFILE.packages[''];
  expect(project).toMatchObject({
    version: asked.version,
    dependencies: asked.dependencies,
    devDependencies: asked.devDependencies,
  });
  const versions = Object.entries({ ...asked.dependencies, ...asked.devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(version))).toEqual([]);
  for (const [name, version] of versions) {
    expect([name, LOCKFILE.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  }
});

test('nothing ships under a licence that asks for more than its notice', () => {
  const refused = SHIPPED.filter((one) => !isAcceptable(licenceOf(one)));
  expect(refused.map(({ name, version, licence }) => `${name} ${version}: ${licence}`)).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(AFL-2.1 OR BSD-3-Clause)', true],
  ['(MIT AND BSD-3-Clause)', true],
  ['GPL-3.0-only', false],
  ['(MIT AND GPL-3.0-only)', false],
  ['SEE LICENSE IN LICENSE', false],
  ['UNLICENSED', false],
  ['', false],
])('a package under "%s" may ship: %s', (licence, expected) => {
  expect(isAcceptable(licence)).toBe(expected);
});

test.each(RELEASE_FILES)('$file is what npm run $verb makes of the lockfile now', ({ file, make }) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toBe(make(ROOT));
});

test('the bill of materials has every package that ships, with its hash, and everything that is needed is in it', () => {
  const bill = JSON.parse(readFileSync(join(ROOT, 'docs', 'sbom.cdx.json'), 'utf8')) as {
    components: { purl: string; hashes: { content: string }[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  const named = new Set(bill.components.map(({ purl }) => decodeURIComponent(purl)));
  const shipped = others.filter(([, { dev }]) => dev !== true);
  for (const [place, { version }] of shipped) {
    expect(named).toContain(`pkg:npm/${place.slice(place.lastIndexOf('node_modules/') + 13)}@${version}`);
  }
  expect(bill.components.every(({ hashes }) => /^[0-9a-f]{128}$/.test(hashes[0]?.content ?? ''))).toBe(true);
  const reached = new Set<string>();
  const reach = (ref: string): void => {
    if (reached.has(ref)) return;
    reached.add(ref);
    bill.dependencies.find((one) => one.ref === ref)?.dependsOn.forEach(reach);
  };
  reach(bill.dependencies[0]?.ref ?? '');
  expect(bill.components.map(({ purl }) => purl).filter((purl) => !reached.has(purl))).toEqual([]);
});
