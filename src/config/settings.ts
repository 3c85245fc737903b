import { z } from 'zod';

import type { AppCredentialSetting } from './app-credential-setting';
import { readAppCredential } from './app-credential-setting';
import { AZURE_CLOUDS, CLOUD_NAMES } from './azure-clouds';
import type { ChannelSetting } from './channel-setting';
import { PUBLIC_HTTPS, isOrigin, isPublicHttps, readChannelSetting } from './channel-setting';
import { readCompany } from './company-setting';
import type { CompanyPartnerId } from '../model/person';
import { readModelSetting } from './model-setting';
import type { ModelSetting } from './model-setting';
import { readOperator } from './operator-setting';
import type { OperatorSetting } from './operator-setting';
import type { Environment, SettingProblem } from './setting-problem';
import { readRecordsSettings } from './storage-setting';
import type { RetentionSetting, StorageSetting } from './storage-setting';
import { readTelemetrySetting } from './telemetry-setting';
import type { TelemetrySetting } from './telemetry-setting';

/** Everything the bot is told from outside, checked. */
export interface Settings {
  readonly environment: 'production' | 'local';
  /** Absent: every address of the machine, by IPv4 and IPv6. */
  readonly host: string | undefined;
  readonly port: number;
  /** Where people's browsers reach the bot; no slash at the end. */
  readonly publicUrl: string;
  /** Who runs the bot, for its pages. */
  readonly operator: OperatorSetting;
  /** The company's own PartnerIDs; empty: people enter theirs. */
  readonly company: readonly CompanyPartnerId[];
  readonly bot: {
    readonly appId: string;
    readonly appType: 'SingleTenant' | 'UserAssignedMSI';
    readonly tenantId: string;
    readonly password: string;
  };
  readonly channel: ChannelSetting;
  readonly azure: {
    readonly authorityHost: string;
    readonly armEndpoint: string;
    readonly armAudience: string;
    /** The portal of the cloud; no slash at the end. */
    readonly portal: string;
    readonly clientId: string;
    /** How the bot proves to Entra that it is the sign-in app. */
    readonly credential: AppCredentialSetting;
    /** The resource of Teams' silent sign-in; absent: it is off. */
    readonly ssoResource?: string;
  };
  /** The OAuth connection of the Azure Bot that keeps people's tokens for the bot; absent: their clients do. */
  readonly tokenService?: { readonly endpoint: string; readonly connectionName: string };
  /** How long Teams' silent sign-in may stay without an answer before the person gets a button. */
  readonly silentSignInPatienceMs: number;
  /** How long a bot that is told to stop still takes requests, so that whoever sends them learns of it. */
  readonly stopDelayMs: number;
  /** How many messages and presses a minute are answered: of one person, and of one company. */
  readonly limits: { readonly personPerMinute: number; readonly tenantPerMinute: number };
  /** What may choose a label where the bot is not sure of a message; absent: nothing does. */
  readonly model?: ModelSetting;
  /** Where traces and metrics go; absent: nowhere, and none are made. */
  readonly telemetry?: TelemetrySetting;
  readonly storage: StorageSetting;
  readonly retention: RetentionSetting;
  /** Where files may be uploaded to; `loopback`: to a stand-in beside the bot. */
  readonly files: { readonly domains: readonly string[]; readonly loopback: boolean };
  /** Where the records are kept that stand in a file. */
  readonly dataFolder: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const guid = (what: string) => z.string({ message: what }).regex(GUID, { message: what });
/** An empty line in a file of settings says nothing. */
const optional = <T extends z.ZodTypeAny>(inner: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), inner.optional());
const ORIGIN = 'an https address without a path, a user or a password';
const origin = z
  .string()
  .refine(isOrigin, { message: ORIGIN })
  .transform((url) => url.replace(/\/+$/, ''));
const filled = (what: string) => z.string({ message: what }).min(1, { message: what });

