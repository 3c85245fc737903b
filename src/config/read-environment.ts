import { parseEnv } from 'node:util';

import type { Environment, SettingProblem } from './section';
import { SETTING_TABLE, readSettings } from './settings';

const IN_QUOTES = /^(["'])(.*)\1$/s;
const NAMES = SETTING_TABLE.map(({ name }) => name);

/**
 * Reads the settings from what people wrote. Blanks around a value are nobody's intention and are dropped; a line with
 * nothing behind its name says nothing, so that the default counts. Quotes around
 * it are refused: files of Docker keep them, and whoever reads them there would be told another value than is sent.
 * `environment` is what was meant, without both, so that nothing else is said about a value than what is wrong with it.
 */
export function readEnvironment(
  given: Environment,
  readFile: (path: string) => string,
): { readonly environment: Environment; readonly read: ReturnType<typeof readSettings> } {
  const entries = Object.entries(given).map(([name, value = '']) => [name, value.trim()] as const);
  const trimmed: Environment = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  const quoted = NAMES.filter((name) => IN_QUOTES.test(trimmed[name] ?? ''));
  const unquoted = quoted.map((name) => [name, trimmed[name]?.replace(IN_QUOTES, '$2').trim()]);
  const environment = { ...trimmed, ...Object.fromEntries(unquoted) } as Environment;
  const read = readSettings(environment, readFile);
  if (quoted.length === 0) return { environment, read };
  const others = read.ok ? [] : read.problems;
  return { environment, read: { ok: false, problems: [...quoted.map(quotesIn), ...others] } };
}

function quotesIn(name: string): SettingProblem {
  return { name, expected: 'the value alone', found: 'is in quotes, which count as a part of it' };
}

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
