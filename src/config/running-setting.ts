import { z } from 'zod';

import { asPartnerId, asTenantId } from '../model/identifiers';
import type { CompanyPartnerId } from '../model/person';
import type { RateLimitSettings } from '../teams/rate-limit';
import type { Environment, Section, SettingProblem } from './section';
import { OWN_CHOICE, isLocal, optional, valuesOf, whole } from './section';

/** Where and how the bot runs, and for whom. */
export interface RunningSetting {
  readonly environment: 'production' | 'local';
  /** Absent: every address of the machine, by IPv4 and IPv6. */
  readonly host: string | undefined;
  readonly port: number;
  /** How long a bot that is told to stop still takes requests, so that whoever sends them learns of it. */
  readonly stopDelayMs: number;
  /** The company's own PartnerIDs; empty: people enter theirs. */
  readonly company: readonly CompanyPartnerId[];
  /** How many messages and presses a minute are answered: of one person, and of one company. */
  readonly limits: RateLimitSettings;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

const limitPerMinute = optional(whole('a number from 1 to 1000000', 1, 1_000_000));
/** Nobody floods their own machine, and tests are faster than people. */
const LIMITS = {
  production: { personPerMinute: 20, tenantPerMinute: 1_200 },
  local: { personPerMinute: 1_000_000, tenantPerMinute: 1_000_000 },
};

const settings = {
  PAL_ENVIRONMENT: {
    schema: z.enum(['production', 'local'], { message: 'production or local' }).default('production'),
    meaning: 'production, or local for the local cloud on your own machine.',
    where: 'Leave it empty; npm start sets local by itself.',
    byDefault: 'production',
  },
  HOST: {
    schema: optional(z.string()),
    meaning: 'The network address that the bot listens on.',
    where: OWN_CHOICE,
    byDefault: 'all, by IPv4 and IPv6',
  },
  PORT: {
    schema: whole('a port number', 0, 65_535).default(3978),
    meaning: 'The port that the bot listens on; what is in front of it speaks TLS.',
    where: OWN_CHOICE,
    byDefault: '3978',
  },
  STOP_DELAY_MS: {
    schema: whole('a number of milliseconds from 0 to 5000', 0, 5_000).default(2_000),
    meaning:
      'How long a bot that is told to stop still takes requests, so that a load balancer sends them elsewhere, in milliseconds.',
    where: OWN_CHOICE,
    byDefault: '2000',
  },
  COMPANY_PARTNER_IDS: {
    meaning:
      'The company’s own PartnerIDs with names, separated by semicolons: “1234567 Fabrikam Norway; 2345678 Fabrikam Sweden”. The bot offers them, asks before another one is linked, and marks links to another. “<directory id>: 1234567 Fabrikam Norway” limits one to people of that home directory. Empty: each person enters their PartnerID.',
    where:
      'Partner Center › Settings › Account settings › Organization profile › Identifiers: the rows of the type Location.',
    byDefault: 'none',
  },
  PERSON_LIMIT_PER_MINUTE: {
    schema: limitPerMinute,
    meaning: 'How many messages and presses of one person are answered in a minute.',
    where: OWN_CHOICE,
    byDefault: '20 (no limit that matters in local)',
  },
  TENANT_LIMIT_PER_MINUTE: {
    schema: limitPerMinute,
    meaning: 'How many messages and presses of all people of one company are answered in a minute.',
    where: OWN_CHOICE,
    byDefault: '1200 (no limit that matters in local)',
  },
  LOG_LEVEL: {
    schema: z
      .enum(['debug', 'info', 'warn', 'error'], { message: 'debug, info, warn or error' })
      .default('info'),
    meaning: 'From which level on the log is written: debug, info, warn or error.',
    where: OWN_CHOICE,
    byDefault: 'info',
  },
};

/** See RunningSetting. */
export const RUNNING: Section<RunningSetting> = {
  group: 'Running',
  settings,
  read: (environment) => {
    const company = readCompany(environment);
    const values = valuesOf(settings, environment, company.problems);
    if (Array.isArray(values)) return values;
    const limits = LIMITS[values.PAL_ENVIRONMENT];
    return {
      environment: values.PAL_ENVIRONMENT,
      host: values.HOST ?? (isLocal(environment) ? '127.0.0.1' : undefined),
      port: values.PORT,
      stopDelayMs: values.STOP_DELAY_MS,
      company: company.read,
      limits: {
        personPerMinute: values.PERSON_LIMIT_PER_MINUTE ?? limits.personPerMinute,
        tenantPerMinute: values.TENANT_LIMIT_PER_MINUTE ?? limits.tenantPerMinute,
      },
      logLevel: values.LOG_LEVEL,
    };
  },
};

const NAME = 'COMPANY_PARTNER_IDS';
const MOST = 25;
const LONGEST_NAME = 48;
const EXPECTED = `at most ${MOST} PartnerIDs with their names, such as "1234567 Fabrikam Norway; 2345678 Fabrikam Sweden"; before one, "<directory id>:" limits it to the people of that directory`;
const ONE = /^(?:([0-9a-f-]{36})\s*:\s*)?(\d+)\s+(\S.*)$/i;

/** The company's PartnerIDs, and what is wrong with the setting. */
export function readCompany(environment: Environment): {
  readonly read: readonly CompanyPartnerId[];
  readonly problems: readonly SettingProblem[];
} {
  const parts = (environment[NAME] ?? '')
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map(readOne);
  const good = read.flatMap((one) => (one === undefined ? [] : [one]));
  const keys = new Set(good.map(({ partnerId, homeTenantId }) => `${homeTenantId ?? ''} ${partnerId}`));
  const isRight = good.length === parts.length && keys.size === parts.length && parts.length <= MOST;
  return { read: good, problems: isRight ? [] : [{ name: NAME, expected: EXPECTED }] };
}

function readOne(text: string): CompanyPartnerId | undefined {
  const [, directory, digits = '', name = ''] = ONE.exec(text) ?? [];
  const partnerId = asPartnerId(digits);
  const homeTenantId = directory === undefined ? undefined : asTenantId(directory);
  const isRead = partnerId !== undefined && name.length <= LONGEST_NAME;
  if (!isRead || (directory !== undefined && homeTenantId === undefined)) return undefined;
  return { partnerId, name, ...(homeTenantId === undefined ? {} : { homeTenantId }) };
}
