import { parseEnv } from 'node:util';
import type { Environment } from './setting-problem';

/**
 * The settings of `env/.env.<name>`, then those of its `.user` file with the secrets, then the environment's: what comes
 * later counts, unless it is empty. `readFile` throws where there is no file, and such a file says nothing.
 */
export function readEnvFiles(
  name: string,
  environment: Environment,
  readFile: (path: string) => string,
): { readonly environment: Environment; readonly files: readonly string[] } {
  const paths = [`env/.env.${name}`, `env/.env.${name}.user`];
  const found = paths.flatMap((path) => {
    try {
      return [{ path, values: parseEnv(readFile(path)) }];
    } catch {
      return [];
    }
  });
  const filled = [...found.map(({ values }) => values), environment].map((values) =>
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  );
  return { environment: Object.fromEntries(filled.flat()), files: found.map(({ path }) => path) };
}
