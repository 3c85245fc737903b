import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { readAppFiles } from './package/app-files';
import { makePackage } from './package/make-package';
import { writeProblems } from './package/package-problem';
import { readValues } from './package/read-values';

/** Exit codes, as sysexits.h has them: called wrongly; what was given is not right. */
const EXIT_USAGE = 64;
const EXIT_DATA = 65;

/**
 * Makes `appPackage/build/appPackage.<env>.zip` from `appPackage/` and `env/.env.<env>`, or says everything that is
 * wrong with it. Run by `npm run package -- --env dev`, from the folder of the project. Reaches no network.
 */
function main(root: string): number {
  const { values: options } = parseArgs({ options: { env: { type: 'string', default: 'dev' } } });
  const name = options.env;
  const from = `env/.env.${name}`;
  const values = /^[a-z0-9][a-z0-9-]*$/i.test(name) ? readValues(root, name, process.env) : undefined;
  if (values === undefined) {
    process.stderr.write(`There is no ${from}. Usage: npm run package -- --env dev\n`);
    return EXIT_USAGE;
  }
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const files = readAppFiles(root);
  const result = makePackage({ files, values, from, version, mayBeTunnel: name === 'local' });
  if (!result.ok) {
    const { problems } = result;
    process.stderr.write(`The app package is not made. What is wrong:\n\n${writeProblems(problems)}`);
    return EXIT_DATA;
  }
  const folder = join(root, 'appPackage', 'build');
  mkdirSync(folder, { recursive: true });
  const zip = `appPackage/build/appPackage.${name}.zip`;
  writeFileSync(join(root, zip), result.zip);
  writeFileSync(join(folder, `manifest.${name}.json`), result.text);
  const { name: called, validDomains } = result.manifest;
  const size = (result.zip.length / 1024).toFixed(1);
  process.stdout.write(
    `${zip} (${size} KB): ${called.short} ${version}, on ${validDomains.join(', ')}\n` +
      'Checked: schema, placeholders, names, addresses, icons, languages, version, layout.\n' +
      'Upload it in the Teams admin center (Teams apps > Manage apps > Upload), or for yourself in Teams (Apps > Manage your apps > Upload an app).\n',
  );
  return 0;
}

process.exitCode = main(process.cwd());
