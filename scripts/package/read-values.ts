import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * The values of an environment: `env/.env.<name>`, over it `.env.<name>.user`, over both what is set in the process.
 * Only names that stand in one of the two files count. Undefined when the environment has no file.
 */
export function readValues(
  root: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> | undefined {
  const file = join(root, 'env', `.env.${name}`);
  if (!existsSync(file)) return undefined;
  const userFile = `${file}.user`;
  const values: Record<string, string | undefined> = {
    ...parseEnv(readFileSync(file, 'utf8')),
    ...(existsSync(userFile) ? parseEnv(readFileSync(userFile, 'utf8')) : {}),
  };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const set = environment[key];
      return [key, set === undefined || set === '' ? value : set];
    }),
  );
}
