import { z } from 'zod';

/** Everything the bot is told from outside, checked. */
export interface Settings {
  readonly environment: 'production' | 'local';
  readonly host: string;
  readonly port: number;
  /** Where people's browsers reach the bot; no slash at the end. */
  readonly publicUrl: string;
  readonly bot: {
    readonly appId: string;
    readonly appType: 'SingleTenant' | 'UserAssignedMSI';
    readonly tenantId: string;
    readonly password: string;
  };
  readonly azure: {
    readonly authorityHost: string;
    readonly armEndpoint: string;
    readonly armAudience: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  /** Where the records are kept: a folder. */
  readonly dataFolder: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** One thing wrong with the settings: which, what is expected, where to find it. */
export interface SettingProblem {
  readonly name: string;
  readonly expected: string;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const guid = (what: string) => z.string({ message: what }).regex(GUID, { message: what });
const filled = (what: string) => z.string({ message: what }).min(1, { message: what });

const shape = z.object({
  PAL_ENVIRONMENT: z.enum(['production', 'local'], { message: 'production or local' }).default('production'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number({ message: 'a port number' }).int().min(0).max(65_535).default(3978),
  PUBLIC_URL: filled(
    'the address at which browsers reach the bot, such as https://pal.example.com',
  ).transform((url) => url.replace(/\/+$/, '')),
  BOT_ID: z.string().default(''),
  BOT_TYPE: z
    .enum(['SingleTenant', 'UserAssignedMSI'], { message: 'SingleTenant or UserAssignedMSI' })
    .default('SingleTenant'),
  BOT_TENANT_ID: z.string().default(''),
  SECRET_BOT_PASSWORD: z.string().default(''),
  AAD_APP_CLIENT_ID: guid(
    'the application (client) id of the sign-in app: a GUID, from its overview page in Entra',
  ),
  SECRET_AAD_APP_CLIENT_SECRET: filled(
    'a client secret of the sign-in app, from its page "Certificates & secrets"',
  ),
  AAD_AUTHORITY_HOST: z
    .string()
    .url({ message: 'an https address' })
    .default('https://login.microsoftonline.com'),
  ARM_ENDPOINT: z.string().url({ message: 'an https address' }).default('https://management.azure.com'),
  ARM_AUDIENCE: z.string().url({ message: 'an https address' }).default('https://management.azure.com'),
  DATA_FOLDER: z.string().min(1).default('data'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { message: 'debug, info, warn or error' })
    .default('info'),
});
type Raw = z.infer<typeof shape>;

/** Reads the settings from the environment: all of them, or everything that is wrong with them at once. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { ok: true; settings: Settings } | { ok: false; problems: SettingProblem[] } {
  const parsed = shape.safeParse(environment);
  const shapeProblems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), expected: issue.message }));
  const problems = [...shapeProblems, ...productionProblems(environment)];
  return parsed.success && problems.length === 0
    ? { ok: true, settings: settingsOf(parsed.data) }
    : { ok: false, problems };
}

function settingsOf(raw: Raw): Settings {
  return {
    environment: raw.PAL_ENVIRONMENT,
    host: raw.HOST,
    port: raw.PORT,
    publicUrl: raw.PUBLIC_URL,
    bot: {
      appId: raw.BOT_ID,
      appType: raw.BOT_TYPE,
      tenantId: raw.BOT_TENANT_ID,
      password: raw.SECRET_BOT_PASSWORD,
    },
    azure: {
      authorityHost: raw.AAD_AUTHORITY_HOST,
      armEndpoint: raw.ARM_ENDPOINT,
      armAudience: raw.ARM_AUDIENCE,
      clientId: raw.AAD_APP_CLIENT_ID,
      clientSecret: raw.SECRET_AAD_APP_CLIENT_SECRET,
    },
    dataFolder: raw.DATA_FOLDER,
    logLevel: raw.LOG_LEVEL,
  };
}

/** Without these a production bot would be open to anybody, or silent. None of them is asked for locally. */
function productionProblems(environment: Readonly<Record<string, string | undefined>>): SettingProblem[] {
  if (environment['PAL_ENVIRONMENT'] === 'local') return [];
  const problems: SettingProblem[] = [];
  const expect = (name: string, isRight: (value: string) => boolean, expected: string): void => {
    if (!isRight(environment[name] ?? '')) problems.push({ name, expected });
  };
  const isGuid = (value: string): boolean => GUID.test(value);
  expect('BOT_ID', isGuid, 'the Microsoft App ID of the Azure Bot: a GUID');
  expect('BOT_TENANT_ID', isGuid, 'the directory id of the Azure Bot: a GUID');
  if (environment['BOT_TYPE'] !== 'UserAssignedMSI') {
    expect('SECRET_BOT_PASSWORD', (value) => value !== '', 'a client secret of the Azure Bot');
  }
  for (const name of ['PUBLIC_URL', 'AAD_AUTHORITY_HOST', 'ARM_ENDPOINT', 'ARM_AUDIENCE']) {
    const value = environment[name];
    if (value !== undefined && value !== '' && !isPublicHttps(value)) {
      problems.push({
        name,
        expected: 'an https address that is not this machine (outside PAL_ENVIRONMENT=local)',
      });
    }
  }
  return problems;
}

function isPublicHttps(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.protocol === 'https:' && !LOOPBACK.has(url.hostname);
}
