import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readAppFiles } from '../../../scripts/package/app-files';
import type { AppFiles } from '../../../scripts/package/app-files';
import { makePackage } from '../../../scripts/package/make-package';
import type { PackageResult } from '../../../scripts/package/make-package';
import { packageRoot } from '../../../src/config/package';

export const ROOT = packageRoot(__dirname);
export const FILES = readAppFiles(ROOT);

const BOT_ID = '3f0c1a52-7d0e-4b7f-9f0e-0d8b1b0f7a11';

/** Values with which the package of this repository is made. */
export const VALUES: Readonly<Record<string, string>> = {
  APP_NAME_SUFFIX: '',
  TEAMS_APP_ID: '8a5f2f6e-2a0c-4e4c-8c43-2f8f6f8f5d10',
  PUBLIC_URL: 'https://pal.example.com',
  BOT_ID,
  AAD_APP_CLIENT_ID: 'c1a7f1c6-54b1-4dc9-93ad-8f4e0e6f3b77',
  AAD_APP_SSO_RESOURCE: `api://botid-${BOT_ID}`,
  OPERATOR_NAME: 'Fabrikam Consulting',
};

/** The version of package.json. */
function versionOf(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Makes the package with some values or files changed. */
export function made(
  change: { values?: Record<string, string>; files?: Partial<AppFiles>; mayBeTunnel?: boolean } = {},
): PackageResult {
  return makePackage({
    files: { ...FILES, ...change.files },
    values: { ...VALUES, ...change.values },
    from: 'env/.env.test',
    version: versionOf(ROOT),
    mayBeTunnel: change.mayBeTunnel ?? false,
  });
}

/** What is wrong with a package, one line each. */
export function wrongWith(result: PackageResult): string[] {
  return result.ok ? [] : result.problems.map(({ where, wrong, fix }) => `${where}: ${wrong}. Fix: ${fix}`);
}
