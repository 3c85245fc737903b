import { z } from 'zod';

import type { Operator } from '../http/pages/write-page';
import type { Environment, Section, SettingProblem } from './section';
import { GUID, isLocal, isSet, notPublic, valuesOf, withoutSlash } from './section';

/** The bot as Teams and people reach it. */
export interface BotSetting {
  /** Where people's browsers reach the bot; no slash at the end. */
  readonly publicUrl: string;
  readonly bot: {
    readonly appId: string;
    readonly appType: 'SingleTenant' | 'UserAssignedMSI';
    readonly tenantId: string;
    readonly password: string;
  };
  /** Who runs the bot, for its pages. */
  readonly operator: Operator;
}

const PUBLIC_URL = 'the address at which browsers reach the bot, such as https://pal.example.com';
/** A manifest's `developer.name` holds no more. */
const LONGEST_NAME = 32;

const settings = {
  PUBLIC_URL: {
    schema: z.string({ message: PUBLIC_URL }).min(1, { message: PUBLIC_URL }).transform(withoutSlash),
    meaning: 'The https address at which people’s browsers and Teams reach the bot, without a path.',
    where: 'The output publicUrl of the deployment, or Azure portal › your Container App › Application Url.',
    needed: 'always',
  },
  BOT_ID: {
    schema: z.string().default(''),
    meaning: 'The Microsoft App ID of the Azure Bot.',
    where:
      'Azure portal › your Azure Bot › Configuration › Microsoft App ID (the deployment’s output botId).',
    needed: 'in production',
  },
  BOT_TENANT_ID: {
    schema: z.string().default(''),
    meaning: 'The directory that the Azure Bot belongs to.',
    where:
      'Azure portal › your Azure Bot › Configuration › App Tenant ID (the deployment’s output botTenantId).',
    needed: 'in production',
  },
  BOT_TYPE: {
    schema: z
      .enum(['SingleTenant', 'UserAssignedMSI'], { message: 'SingleTenant or UserAssignedMSI' })
      .default('SingleTenant'),
    meaning: 'How the bot proves who it is: UserAssignedMSI (no secret) or SingleTenant (a client secret).',
    where: 'Azure portal › your Azure Bot › Configuration › Bot Type.',
    byDefault: 'SingleTenant',
  },
  SECRET_BOT_PASSWORD: {
    schema: z.string().default(''),
    meaning: 'A client secret of the bot’s app registration.',
    where:
      'Microsoft Entra admin center › App registrations › the one with the BOT_ID › Certificates & secrets › New client secret: the column Value, shown once, not Secret ID.',
    needed: 'with BOT_TYPE=SingleTenant',
  },
  OPERATOR_NAME: {
    schema: z.string().default(''),
    meaning:
      'The company that runs the bot, as its pages and the app in Teams name it; at most 32 characters.',
    where: 'Your own company’s name (the deployment’s parameter operatorName).',
    needed: 'in production',
  },
  OPERATOR_CONTACT: {
    schema: z.string().default(''),
    meaning: 'Where people reach them: an e-mail address or an https address; it appears on public pages.',
    where: 'The address of your own support team (the deployment’s parameter operatorContact).',
    needed: 'in production',
  },
};

/** See BotSetting. */
export const BOT: Section<BotSetting> = {
  group: 'The bot',
  settings,
  read: (environment) => {
    const values = valuesOf(settings, environment, [
      ...identityProblems(environment),
      ...operatorProblems(environment),
      ...notPublic(environment, ['PUBLIC_URL']),
    ]);
    if (Array.isArray(values)) return values;
    return {
      publicUrl: values.PUBLIC_URL,
      bot: {
        appId: values.BOT_ID,
        appType: values.BOT_TYPE,
        tenantId: values.BOT_TENANT_ID,
        password: values.SECRET_BOT_PASSWORD,
      },
      operator: isNobody(environment)
        ? LOCAL_OPERATOR
        : { name: values.OPERATOR_NAME.trim(), contact: values.OPERATOR_CONTACT },
    };
  },
};

/** Without these a bot would be open to anybody, or silent. Locally a bot may do without an identity. */
function identityProblems(environment: Environment): SettingProblem[] {
  if (isLocal(environment) && !isSet(environment, 'BOT_ID')) return [];
  const isGuid = (name: string): boolean => GUID.test(environment[name] ?? '');
  const needsPassword = environment['BOT_TYPE'] !== 'UserAssignedMSI';
  return [
    { name: 'BOT_ID', expected: 'the Microsoft App ID of the Azure Bot: a GUID', isRight: isGuid('BOT_ID') },
    {
      name: 'BOT_TENANT_ID',
      expected: 'the directory id of the Azure Bot: a GUID',
      isRight: isGuid('BOT_TENANT_ID'),
    },
    {
      name: 'SECRET_BOT_PASSWORD',
      expected: 'a client secret of the Azure Bot',
      isRight: !needsPassword || isSet(environment, 'SECRET_BOT_PASSWORD'),
    },
  ].flatMap(({ isRight, ...problem }) => (isRight ? [] : [problem]));
}

const contact = z.union([z.string().email(), z.string().url().startsWith('https://')]);
/** On one's own machine nobody else reads the pages. */
const LOCAL_OPERATOR: Operator = {
  name: 'Whoever started it on this machine',
  contact: 'you@example.com',
};

function isNobody(environment: Environment): boolean {
  return (
    isLocal(environment) && !isSet(environment, 'OPERATOR_NAME') && !isSet(environment, 'OPERATOR_CONTACT')
  );
}

function operatorProblems(environment: Environment): SettingProblem[] {
  if (isNobody(environment)) return [];
  const { OPERATOR_NAME: name = '', OPERATOR_CONTACT: address = '' } = environment;
  const isName = name.trim() !== '' && name.length <= LONGEST_NAME;
  const expectedName = `the name of the company that runs the bot, at most ${LONGEST_NAME} characters`;
  const expectedContact = 'an e-mail address or an https address at which people reach them';
  return [
    ...(isName ? [] : [{ name: 'OPERATOR_NAME', expected: expectedName }]),
    ...(contact.safeParse(address).success ? [] : [{ name: 'OPERATOR_CONTACT', expected: expectedContact }]),
  ];
}