const limitPerMinute = optional(
  z.coerce.number({ message: 'a number from 1 to 1000000' }).int().min(1).max(1_000_000),
);
/** Nobody floods their own machine, and tests are faster than people. */
const LIMITS = {
  production: { personPerMinute: 20, tenantPerMinute: 1_200 },
  local: { personPerMinute: 1_000_000, tenantPerMinute: 1_000_000 },
};

const shape = z.object({
  PAL_ENVIRONMENT: z.enum(['production', 'local'], { message: 'production or local' }).default('production'),
  HOST: optional(z.string()),
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
  SECRET_AAD_APP_CLIENT_SECRET: optional(z.string()),
  AAD_APP_CERTIFICATE_FILE: optional(z.string()),
  AAD_APP_MANAGED_IDENTITY_CLIENT_ID: optional(
    guid('the client id of a user-assigned managed identity: a GUID'),
  ),
  AAD_APP_SSO_RESOURCE: optional(
    z.string().regex(/^api:\/\/[^\s/][^\s]{0,200}$/, {
      message:
        'the Application ID URI of the sign-in app, such as api://botid-00000000-0000-0000-0000-000000000000',
    }),
  ),
  BOT_OAUTH_CONNECTION: optional(
    z.string().regex(/^[\w.-]{1,100}$/, { message: 'the name of an OAuth connection of the Azure Bot' }),
  ),
  BOT_TOKEN_SERVICE_URL: optional(origin),
  AZURE_CLOUD: z
    .enum(CLOUD_NAMES, { message: 'public, usgovernment, usgovernment-dod or china' })
    .default('public'),
  AAD_AUTHORITY_HOST: optional(origin),
  ARM_ENDPOINT: optional(origin),
  ARM_AUDIENCE: optional(z.string().url({ message: 'an https address' })),
  SILENT_SIGN_IN_PATIENCE_MS: z.coerce
    .number({ message: 'a number of milliseconds from 100 to 60000' })
    .int()
    .min(100)
    .max(60_000)
    .default(10_000),
  STOP_DELAY_MS: z.coerce
    .number({ message: 'a number of milliseconds from 0 to 5000' })
    .int()
    .min(0)
    .max(5_000)
    .default(2_000),
  PERSON_LIMIT_PER_MINUTE: limitPerMinute,
  TENANT_LIMIT_PER_MINUTE: limitPerMinute,
  DATA_FOLDER: z.string().min(1).default('data'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { message: 'debug, info, warn or error' })
    .default('info'),
});
type Raw = z.infer<typeof shape>;

/**
 * Reads the settings from the environment: all of them, or everything that is wrong with them at once. `readFile` gives
 * the text of a file that a setting names; it may throw.
 */
export function readSettings(
  environment: Environment,
  readFile: (path: string) => string,
): { ok: true; settings: Settings } | { ok: false; problems: SettingProblem[] } {
  const parsed = shape.safeParse(environment);
  const shapeProblems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), expected: issue.message }));
  const credential = readAppCredential(environment, readFile);
  const channel = readChannelSetting(environment);
  const model = readModelSetting(environment);
  const telemetry = readTelemetrySetting(environment);
  const records = readRecordsSettings(environment);
  const operator = readOperator(environment);
  const company = readCompany(environment);
  const problems = [
    ...shapeProblems,
    ...('expected' in credential ? [credential] : []),
    ...[channel, model, records, telemetry, operator, company.problems].flatMap((read) => problemsIn(read)),
    ...productionProblems(environment),
    ...connectionProblems(environment),
  ];
  if (!parsed.success || problems.length > 0 || !('kind' in credential)) return { ok: false, problems };
  if (Array.isArray(records) || Array.isArray(operator) || Array.isArray(channel))
    return { ok: false, problems };
  const settings = {
    ...settingsOf(parsed.data, credential),
    ...records,
    operator,
    company: company.read,
    channel,
    ...(model === undefined || Array.isArray(model) ? {} : { model }),
    ...(telemetry === undefined || Array.isArray(telemetry) ? {} : { telemetry }),
  };
  return { ok: true, settings };
}

