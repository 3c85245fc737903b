import { z } from 'zod';

/** Where settings come from: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Gives the text of a file that a setting names; may throw. */
export type ReadFile = (path: string) => string;

/** One thing wrong with the settings: which, and what is expected. */
export interface SettingProblem {
  readonly name: string;
  readonly expected: string;
  /** What there is instead, where the value can't be read off: goes on after the setting's name. */
  readonly found?: string;
}

/** What one setting is, for people, and what its text has to be where that does not depend on others. */
export interface Setting {
  /** What it is, in one sentence. */
  readonly meaning: string;
  /** Where a person finds the value, click by click. */
  readonly where: string;
  /** What counts when it is not set; absent: there is no default. */
  readonly byDefault?: string;
  /** `always`, or when it has to be set; absent: it may stay empty. */
  readonly needed?: string;
  readonly schema?: z.ZodTypeAny;
  /** Its whole text is a secret, though its name does not begin with SECRET_: Azure gives it that name. */
  readonly isSecret?: true;
  /** What is secret by itself in its text, or in the file that it names. */
  readonly secretsIn?: (text: string, readFile: ReadFile) => readonly string[];
}

type Settings = Readonly<Record<string, Setting>>;

/** The settings of one subject: what they are, and how they are read. */
export interface Section<T> {
  /** The heading under which they stand in docs/SETTINGS.md. */
  readonly group: string;
  readonly settings: Settings;
  /** What they say, or everything that is wrong with them. */
  read(environment: Environment, readFile: ReadFile): T | SettingProblem[];
}

/** What the settings of a section say, by their schemas alone. */
export type Values<S extends Settings> = {
  readonly [N in keyof S as S[N] extends { schema: z.ZodTypeAny } ? N : never]: S[N] extends {
    schema: infer Z extends z.ZodTypeAny;
  }
    ? z.infer<Z>
    : never;
};

/** Reads what has a schema; `rules`: what else is wrong, looked at in any case so that everything is told at once. */
export function valuesOf<S extends Settings>(
  settings: S,
  environment: Environment,
  rules: readonly SettingProblem[] = [],
): Values<S> | SettingProblem[] {
  const schemas = Object.entries(settings).flatMap(([name, { schema }]) =>
    schema === undefined ? [] : [[name, schema] as const],
  );
  const parsed = z.object(Object.fromEntries(schemas)).safeParse(environment);
  const issues = parsed.error?.issues ?? [];
  const problems = [
    ...issues.map((issue) => ({ name: issue.path.join('.'), expected: issue.message })),
    ...rules,
  ];
  return problems.length > 0 ? problems : (parsed.data as Values<S>);
}

/** What is wrong with a section, if anything. */
export function problemsIn(read: SettingProblem[] | object | undefined): readonly SettingProblem[] {
  return Array.isArray(read) ? (read as SettingProblem[]) : [];
}

/** An empty line in a file of settings says nothing. */
export const optional = <T extends z.ZodTypeAny>(inner: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), inner.optional());

export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A GUID; `what` says which. */
export const guid = (what: string) => z.string({ message: what }).regex(GUID, { message: what });

/** An address without a path; the slash at its end goes. */
export const origin = z
  .string()
  .refine(isOrigin, { message: 'an https address without a path, a user or a password' })
  .transform(withoutSlash);

/** A whole number within bounds. */
export const whole = (what: string, least: number, most: number) =>
  z.coerce.number({ message: what }).int().min(least).max(most);

/** The address without slashes at its end. */
export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

const THIS_MACHINE = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/;

/** What is asked of an address that has to be one, in a person's words. */
export const PUBLIC_HTTPS =
  'an https address that other machines can reach (http and localhost work only with PAL_ENVIRONMENT=local)';

/** True for an https address on another machine than this one, without a user or a password in it. */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false;
  // The host of a parsed URL has one spelling: numbers in other bases are dotted by now.
  const url = new URL(address);
  return url.protocol === 'https:' && url.username + url.password === '' && !THIS_MACHINE.test(url.hostname);
}

/** Those of the addresses that are set, and that other machines can't reach; a local bot may have them. */
export function notPublic(environment: Environment, names: readonly string[]): SettingProblem[] {
  if (isLocal(environment)) return [];
  return names
    .filter((name) => isSet(environment, name) && !isPublicHttps(environment[name] ?? ''))
    .map((name) => ({ name, expected: PUBLIC_HTTPS }));
}

/** True for an address that is nothing but scheme, host and port, with or without a slash at its end. */
export function isOrigin(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(address);
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash + username + password === '';
}

/** Whether the bot runs on somebody's own machine, with the local cloud. */
export function isLocal(environment: Environment): boolean {
  return environment['PAL_ENVIRONMENT'] === 'local';
}

/** Whether anything is set under the name. */
export function isSet(environment: Environment, name: string): boolean {
  return (environment[name] ?? '') !== '';
}

export const OWN_CHOICE = 'Your own choice.';
