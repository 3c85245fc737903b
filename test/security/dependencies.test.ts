import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectPassed } from '../support/threats';

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly inBundle?: boolean;
}

const ROOT = join(__dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

test('T57: every package is pinned to one version and to the hash of what it contains', () => {
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  const isPinned = ({ integrity, link, inBundle, resolved }: Locked): boolean =>
    link !== true && resolved === undefined && (inBundle === true || (integrity ?? '').startsWith('sha512-'));
  const loose = packages.filter(([, one]) => !isPinned(one)).map(([path]) => path);
  expect(loose).toEqual([]);
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string>
  >;
  const versions = Object.values({ ...dependencies, ...devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  expect(read('.npmrc')).toContain('ignore-scripts=true');
  const tried = packages.length + versions.length;
  expectPassed({ id: 'T57', what: 'packages with one version and a hash', tried, passed: tried });
});