/** What one group of settings has wrong; nothing when it was read. */
function problemsIn(read: readonly SettingProblem[] | object | undefined): readonly SettingProblem[] {
  return isList(read) ? read : [];
}

function isList(read: readonly SettingProblem[] | object | undefined): read is readonly SettingProblem[] {
  return Array.isArray(read);
}

function settingsOf(
  raw: Raw,
  credential: AppCredentialSetting,
): Omit<Settings, 'storage' | 'retention' | 'channel' | 'model' | 'operator' | 'company'> {
  const cloud = AZURE_CLOUDS[raw.AZURE_CLOUD];
  const ssoResource = raw.AAD_APP_SSO_RESOURCE;
  const connectionName = raw.BOT_OAUTH_CONNECTION;
  const endpoint = raw.BOT_TOKEN_SERVICE_URL ?? cloud.tokenService;
  return {
    environment: raw.PAL_ENVIRONMENT,
    host: raw.HOST ?? (raw.PAL_ENVIRONMENT === 'local' ? '127.0.0.1' : undefined),
    port: raw.PORT,
    publicUrl: raw.PUBLIC_URL,
    bot: {
      appId: raw.BOT_ID,
      appType: raw.BOT_TYPE,
      tenantId: raw.BOT_TENANT_ID,
      password: raw.SECRET_BOT_PASSWORD,
    },
    azure: {
      authorityHost: raw.AAD_AUTHORITY_HOST ?? cloud.authorityHost,
      armEndpoint: raw.ARM_ENDPOINT ?? cloud.armEndpoint,
      // An ARM of one's own is still asked for as the cloud's: the audience is a name, not an address.
      armAudience: raw.ARM_AUDIENCE ?? cloud.armAudience,
      portal: cloud.portal,
      clientId: raw.AAD_APP_CLIENT_ID,
      credential,
      ...(ssoResource === undefined ? {} : { ssoResource }),
    },
    ...(connectionName === undefined ? {} : { tokenService: { endpoint, connectionName } }),
    silentSignInPatienceMs: raw.SILENT_SIGN_IN_PATIENCE_MS,
    stopDelayMs: raw.STOP_DELAY_MS,
    limits: {
      personPerMinute: raw.PERSON_LIMIT_PER_MINUTE ?? LIMITS[raw.PAL_ENVIRONMENT].personPerMinute,
      tenantPerMinute: raw.TENANT_LIMIT_PER_MINUTE ?? LIMITS[raw.PAL_ENVIRONMENT].tenantPerMinute,
    },
    files: { domains: cloud.fileDomains, loopback: raw.PAL_ENVIRONMENT === 'local' },
    dataFolder: raw.DATA_FOLDER,
    logLevel: raw.LOG_LEVEL,
  };
}

/** A connection keeps tokens for a resource; without one there is nothing to keep. */
function connectionProblems(environment: Environment): SettingProblem[] {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (!isSet('BOT_OAUTH_CONNECTION') || isSet('AAD_APP_SSO_RESOURCE')) return [];
  const expected = 'the Application ID URI of the sign-in app, because BOT_OAUTH_CONNECTION is set';
  return [{ name: 'AAD_APP_SSO_RESOURCE', expected }];
}

/** Without these a bot would be open to anybody, or silent. Locally a bot may do without an identity. */
function productionProblems(environment: Environment): SettingProblem[] {
  const isLocal = environment['PAL_ENVIRONMENT'] === 'local';
  if (isLocal && (environment['BOT_ID'] ?? '') === '') return [];
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
  if (isLocal) return problems;
  for (const name of [
    'PUBLIC_URL',
    'AAD_AUTHORITY_HOST',
    'ARM_ENDPOINT',
    'ARM_AUDIENCE',
    'BOT_TOKEN_SERVICE_URL',
  ]) {
    const value = environment[name];
    if (value !== undefined && value !== '' && !isPublicHttps(value)) {
      problems.push({
        name,
        expected: PUBLIC_HTTPS,
      });
    }
  }
  return problems;
}
